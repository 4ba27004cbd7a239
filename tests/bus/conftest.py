"""A migrated bus that the tests of this directory share; every test finds it empty but for the shipped workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bus import migrate, workflows
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
def sessions(bus_url: str) -> Iterator[Callable[[], Connection]]:
    """Opens further sessions on the bus; all are closed at the end."""
    opened: list[Connection] = []

    def open_one() -> Connection:
        opened.append(connect(bus_url))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def bus(bus_url: str) -> Iterator[Connection]:
    """A session on the bus; rows go when the test is over."""
    connection = connect(bus_url)
    workflows.publish(connection)
    yield connection
    connection.close()
    broom = connect(bus_url)  # the test may have left its session in any state
    execute(broom, "TRUNCATE tasks, connections, users, workflows, workflow_versions CASCADE", {})
    broom.close()


@pytest.fixture
def settings(tmp_path: Path, bus_url: str) -> Settings:
    return Settings(
        home_text=str(tmp_path / "home"),
        training_data_text=str(tmp_path / "training_data"),
        database_url=bus_url,
        secret_key="a key",
    )
