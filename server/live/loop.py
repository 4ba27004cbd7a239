"""One asyncio loop per server process, in a thread of its own: all that is live runs there, so it needs no locks."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine
from typing import Any

LOG = logging.getLogger("trainyard.live")


class Loop:
    """Started when first needed, so that it may be made before a server forks its workers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run it in the loop, from any thread; nobody waits for its end."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="live", daemon=True).start()
        asyncio.run_coroutine_threadsafe(_guarded(coroutine), self._loop)


async def _guarded(coroutine: Coroutine[Any, Any, None]) -> None:
    try:
        await coroutine
    except Exception:  # the boundary of this thread: one client's fault must not be the others'
        LOG.exception("a live client was lost")


async def first_of(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Run them side by side until one ends, or fails; then the others are cancelled."""
    running = [asyncio.ensure_future(one) for one in coroutines]
    try:
        ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    for one in ended:
        one.result()
