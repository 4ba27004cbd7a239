"""Waiting for whatever comes first: words of the steps, the end of one, a mark on the bus, a signal, the clock."""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Collection

from bus.liveness import HEARTBEAT_SECONDS
from executor import process_tree
from executor.attempt import Attempt
from executor.link import Link
from executor.log_writer import LogWriter

FLUSH_SECONDS = 0.2
FLUSH_LINES = 1000


class Watch:
    """One selector for all that an executor listens to; it beats the heart and brings log and record up to date."""

    def __init__(self, link: Link, log: LogWriter) -> None:
        self._link, self._log, self._wakeup = link, log, _signal_pipe()
        self._next_flush = self._next_heartbeat = 0.0

    def turn(self, attempts: Collection[Attempt], until: float) -> None:
        """Wait for the first of it, ``until`` then at most, and take it in."""
        if time.monotonic() >= self._next_heartbeat:
            self._beat(attempts)
        until = min([until, self._next_flush, *(attempt.due for attempt in attempts)])
        ready = self._wait(attempts, max(0.0, until - time.monotonic()))
        if self._wakeup in ready:
            self._take_signals()
        self._link.listen()
        for attempt in attempts:
            attempt.read(ready)
            attempt.check()
        if time.monotonic() >= self._next_flush or self._log.waiting >= FLUSH_LINES:
            self.flush(attempts)

    def flush(self, attempts: Collection[Attempt]) -> None:
        """Bring log and record up to date, as far as the bus can be reached."""
        for attempt in attempts:
            if attempt.progress:
                fraction, message = attempt.progress
                attempt.progress = None
                values = {"step": attempt.step, "progress": fraction, "message": message}
                self._link.record("executions", "report_progress", values)
        self._link.pump()
        self._log.flush(reachable=self._link.connection is not None)
        self._next_flush = time.monotonic() + FLUSH_SECONDS

    def _beat(self, attempts: Collection[Attempt]) -> None:
        self._link.heartbeat(*process_tree.usage())
        for attempt in attempts:
            seen = process_tree.memory_of(attempt.process.pid)
            attempt.peak_memory_bytes = max(attempt.peak_memory_bytes, seen)
        self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS

    def _wait(self, attempts: Collection[Attempt], seconds: float) -> set[int]:
        bus = [] if self._link.connection is None else [self._link.connection.fileno()]
        with selectors.DefaultSelector() as selector:
            for fd in (self._wakeup, *bus, *(fd for attempt in attempts for fd in attempt.sources)):
                selector.register(fd, selectors.EVENT_READ)
            return {key.fd for key, _ in selector.select(seconds)}

    def _take_signals(self) -> None:
        """A signal was noted on the wakeup pipe: SIGCHLD says look for ended children, TERM and INT ask us to stop."""
        if {signal.SIGTERM, signal.SIGINT} & set(os.read(self._wakeup, 256)):
            self._link.told_to_stop = True


def _signal_pipe() -> int:
    """A descriptor that becomes readable when a child ends or when this process is asked to stop."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return reading
