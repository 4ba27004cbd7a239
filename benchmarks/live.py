"""How long a status change takes to reach those who follow the task live, half of them by each way.

From the event row's own time, which is taken before its commit, until the client has the bytes. The floor is a bare
session that listens for the same notifications, in the same rounds. Clients are raw sockets on one selector and are
read before anything is parsed, so our own time is about five microseconds per message.
"""

from __future__ import annotations

import re
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial

from benchmarks.figure import Figure
from benchmarks.place import Place
from bus import events, tasks, workflows
from bus.db import Connection, execute, transaction

MEDIAN_MS, P95_MS = 50, 200  # the bars
ROUNDS = 60
PAUSE_SECONDS = 0.05
WAIT_SECONDS = 10
SUBSCRIBE = b'{"type": "subscribe"}'
UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
TIME = re.compile(rb'"message": [^{}]*"timestamp": "([^"]+)"')
CHANGE = "UPDATE tasks SET status = %(status)s WHERE task_id = %(task_id)s"


def measure(place: Place, each: int = 100) -> Figure:
    """Milliseconds over all rounds and clients, ``each`` of them a way."""
    with place.session() as bus, place.session() as floor_session, ExitStack() as stack:
        task_id = _new_task(bus)
        streams = [stack.enter_context(_stream(place.port, task_id)) for _ in range(each)]
        sockets = [stack.enter_context(_websocket(place.port, task_id)) for _ in range(each)]
        execute(floor_session, f"LISTEN {events.CHANNEL}", {})
        took: dict[str, list[float]] = {"SSE": [], "WebSocket": [], "floor": []}
        kinds = dict.fromkeys(streams, "SSE") | dict.fromkeys(sockets, "WebSocket")
        for number in range(ROUNDS):
            change = partial(execute, bus, CHANGE, {"task_id": task_id, "status": ("running", "paused")[number % 2]})
            for kind, milliseconds in _round(change, kinds, floor_session):
                took[kind].append(milliseconds)
            time.sleep(PAUSE_SECONDS)
    ours, floor = took["SSE"] + took["WebSocket"], statistics.median(took["floor"])
    met = all(statistics.median(took[one]) <= MEDIAN_MS and _p95(took[one]) <= P95_MS for one in ("SSE", "WebSocket"))
    shown = ", ".join(f"{one} {statistics.median(took[one]):.1f} (p95 {_p95(took[one]):.1f}) ms" for one in took)
    bar = f"median {MEDIAN_MS} ms, p95 {P95_MS} ms"
    name = f"status change to {2 * each} live clients"
    return Figure(name, shown.rpartition(", floor")[0], f"{floor:.1f} ms", statistics.median(ours) / floor, bar, met)


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _new_task(bus: Connection) -> str:
    with transaction(bus):
        task_id = tasks.free_id(bus, "task_20250627_143052")
        version = workflows.active(bus, "data_pipeline").version_id
        tasks.create(bus, task_id, tasks.NewTask(version, "data_workflow", {}), f"./training_data/{task_id}")
    return task_id


def _stream(port: int, task_id: str) -> socket.socket:
    return _opened(port, f"GET /api/tasks/{task_id}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())


def _websocket(port: int, task_id: str) -> socket.socket:
    head = f"GET /api/tasks/{task_id}/progress HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{UPGRADE.format(key=KEY)}\r\n"
    frame = bytes([0x81, 0x80 | len(SUBSCRIBE), 0, 0, 0, 0]) + SUBSCRIBE  # masked with zeros
    return _opened(port, head.encode(), frame)


def _opened(port: int, request: bytes, then: bytes = b"") -> socket.socket:
    """A client that has had its snapshot."""
    client = socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)
    client.sendall(request)
    got = b""
    while b'"event_id"' not in got:
        got += client.recv(65536)
        if then and b"\r\n\r\n" in got:
            client.sendall(then)
            then = b""
        if got and not got.startswith((b"HTTP/1.1 200", b"HTTP/1.1 101")):
            raise RuntimeError(f"the answer was {got[:200]!r}")
    return client


def _round(
    change: Callable[[], object], kinds: dict[socket.socket, str], floor_session: Connection
) -> Iterator[tuple[str, float]]:
    """One change; how long it took to each client and to the floor."""
    arrived: list[tuple[str, float, bytes]] = []
    with selectors.DefaultSelector() as selector:
        for client in kinds:
            selector.register(client, selectors.EVENT_READ)
        selector.register(floor_session.fileno(), selectors.EVENT_READ)
        change()
        while len(arrived) < len(kinds) + 1:
            ready = selector.select(WAIT_SECONDS)
            if not ready:
                raise RuntimeError(f"only {len(arrived)} of {len(kinds) + 1} were told")
            for key, _ in ready:
                if isinstance(key.fileobj, socket.socket):
                    data = key.fileobj.recv(65536)
                    if b'"event_id"' in data:  # not a ping
                        arrived.append((kinds[key.fileobj], time.time(), data))
                else:
                    arrived.append(("floor", time.time(), b""))
                    selector.unregister(key.fileobj)
                    floor_session.poll()
    found = next(match for _, _, data in arrived if (match := TIME.search(data)))
    happened = datetime.fromisoformat(found[1].decode()).timestamp()
    yield from ((kind, (at - happened) * 1000) for kind, at, _ in arrived)
