"""One process at a time starts or stops the server of a home."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bus.embedded.error import EmbeddedPostgresError
from bus.embedded.layout import Layout

LOCK_SECONDS = 300  # longer than the holder's own limits together
POLL_SECONDS = 0.02


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Alone among all processes; the kernel releases the lock of one that dies, and no child inherits it."""
    descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(layout, descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait_for(layout: Layout, descriptor: int) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"Another process has held {layout.lock} for {LOCK_SECONDS} s; end it and try again.",
                f"另一个进程占用 {layout.lock} 超过 {LOCK_SECONDS} 秒；请结束该进程后重试",
            )
        time.sleep(POLL_SECONDS)


def _try_lock(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
