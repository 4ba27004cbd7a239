"""A bound on guessing passwords, per user name and server process."""

from __future__ import annotations

import time
from threading import Lock

from bus.errors import TooManyAttempts

MOST = 10  # wrong passwords in a row
WAIT_SECONDS = 60.0  # after which the next one may be tried
MOST_NAMES = 10_000  # remembered


class Attempts:
    """How often a password was wrong, and when last; forgotten when it is right, or after the wait."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = Lock()

    def check(self, username: str) -> None:
        """TooManyAttempts while the name must wait."""
        with self._lock:
            count, last = self._wrong.get(username, (0, 0.0))
            if time.monotonic() - last > WAIT_SECONDS:
                self._wrong.pop(username, None)
            elif count >= MOST:
                raise TooManyAttempts

    def wrong(self, username: str) -> None:
        """Count a wrong password."""
        with self._lock:
            if len(self._wrong) >= MOST_NAMES:
                self._wrong.clear()
            count = self._wrong.get(username, (0, 0.0))[0]
            self._wrong[username] = (count + 1, time.monotonic())

    def right(self, username: str) -> None:
        """Forget the wrong ones."""
        with self._lock:
            self._wrong.pop(username, None)
