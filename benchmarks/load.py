"""A client that keeps several connections busy from one thread: requests per second of a GET.

Raw sockets and a prepared request, about 20 microseconds of our own time per answer: the server is the bottleneck.
"""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import ExitStack

CHUNK = 65536


def requests_per_second(port: int, path: str, connections: int, seconds: float) -> float:
    """Every connection sends its next request when it has the answer to the last one; every answer must be a 200."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode()
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(connections):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            selector.register(client, selectors.EVENT_READ)
            client.sendall(request)
        started = time.perf_counter()
        answers = 0
        while (now := time.perf_counter()) < started + seconds:
            ready = selector.select(10)
            if not ready:
                raise RuntimeError("the server has not answered for 10 s")
            for key, _ in ready:
                assert isinstance(key.fileobj, socket.socket)
                _take_answer(key.fileobj)
                key.fileobj.sendall(request)
            answers += len(ready)
        return answers / (now - started)


def _take_answer(client: socket.socket) -> None:
    data = client.recv(CHUNK)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"the answer was {data[:200]!r}")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    missing = length - len(body)
    while missing > 0:
        more = client.recv(CHUNK)
        if not more:
            raise RuntimeError("the server closed the connection within an answer")
        missing -= len(more)
