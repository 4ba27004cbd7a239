"""A server over a bus of its own, whose tasks the tests tell the stories of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from story import Story

from bus.db import Connection, connect
from tests.acceptance.client import Server

StartServer = Callable[..., Server]


@pytest.fixture(scope="session")
def live_bus_url(make_database: Callable[..., str]) -> str:
    return make_database()


@pytest.fixture(scope="session")
def start_server(
    live_bus_url: str, make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StartServer]:
    """Start a server with further settings; all are stopped at the end."""
    started: list[Server] = []

    def start(**settings: str) -> Server:
        directory: Path = tmp_path_factory.mktemp("live")
        environment = {
            "DATABASE_URL": live_bus_url,
            "VECTOR_DATABASE_URL": make_database(),
            "EMBEDDER": "hash",
            "TRAINYARD_HOME": str(directory),
            "TRAINING_DATA_DIR": str(directory / "training_data"),
        }
        server = Server(environment | settings, directory / "server.log")
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def live_server(start_server: StartServer) -> Server:
    """One for all tests that do not harm it."""
    return start_server()


@pytest.fixture
def bus(live_server: Server, live_bus_url: str) -> Iterator[Connection]:
    """A session on the bus that the server has migrated."""
    connection = connect(live_bus_url)
    yield connection
    connection.close()


@pytest.fixture
def story(bus: Connection) -> Story:
    return Story(bus)
