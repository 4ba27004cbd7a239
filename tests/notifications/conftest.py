"""A migrated bus that the tests of this directory share, and outside services on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from receiver import Receiver
from smtp_stub import SmtpStub

from bus import migrate
from bus.db import Connection, connect, execute
from bus.settings import Settings


@pytest.fixture(scope="session")
def bus_url(make_database: Callable[..., str]) -> str:
    """URL of the migrated bus."""
    url = make_database()
    connection = connect(url)
    migrate.migrate(connection)
    connection.close()
    return url


@pytest.fixture
def bus(bus_url: str) -> Iterator[Connection]:
    """A session on the bus; rows go when the test is over."""
    connection = connect(bus_url)
    yield connection
    connection.close()
    broom = connect(bus_url)
    execute(broom, "TRUNCATE tasks, workflows, workflow_versions, user_preferences CASCADE", {})
    broom.close()


@pytest.fixture
def settings(tmp_path: Path, bus_url: str) -> Settings:
    """Of a server that may call loopback, where the receivers of these tests are."""
    return Settings(home_text=str(tmp_path / "home"), database_url=bus_url, http_allow_private_text="1")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def smtp() -> Iterator[SmtpStub]:
    with SmtpStub() as running:
        yield running
