"""Work that needs a session of the bus for as long as the process lives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, Never, ParamSpec, TypeVar

import psycopg2

from bus.db import Connection, connect
from bus.errors import BusUnavailable

FIRST_DELAY_SECONDS = 0.1
LONGEST_DELAY_SECONDS = 3.0
LOG = logging.getLogger("trainyard.live")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Session:
    """A session and the thread in which its statements wait, so that nothing else has to."""

    def __init__(self, thread: ThreadPoolExecutor, connection: Connection) -> None:
        self._thread, self.connection = thread, connection

    async def call(
        self, function: Callable[Concatenate[Connection, Given], Answer], *given: Given.args, **named: Given.kwargs
    ) -> Answer:
        """``function`` of the session and what is given."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(self.connection, *given, **named))


async def keep_at(url: str, application: str, work: Callable[[Session], Awaitable[Any]]) -> Never:
    """Do the work on a session of its own; when the bus breaks, anew on another one, after a delay that grows."""
    delay, away = FIRST_DELAY_SECONDS, False
    thread = ThreadPoolExecutor(1, thread_name_prefix=application)
    while True:
        try:
            opening = asyncio.get_running_loop().run_in_executor(thread, lambda: connect(url, application=application))
            connection = await opening
            delay, away = FIRST_DELAY_SECONDS, False
            try:
                await work(Session(thread, connection))
            finally:
                connection.close()
        except (psycopg2.Error, BusUnavailable) as error:
            if not away:
                LOG.warning("the bus is away: %s", error)
            away = True
        except Exception:  # the boundary of this work: one bad row must not end it for all
            LOG.exception("%s: begun anew", application)
        await asyncio.sleep(delay)
        delay = min(2 * delay, LONGEST_DELAY_SECONDS)
