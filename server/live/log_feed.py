"""The lines of logs, looked for twice a second: a notification per line would cost the executors too much."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Never

from bus import logs
from bus.rows import Log
from server.live.feed import Feed
from server.live.sessions import Session

POLL_SECONDS = 0.5


class LogFeed(Feed[Log]):
    """One session and one reader for all log clients of a server process."""

    application = "trainyard log tails"

    def __init__(self, url: str) -> None:
        super().__init__(url, logs.after)

    async def _work(self, session: Session) -> Never:
        while True:
            self._look_everywhere()
            await self._read_due(session)
            self._wake.clear()
            if self._followers:
                with suppress(TimeoutError):  # a newcomer does not wait for the next turn
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()
            else:
                await self._wake.wait()
