"""What happens to tasks: the one listening session of a server process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Never

from bus import events, tasks
from bus.db import execute
from bus.rows import Event
from server.live.feed import Feed
from server.live.sessions import Session

CHECK_SECONDS = 5.0  # between two looks for what sends no notification


class EventFeed(Feed[Event]):
    """``on_check`` is called, in another thread, when the session was opened (anew) and every few seconds."""

    application = "trainyard events"

    def __init__(self, url: str, on_check: Callable[[], None]) -> None:
        super().__init__(url, events.after)
        self._on_check = on_check
        self._check_at = 0.0

    async def _work(self, session: Session) -> Never:
        loop, connection = asyncio.get_running_loop(), session.connection
        number = connection.fileno()
        await session.call(execute, f"LISTEN {events.CHANNEL}", {})
        await asyncio.to_thread(self._on_check)
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
                await self._read_due(session)
                if loop.time() >= self._check_at:
                    self._check_at = loop.time() + CHECK_SECONDS
                    await self._lose_deleted(session)
                    await asyncio.to_thread(self._on_check)
        finally:
            loop.remove_reader(number)

    async def _wait(self) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK_SECONDS):
                await self._wake.wait()

    async def _lose_deleted(self, session: Session) -> None:
        """The deletion of a task is no event of it."""
        followed = list(self._followers)
        there = await session.call(tasks.existing, followed) if followed else set()
        self._lose(set(followed) - there)
