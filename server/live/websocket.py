"""The WebSocket of one task: the client subscribes, is given a snapshot, then what happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import Headers
from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    Request,
    TextMessage,
)
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from bus.errors import BadRequest, TrainyardError
from bus.events import Snapshot
from bus.rows import Event
from server.failures import no_websocket
from server.live import frames
from server.live.conversation import Outlet
from server.live.feed import Feed
from server.live.inbox import HEARTBEAT_SECONDS, Inbox, is_final
from server.live.loop import first_of

TELLING = ("host", "connection", "upgrade")  # the headers that the handshake looks at, besides its own
LONGEST_MESSAGE = 4096  # characters of what a client may say at once
SILENCE_SECONDS = 3 * HEARTBEAT_SECONDS + 5  # without an answer to a ping
CLOSE_SECONDS = 1.0  # in which the client may say that it closes, too


def handshake(headers: Headers) -> tuple[WSConnection, bytes]:
    """The protocol after a request to upgrade, and what accepts it; BadRequest for one that is none."""
    connection = WSConnection(ConnectionType.SERVER)
    telling = [
        (name, value) for name, value in headers if name.lower() in TELLING or name.lower().startswith("sec-websocket-")
    ]
    try:
        connection.initiate_upgrade_connection([(name.encode(), value.encode()) for name, value in telling], "/")
        if not any(isinstance(event, Request) for event in connection.events()):
            raise RemoteProtocolError("no request to upgrade")
        return connection, connection.send(AcceptConnection())
    except (RemoteProtocolError, LocalProtocolError):
        raise no_websocket() from None


class Session:
    """``snapshot`` reads the task (in another thread); ``language`` is the client's."""

    def __init__(
        self,
        connection: WSConnection,
        accepted: bytes,
        feed: Feed[Event],
        snapshot: Callable[[], Snapshot],
        language: str,
    ) -> None:
        self._connection, self._accepted = connection, accepted
        self._feed, self._snapshot, self._language = feed, snapshot, language
        self._inbox = Inbox()
        self._heard = ""  # of a message that has not ended

    async def talk(self, head: bytes, reader: asyncio.StreamReader, outlet: Outlet) -> None:
        """Until the task has ended, or the client has gone; the head of the answer is the protocol's own."""
        self._inbox.on_overflow(outlet.abort)
        try:
            await outlet.send(self._accepted)
            await first_of(self._listen(reader, outlet), self._tell(outlet), self._ping(outlet))
        except (RemoteProtocolError, LocalProtocolError):
            await self._close(outlet, CloseReason.PROTOCOL_ERROR)
        finally:
            self._inbox.leave()

    async def _tell(self, outlet: Outlet) -> None:
        async for item in self._inbox.items():
            if isinstance(item, Event):
                await self._say(outlet, frames.event_data(item))
        await self._close(outlet, CloseReason.NORMAL_CLOSURE)
        await asyncio.sleep(CLOSE_SECONDS)

    async def _ping(self, outlet: Outlet) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            if self._connection.state is ConnectionState.OPEN:
                await outlet.send(self._connection.send(Ping()))

    async def _listen(self, reader: asyncio.StreamReader, outlet: Outlet) -> None:
        while True:
            async with asyncio.timeout(SILENCE_SECONDS):
                data = await reader.read(4096)
            if not data:
                return
            self._connection.receive_data(data)
            for event in self._connection.events():
                if isinstance(event, CloseConnection):
                    await self._close(outlet, CloseReason.NORMAL_CLOSURE, event)
                    return
                if isinstance(event, Ping):
                    await outlet.send(self._connection.send(event.response()))
                elif isinstance(event, TextMessage):
                    await self._hear(outlet, event)
                elif isinstance(event, BytesMessage) and event.message_finished:
                    await self._refuse(outlet, _unknown())

    async def _hear(self, outlet: Outlet, event: TextMessage) -> None:
        self._heard += event.data
        if len(self._heard) > LONGEST_MESSAGE:
            await self._close(outlet, CloseReason.MESSAGE_TOO_BIG)
            raise ConnectionResetError
        if event.message_finished:
            text, self._heard = self._heard, ""
            await self._act(outlet, _message(text))

    async def _act(self, outlet: Outlet, message: dict[str, Any]) -> None:
        if message.get("type") == "unsubscribe":
            self._inbox.leave()
        elif message.get("type") == "subscribe" and _is_position(message.get("last_event_id")):
            await self._subscribe(outlet, message.get("last_event_id"))
        else:
            await self._refuse(outlet, _unknown())

    async def _subscribe(self, outlet: Outlet, last_event_id: int | None) -> None:
        """Anew, whatever was subscribed to before: with an id what came after it, else a snapshot first."""
        self._inbox.leave()
        try:
            snapshot = await asyncio.to_thread(self._snapshot)
        except TrainyardError as error:
            await self._refuse(outlet, error)
            return
        newest = snapshot.task.event_count
        if last_event_id is None:
            await self._say(outlet, frames.snapshot_data(snapshot))
        position = newest if last_event_id is None else min(last_event_id, newest)
        self._inbox.follow(self._feed, snapshot.task.task_id, position, running=not is_final(snapshot.task.status))

    async def _say(self, outlet: Outlet, text: str) -> None:
        await outlet.send(self._connection.send(TextMessage(text)))

    async def _refuse(self, outlet: Outlet, error: TrainyardError) -> None:
        await self._say(outlet, frames.error_data(error.code, error.sentence(self._language)))

    async def _close(self, outlet: Outlet, reason: CloseReason, asked: CloseConnection | None = None) -> None:
        if self._connection.state in (ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING):
            await outlet.send(self._connection.send(asked.response() if asked else CloseConnection(reason)))


def _message(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _is_position(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value < 2**62)


def _unknown() -> BadRequest:
    return BadRequest(
        'Send {"type": "subscribe"}, with "last_event_id" (a whole number) to go on where you were, or'
        ' {"type": "unsubscribe"}.',
        '请发送 {"type": "subscribe"}（可附带整数 "last_event_id" 以便续传），或 {"type": "unsubscribe"}',
    )
