"""A server under test over a bus of its own, and the sample business database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from client import Server

from data_pipeline.samples import highway
from tests.postgres import as_url


@pytest.fixture(scope="session")
def sample_url(make_database: Callable[..., str]) -> str:
    """The sample business database, loaded once, as a postgresql:// URL."""
    dsn = make_database()
    highway.load(dsn)
    return as_url(dsn)


@pytest.fixture
def server(database_url: str, make_database: Callable[..., str], tmp_path: Path) -> Iterator[Server]:
    """Running, with empty tables."""
    environment = {
        "DATABASE_URL": database_url,
        "VECTOR_DATABASE_URL": make_database(),
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "EMBEDDER": "hash",
    }
    running = Server(environment, tmp_path / "server.log")
    running.start()
    yield running
    running.stop()
