"""A receiver of webhooks on loopback that answers as a test tells it to: any status, late, in a trickle, not at all."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """``answers`` are used up one by one, the last for ever: a status, "hang", "vanish", "trickle" or "redirect"."""

    def __init__(self, *answers: int | str, tls: ssl.SSLContext | None = None) -> None:
        self.got: list[Got] = []
        self.answers: list[int | str] = list(answers) or [200]
        self.release = threading.Event()  # ends what hangs
        receiver = self

        class Request(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver._answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}/in"
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def until(self, count: int, seconds: float = 10) -> list[Got]:
        """Wait until so many have come; all that have."""
        until(lambda: len(self.got) >= count, seconds)
        return self.got

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self._lock:
            self.got.append(Got(request.path, dict(request.headers), body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        with suppress(OSError):
            if answer == "hang":
                self.release.wait(60)
            elif answer == "vanish":
                request.connection.shutdown(socket.SHUT_RDWR)
            elif answer == "trickle":
                self._trickle(request)
            else:
                request.send_response(302 if answer == "redirect" else int(answer))
                if answer == "redirect":
                    request.send_header("Location", self.url + "/elsewhere")
                request.end_headers()
        request.close_connection = True

    def _trickle(self, request: BaseHTTPRequestHandler) -> None:
        while not self.release.wait(0.05):
            request.wfile.write(b"H")


def until(condition: Callable[[], Any], seconds: float = 10) -> Any:
    """Poll the condition until it holds; its value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)
    return value
