"""Work that needs a session of the bus for as long as the process lives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Never

import psycopg2

from bus.db import Connection, connect
from bus.errors import BusUnavailable

FIRST_DELAY_SECONDS = 0.1
LONGEST_DELAY_SECONDS = 3.0
LOG = logging.getLogger("trainyard.live")


async def keep_at(url: str, application: str, work: Callable[[Connection], Awaitable[Never]]) -> Never:
    """Do the work on a session of its own; when the bus breaks, anew on another one, after a delay that grows."""
    delay = FIRST_DELAY_SECONDS
    while True:
        try:
            connection = await asyncio.to_thread(connect, url, application=application)
            delay = FIRST_DELAY_SECONDS
            try:
                await work(connection)
            finally:
                connection.close()
        except (psycopg2.Error, BusUnavailable) as error:
            LOG.warning("the bus is away: %s", error)
        await asyncio.sleep(delay)
        delay = min(2 * delay, LONGEST_DELAY_SECONDS)
