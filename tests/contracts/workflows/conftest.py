"""A server with executors of its own, and somebody on loopback whom http steps may call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from httpx import Client

from tests.acceptance.client import Server


@pytest.fixture(scope="module")
def training_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("training_data")


@pytest.fixture(scope="module")
def http(
    make_database: Callable[..., str], training_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """A client of the running server."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        "DATABASE_URL": make_database(),
        "VECTOR_DATABASE_URL": make_database(),
        "TRAINYARD_HOME": str(home),
        "TRAINING_DATA_DIR": str(training_data),
        "EMBEDDER": "hash",
        "HTTP_ALLOW_PRIVATE": "1",
        "JWT_SECRET": "",
    }
    server = Server(environment, home / "server.log")
    server.start()
    yield server.http
    server.stop()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"url": "here"}')

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the test looks at the other end."""


@pytest.fixture(scope="module")
def loopback_url() -> Iterator[str]:
    """The URL of a service that answers with JSON."""
    service = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}/get"
    service.shutdown()
    service.server_close()
