"""A bounded pool of sessions of the bus, one pool per server process."""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from bus import step_rows, tasks
from bus.db import Connection, connect
from bus.errors import BusUnavailable

WAIT_SECONDS = 10  # for a session to come free, before the request is refused


class Pool:
    """Sessions are opened when first needed, so a pool may be made before a server forks its workers."""

    def __init__(self, url: str, size: int) -> None:
        self.size = size
        self._url = url
        self._idle: deque[Connection] = deque()
        self._borrowed: deque[None] = deque()  # one entry a session: adding and taking away need no lock
        self._free = BoundedSemaphore(size)

    @property
    def in_use(self) -> int:
        """How many sessions are borrowed now."""
        return len(self._borrowed)

    @contextmanager
    def session(self, wait_seconds: float | None = None) -> Iterator[Connection]:
        """An autocommit session; BusUnavailable when none comes free, none can be opened, or the server goes away."""
        if not self._free.acquire(timeout=WAIT_SECONDS if wait_seconds is None else wait_seconds):
            raise BusUnavailable
        self._borrowed.append(None)
        try:
            connection = self._take()
            try:
                yield connection
            except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
                if connection.closed:
                    raise BusUnavailable from error
                raise
            finally:
                self._put_back(connection)
        finally:
            self._borrowed.pop()
            self._free.release()

    def close(self) -> None:
        """Close the idle sessions."""
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Connection:
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread took the last one
                break
            if not has_gone(connection):
                return connection
            connection.close()
        connection = connect(self._url, application="trainyard server")
        tasks.prepare_get(connection)
        step_rows.prepare_standings(connection)
        return connection

    def _put_back(self, connection: Connection) -> None:
        if not connection.closed and connection.info.transaction_status == TRANSACTION_STATUS_IDLE:
            self._idle.append(connection)
        else:
            connection.close()


def has_gone(connection: Connection) -> bool:
    """Whether the server has ended an idle session: it then has something to read, which costs no round trip to see."""
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))
