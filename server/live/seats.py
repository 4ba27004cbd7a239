"""How many clients may be live at once, over all processes of the server: each holds an advisory lock, its seat.

The locks belong to a session that lives as long as the process, so whatever ends the process frees its seats.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

import psycopg2

from bus.db import Connection, connect, execute, fetch_all
from bus.errors import TooManyLiveClients
from bus.queries import load
from server.pool import has_gone

LOCK_CLASS = 0x7262  # first key of the locks; the second is the number of the seat


@dataclass(eq=False, frozen=True, slots=True)
class Seat:
    number: int


class Seats:
    """Used by many threads. ``most`` 0 = no limit, and no session either."""

    def __init__(self, url: str, most: int) -> None:
        self._url, self._most = url, most
        self._lock = Lock()
        self._held: dict[int, Seat] = {}
        self._connection: Connection | None = None

    def take(self) -> Seat:
        """A seat; TooManyLiveClients, BusUnavailable."""
        if not self._most:
            return Seat(0)
        with self._lock:
            numbers = _lock(self._session(), set(range(1, self._most + 1)) - self._held.keys(), 1)
            if not numbers:
                raise TooManyLiveClients(self._most)
            seat = self._held[numbers[0]] = Seat(numbers[0])
            return seat

    def give_back(self, seat: Seat) -> None:
        """Let others have it; it is free in any case if the session is gone."""
        with self._lock:
            if self._held.get(seat.number) is not seat:
                return
            del self._held[seat.number]
            if self._connection is not None and not _is_gone(self._connection):
                with suppress(psycopg2.Error):  # it ends in this moment, and the seat with it
                    values = {"lock_class": LOCK_CLASS, "seat": seat.number}
                    execute(self._connection, load("live").give_back_seat, values)

    def renew(self) -> None:
        """After the bus was away: lock again what our clients hold."""
        with self._lock:
            if self._held:
                self._session()

    def _session(self) -> Connection:
        """One on which the seats are locked; those that another process was quicker to take are not ours any more."""
        if self._connection is None or _is_gone(self._connection):
            self._connection = connect(self._url, application="trainyard live seats")
            ours = _lock(self._connection, self._held.keys(), len(self._held))
            self._held = {number: self._held[number] for number in ours}
        return self._connection


def _is_gone(connection: Connection) -> bool:
    if not connection.closed and not has_gone(connection):
        return False
    connection.close()
    return True


def _lock(connection: Connection, numbers: Collection[int], wanted: int) -> list[int]:
    """Take as many of these seats as are wanted and free; which."""
    values = {"seats": sorted(numbers), "lock_class": LOCK_CLASS, "wanted": wanted}
    return [row["seat"] for row in fetch_all(connection, load("live").take_seats, values)]
