"""A server under test over a bus of its own, and the sample business database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from client import Server
from psycopg2.extensions import parse_dsn

from data_pipeline.samples import highway


@pytest.fixture(scope="session")
def sample_url(make_database: Callable[..., str]) -> str:
    """The sample business database, loaded once, as a postgresql:// URL."""
    dsn = make_database()
    highway.load(dsn)
    return as_url(dsn)


def as_url(dsn: str) -> str:
    """A libpq connection string as a URL."""
    parts = parse_dsn(dsn)
    password = f":{quote(parts['password'], safe='')}" if "password" in parts else ""
    return (
        f"postgresql://{parts['user']}{password}@/{parts['dbname']}"
        f"?host={quote(parts['host'], safe='')}&port={parts.get('port', 5432)}"
    )


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
