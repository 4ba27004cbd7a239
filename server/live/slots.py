"""How many clients may be live at once, over all processes of the server: each holds an advisory lock, its slot.

The locks belong to a session that lives as long as the process, so whatever ends the process frees its slots.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

from bus.db import Connection, connect, execute, fetch_all
from bus.errors import TooManyLiveClients
from bus.queries import load
from server.pool import has_gone

LOCK_CLASS = 0x7262  # first key of the locks; the second is the number of the slot


@dataclass(eq=False, frozen=True, slots=True)
class Slot:
    number: int


class Slots:
    """Used by many threads. ``most`` 0 = no limit, and no session either."""

    def __init__(self, url: str, most: int) -> None:
        self._url, self._most = url, most
        self._lock = Lock()
        self._held: dict[int, Slot] = {}
        self._connection: Connection | None = None

    def take(self) -> Slot:
        """A slot; TooManyLiveClients, BusUnavailable."""
        if not self._most:
            return Slot(0)
        with self._lock:
            numbers = _lock(self._session(), set(range(1, self._most + 1)) - self._held.keys(), 1)
            if not numbers:
                raise TooManyLiveClients(self._most)
            slot = self._held[numbers[0]] = Slot(numbers[0])
            return slot

    def give_back(self, slot: Slot) -> None:
        """Let others have it; it is free in any case if the session is gone."""
        with self._lock:
            if self._held.get(slot.number) is not slot:
                return
            del self._held[slot.number]
            if self._connection is not None and not self._is_gone():
                execute(self._connection, load("live").give_back_slot, {"lock_class": LOCK_CLASS, "slot": slot.number})

    def renew(self) -> None:
        """After the bus was away: lock again what our clients hold."""
        with self._lock:
            if self._held:
                self._session()

    def _session(self) -> Connection:
        """One on which the slots are locked; those that another process was quicker to take are not ours any more."""
        if self._connection is None or self._is_gone():
            self._connection = connect(self._url, application="trainyard live slots")
            ours = _lock(self._connection, self._held.keys(), len(self._held))
            self._held = {number: self._held[number] for number in ours}
        return self._connection

    def _is_gone(self) -> bool:
        assert self._connection is not None  # noqa: S101 (for the type checker)
        if not self._connection.closed and not has_gone(self._connection):
            return False
        self._connection.close()
        return True


def _lock(connection: Connection, numbers: Collection[int], wanted: int) -> list[int]:
    """Take as many of these slots as are wanted and free; which."""
    values = {"slots": sorted(numbers), "lock_class": LOCK_CLASS, "wanted": wanted}
    return [row["slot"] for row in fetch_all(connection, load("live").take_slots, values)]
