"""A bound on guessing passwords, per user name, address of the client and server process."""

from __future__ import annotations

import time
from threading import Lock

from bus.errors import TooManyAttempts

MOST = 10  # wrong passwords in a row
WAIT_SECONDS = 60.0  # after which the next one may be tried
MOST_REMEMBERED = 10_000  # of name and address; beyond that the ones that were wrong longest ago are forgotten


class Attempts:
    """How often a password was wrong, and when last; forgotten when it is right, or after the wait.

    Counted by name and address together, so that nobody can lock a user out from elsewhere.
    """

    def __init__(self) -> None:
        self._wrong: dict[tuple[str, str], tuple[int, float]] = {}  # the latest comes last
        self._lock = Lock()

    def check(self, username: str, address: str) -> None:
        """TooManyAttempts while the name must wait at that address."""
        with self._lock:
            count, last = self._wrong.get((username, address), (0, 0.0))
            if time.monotonic() - last > WAIT_SECONDS:
                self._wrong.pop((username, address), None)
            elif count >= MOST:
                raise TooManyAttempts

    def wrong(self, username: str, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            count = self._wrong.pop((username, address), (0, 0.0))[0]
            if len(self._wrong) >= MOST_REMEMBERED:
                del self._wrong[next(iter(self._wrong))]
            self._wrong[username, address] = (count + 1, time.monotonic())

    def right(self, username: str, address: str) -> None:
        """Forget the wrong ones."""
        with self._lock:
            self._wrong.pop((username, address), None)
