"""Small real servers on loopback that answer as a test wants, or misbehave."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Play = Callable[[socket.socket, bytes], None]


class Server:
    """One connection after another is read up to the end of its request, then handed to ``play``."""

    def __init__(self, play: Play, context: ssl.SSLContext | None = None) -> None:
        self._play, self._context = play, context
        self.requests: list[bytes] = []
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        with suppress(OSError):  # not connected is what a listening socket is
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                request = read_request(connection)
                self.requests.append(request)
                self._play(connection, request)


@contextmanager
def serving(play: Play, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(play, context)
    try:
        yield server
    finally:
        server.close()


def read_request(connection: socket.socket) -> bytes:
    """Head and as much of the body as Content-Length says; of a TLS greeting whatever came first."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (chunk := connection.recv(65536)):
            return data
        data += chunk
        if data.startswith(b"\x16"):
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length and (chunk := connection.recv(65536)):
        body += chunk
    return head + b"\r\n\r\n" + body


def answer(status: str = "200 OK", body: bytes = b"", *headers: str) -> Play:
    """A complete answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]

    def play(connection: socket.socket, request: bytes) -> None:
        head_only = request.startswith(b"HEAD")
        connection.sendall("\r\n".join(lines).encode() + (b"" if head_only else body))

    return play


def sends(*parts: bytes, pause: float = 0.0, for_ever: bool = False) -> Play:
    """These bytes, with a pause before each but the first; the last one for ever, until the client has gone."""

    def play(connection: socket.socket, request: bytes) -> None:
        waiting = threading.Event()
        for number, part in enumerate(parts):
            if number:
                waiting.wait(pause)
            connection.sendall(part)
        while for_ever:
            waiting.wait(pause)
            connection.sendall(parts[-1])

    return play


def unused_port() -> int:
    """A port on which nobody listens (it was free a moment ago)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
