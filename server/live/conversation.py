"""A client's connection, taken over from the web server, and what is written to it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable

WRITE_SECONDS = 30  # in which a client must take what is written to it
KEEPALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}


def take_over(connection: socket.socket) -> socket.socket:
    """The connection on a socket of ours. What the web server then closes is one that leads nowhere.

    It would shut the connection down, not only close its side of it, so a mere copy would not do.
    """
    ours = connection.dup()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        if hasattr(socket, name):
            ours.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, WRITE_SECONDS * 1000)
    nowhere, end = socket.socketpair()
    with nowhere, end:
        os.dup2(nowhere.fileno(), connection.fileno(), inheritable=False)
    ours.setblocking(False)
    return ours


class Outlet:
    """The writing side. ConnectionError when the client is gone, TimeoutError when it takes nothing."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        if self._writer.is_closing():
            raise ConnectionResetError
        if self._writer.transport.get_write_buffer_size():  # else it is sent already, which is the usual case
            async with asyncio.timeout(WRITE_SECONDS):
                await self._writer.drain()

    def abort(self) -> None:
        """Drop the client, and what is still to be sent to it."""
        self._writer.transport.abort()


Talk = Callable[[asyncio.StreamReader, Outlet], Awaitable[None]]


async def converse(connection: socket.socket, talk: Talk, release: Callable[[], None]) -> None:
    """Talk with the client until either side has enough; then ``release``, in another thread."""
    try:
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            await talk(reader, Outlet(writer))
            writer.close()
        except (ConnectionError, TimeoutError):  # it is gone, or too slow
            pass
        finally:
            if not writer.is_closing():
                writer.transport.abort()
    finally:
        await asyncio.to_thread(release)
