"""Clients of the live endpoints, as plain as they come: server-sent events by http.client, WebSocket by wsproto."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Self

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, RejectConnection, RejectData, Request, TextMessage

SECONDS = 15


@dataclass(frozen=True)
class Told:
    """One server-sent event."""

    id: str
    event: str
    data: dict[str, Any]


class Stream:
    """A stream of server-sent events; iterating ends where the server ends it."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        self._client = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._client.request("GET", path, headers=dict(headers or {}))
        self.answer = self._client.getresponse()
        self.status = self.answer.status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.answer.close()
        self._client.close()

    def next(self) -> Told:
        return next(iter(self))

    def take(self, number: int) -> list[Told]:
        return [self.next() for _ in range(number)]

    def __iter__(self) -> Iterator[Told]:
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            if name := line.partition(":")[0].strip():
                fields[name] = line.partition(":")[2].strip()
            elif "data" in fields:
                yield Told(fields["id"], fields["event"], json.loads(fields["data"]))
                fields = {}
            else:
                fields = {}


class Refused(Exception):
    """The handshake was answered with something else."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body!r}")
        self.status = status
        self.code = json.loads(body)["code"] if body else ""


class WebSocket:
    """A WebSocket; Refused where it is not let in. ``closed`` is the code with which the server ended it."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._events: list[Any] = []
        self.closed: int | None = None
        extra = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self._socket.sendall(self._protocol.send(Request(host=f"127.0.0.1:{port}", target=path, extra_headers=extra)))
        answer = self._event()
        if isinstance(answer, RejectConnection):
            body = b""
            while isinstance(part := self._event(), RejectData):
                body += part.data
                if part.body_finished:
                    break
            self.close()
            raise Refused(answer.status_code, body)
        assert isinstance(answer, AcceptConnection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def say(self, message: object) -> None:
        self.say_text(json.dumps(message))

    def say_text(self, text: str) -> None:
        self._socket.sendall(self._protocol.send(TextMessage(text)))

    def next(self) -> dict[str, Any]:
        """The next message; StopIteration when the server has closed, TimeoutError when it says nothing but pings."""
        text, until = "", time.monotonic() + SECONDS
        while True:
            event = self._event()
            if isinstance(event, Ping):
                if time.monotonic() > until:
                    raise TimeoutError
                self._socket.sendall(self._protocol.send(event.response()))
            elif isinstance(event, CloseConnection):
                self.closed = event.code
                self._socket.sendall(self._protocol.send(event.response()))
                raise StopIteration
            elif isinstance(event, TextMessage):
                text += event.data
                if event.message_finished:
                    message: dict[str, Any] = json.loads(text)
                    return message

    def pinged(self) -> bool:
        """Whether the next thing that the server says is a ping."""
        return isinstance(self._event(), Ping)

    def take(self, number: int) -> list[dict[str, Any]]:
        return [self.next() for _ in range(number)]

    def rest(self) -> list[dict[str, Any]]:
        """Everything until the server closes."""
        told = []
        while True:
            try:
                told.append(self.next())
            except StopIteration:
                return told

    def _event(self) -> Any:
        while not self._events:
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionResetError("the server has gone")
            self._protocol.receive_data(data)
            self._events += self._protocol.events()
        return self._events.pop(0)
