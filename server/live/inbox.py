"""What waits for one client, and when its stream is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from bus.rows import Event, Log
from server.live.feed import Feed, Follower
from server.words import task_status_word

MOST_WAITING = 2000  # items; whoever is so far behind comes again with the last id that he has
HEARTBEAT_SECONDS = 10.0
GRACE_SECONDS = 1.0  # after the last task has ended, for the last lines of its log
FINAL = ("success", "failed", "cancelled")


def is_final(status: str) -> bool:
    """Whether nothing more happens to a task with that status of the bus, unless somebody takes it up again."""
    return task_status_word(status) in FINAL


class TooSlow(ConnectionError):
    """The client takes less than happens."""


class Inbox:
    """Filled by feeds, emptied by the one client's conversation; in the live loop only."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event | Log | None] = asyncio.Queue(MOST_WAITING)  # None = look again
        self._overflow = False
        self._leave: list[Callable[[], None]] = []
        self._running: dict[str, bool] = {}  # per followed task
        self._overflowed: Callable[[], object] = lambda: None

    def on_overflow(self, act: Callable[[], object]) -> None:
        """What is done, besides ending ``items``, when the client is too slow."""
        self._overflowed = act

    def follow(self, feed: Feed[Any], task_id: str, position: int, *, running: bool) -> None:
        """Take what is behind that position; ``running`` tells whether the task is yet to end."""
        follower = Follower(position, self._take, partial(self._end, task_id))
        self._running[task_id] = running
        self._leave.append(partial(feed.leave, task_id, follower))
        self._put(None)
        feed.join(task_id, follower)

    def leave(self) -> None:
        """Take nothing more, and forget what waits."""
        for leave in self._leave:
            leave()
        self._leave.clear()
        self._running.clear()
        while not self._queue.empty():
            self._queue.get_nowait()

    async def items(self) -> AsyncIterator[Event | Log | None]:
        """What happens, as it does; None when nothing has for HEARTBEAT_SECONDS.

        It ends when every followed task has ended, and a moment later nothing more has come. TooSlow.
        """
        while True:
            over = bool(self._running) and not any(self._running.values())
            item, quiet = None, True
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE_SECONDS if over else HEARTBEAT_SECONDS):
                    item, quiet = await self._queue.get(), False
            if self._overflow:  # what waits ends before a gap, but the client may not take even that
                raise TooSlow
            if quiet and over:
                return
            if isinstance(item, Event) and item.kind == "status":
                self._running[item.task_id] = not is_final(item.status)  # one that failed may be taken up again
            if item is not None or quiet:
                yield item

    def _end(self, task_id: str) -> None:
        self._running[task_id] = False
        self._put(None)

    def _take(self, item: Event | Log) -> None:
        self._put(item)

    def _put(self, item: Event | Log | None) -> None:
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self._overflow = True
            self._overflowed()
