"""Server-sent events: what one client of one stream is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bus.rows import Event, Log
from server.live import frames
from server.live.conversation import Outlet
from server.live.feed import Feed
from server.live.inbox import Inbox
from server.live.loop import first_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client stands in a task: it has everything of that feed up to ``position``."""

    feed: Feed[Any]
    task_id: str
    position: int
    running: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """``first`` comes before what ``places`` have to tell; ``frame`` says an item, None where it is not to be shown."""

    places: list[Place]
    frame: Callable[[Event | Log], bytes | None]
    first: list[bytes] = field(default_factory=list)

    async def talk(self, head: bytes, reader: asyncio.StreamReader, outlet: Outlet) -> None:
        """Write until the stream ends or the client has gone; ``head`` is that of the answer."""
        inbox = Inbox()
        inbox.on_overflow(outlet.abort)
        try:
            await outlet.send(b"".join([head, frames.RETRY, *self.first]))
            for place in self.places:
                inbox.follow(place.feed, place.task_id, place.position, running=place.running)
            await first_of(self._write(inbox, outlet), _gone(reader))
        finally:
            inbox.leave()

    async def _write(self, inbox: Inbox, outlet: Outlet) -> None:
        async for item in inbox.items():
            frame = frames.HEARTBEAT if item is None else self.frame(item)
            if frame is not None:
                await outlet.send(frame)


async def _gone(reader: asyncio.StreamReader) -> None:
    """Until the client has closed the connection; a client of such a stream has nothing to say."""
    while await reader.read(4096):
        pass
