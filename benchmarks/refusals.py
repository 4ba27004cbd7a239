"""How long a client waits for the refusal of a definition that is meant to hurt, against the answer to a good one.

From the first byte of the request to the last of the answer, on a connection of its own; the client reads while it
sends, as HTTP lets a server answer before it has the whole body.
"""

from __future__ import annotations

import json
import socket
import statistics
import threading
import time
from contextlib import suppress
from functools import partial

from benchmarks.figure import Figure, alternate
from benchmarks.hostile import HOSTILE, Hostile
from benchmarks.place import Place

PATH = "/api/workflows"
BAR_MS = 100
ROUNDS = 9
WAIT_SECONDS = 30
GOOD = Hostile(json.dumps({"name": "good", "steps": [{"id": "a", "command": ["true"]}]}).encode(), 200, {})


def measure(place: Place) -> Figure:
    """Milliseconds of the slowest kind; medians."""
    floor = partial(_milliseconds, place.port, f"{PATH}/validate", GOOD)
    took = {
        name: alternate(partial(_milliseconds, place.port, PATH, one), floor, ROUNDS) for name, one in HOSTILE.items()
    }
    slowest = max(took, key=lambda name: took[name][0])
    ours, good = took[slowest][0], statistics.median(one for _, one in took.values())
    name = (
        f"refusal of {len(HOSTILE)} hostile definitions, the slowest ({slowest}, {len(HOSTILE[slowest].body):,} bytes)"
    )
    bar = f"at most {BAR_MS} ms"
    return Figure(name, f"{ours:.1f} ms", f"{good:.1f} ms to check a good one", ours / good, bar, ours <= BAR_MS)


def _milliseconds(port: int, path: str, request: Hostile) -> float:
    headers = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/json", **request.headers,
               "Content-Length": str(len(request.body))}  # fmt: skip
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS) as connection:
        started = time.perf_counter()
        sender = threading.Thread(target=_send, args=(connection, head.encode() + request.body))
        sender.start()
        answer = _answer(connection)
        took = time.perf_counter() - started
        with suppress(OSError):  # the server may have ended it
            connection.shutdown(socket.SHUT_RDWR)
        sender.join()
    status = int(answer.split(b" ", 2)[1])
    if status != request.status:
        raise RuntimeError(f"answered {status} instead of {request.status}: {answer[:500]!r}")
    return took * 1000


def _send(connection: socket.socket, data: bytes) -> None:
    with suppress(OSError):  # nobody wants the rest
        connection.sendall(data)


def _answer(connection: socket.socket) -> bytes:
    """Head and body of it."""
    with connection.makefile("rb") as stream:
        head = b""
        while (line := stream.readline()) not in (b"\r\n", b""):
            head += line
        lengths = [line.split(b":")[1] for line in head.splitlines() if line.lower().startswith(b"content-length:")]
        return head + stream.read(int(lengths[0]))
