"""A way to PostgreSQL that breaks once, at a statement: before it is sent, or before its answer is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import psycopg2
from psycopg2.extensions import make_dsn

QUERY = b"Q"  # https://www.postgresql.org/docs/current/protocol-message-formats.html


class CuttingProxy:
    """On a port of loopback. ``url`` leads through it; ``cut`` tells whether it has broken the session."""

    def __init__(self, dsn: str, at: int, *, answered: bool) -> None:
        self._target, self._left, self._answered, self.cut = dsn, at, answered, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = make_dsn(dsn, host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable")
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), closing(client), closing(self._connect()) as server:
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            for message in _messages(client):
                if message.startswith(QUERY) and self._is_last():
                    if self._answered:
                        server.sendall(message)
                    break
                server.sendall(message)
            for end in (client, server):
                end.shutdown(socket.SHUT_RDWR)

    def _is_last(self) -> bool:
        self._left -= 1
        self.cut = self.cut or self._left == 0
        return self._left == 0

    def _connect(self) -> socket.socket:
        with closing(psycopg2.connect(self._target)) as session:
            host, port = session.info.host, session.info.port
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(f"{host}/.s.PGSQL.{port}")
        return connection


def _messages(client: socket.socket) -> Iterator[bytes]:
    """The first has no type; each tells its length, itself included."""
    with client.makefile("rb") as stream:
        kind = b""
        while length := stream.read(4):
            yield kind + length + stream.read(int.from_bytes(length, "big") - 4)
            kind = stream.read(1)


def _copy(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while data := server.recv(65536):
            client.sendall(data)
