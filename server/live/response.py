"""The answer that does not end: its connection leaves the web server, whose thread is free for the next request."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from flask import Response

from server.context import context
from server.live.conversation import Outlet, take_over

if TYPE_CHECKING:
    import asyncio

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STREAM_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # a proxy shall not gather what it ought to pass on
    "Connection": "close",
}


class Speech(Protocol):
    async def __call__(self, head: bytes, reader: asyncio.StreamReader, outlet: Outlet) -> None: ...


class LiveResponse(Response):
    """``speech`` is called with the head of the answer in the live loop, on a connection of its own.

    It takes a seat: TooManyLiveClients.
    """

    def __init__(self, speech: Speech) -> None:
        super().__init__(headers=STREAM_HEADERS)
        self._speech = speech
        self._seat = context().live.seats.take()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Gunicorn understands StopIteration as: it has been answered, close the connection."""
        live = context().live
        try:
            ours = take_over(environ["gunicorn.socket"])
        except BaseException:
            live.seats.give_back(self._seat)
            raise
        live.attend(ours, partial(self._speech, self._head()), self._seat)
        raise StopIteration

    def _head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
