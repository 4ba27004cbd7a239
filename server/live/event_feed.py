"""What happens to tasks: the one listening session of a server process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Never

from bus import events, tasks
from bus.db import Connection, execute
from bus.rows import Event
from server.live.feed import Feed

CHECK_SECONDS = 5.0  # between two looks for tasks that were deleted


class EventFeed(Feed[Event]):
    """``on_session`` is called, in another thread, whenever the session had to be opened (anew)."""

    application = "trainyard events"

    def __init__(self, url: str, on_session: Callable[[], None]) -> None:
        super().__init__(url, events.after)
        self._on_session = on_session
        self._check_at = 0.0

    async def _work(self, connection: Connection) -> Never:
        loop, number = asyncio.get_running_loop(), connection.fileno()
        await asyncio.to_thread(execute, connection, f"LISTEN {events.CHANNEL}", {})
        await asyncio.to_thread(self._on_session)
        self._look_everywhere()  # for what happened while nobody listened
        loop.add_reader(number, self._wake.set)
        try:
            while True:
                self._wake.clear()
                connection.poll()
                # Those that came along with the answer to a statement are there already, and wake nobody.
                self._look(*(notify.payload for notify in connection.notifies))
                connection.notifies.clear()
                if not self._due:
                    await self._wait()
                await self._read_due(connection)
                if loop.time() >= self._check_at:
                    self._check_at = loop.time() + CHECK_SECONDS
                    await self._lose_deleted(connection)
        finally:
            loop.remove_reader(number)

    async def _wait(self) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK_SECONDS):
                await self._wake.wait()

    async def _lose_deleted(self, connection: Connection) -> None:
        """The deletion of a task is no event of it."""
        followed = list(self._followers)
        there = await asyncio.to_thread(tasks.existing, connection, followed) if followed else set()
        self._lose(set(followed) - there)
