"""Sockets to checked addresses that are cut off when their time is over, however slowly the other end talks."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from ipaddress import ip_address

import certifi

from bus.addresses import Address, is_metadata, may_be_called
from server.notifications.fault import NotDelivered

MOST_ADDRESSES = 4  # of one name are tried


def addresses(host: str, port: int) -> list[Address]:
    """All of that name; NotDelivered when there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered(
            f"There is no address for the host name {host}: check its spelling, and the name server.",
            f"无法解析主机名 {host}，请检查拼写以及 DNS 服务",
            again=True,
        ) from None
    return list(dict.fromkeys(ip_address(str(place[4][0])) for place in found))


def checked(host: str, port: int, *, allow_private: bool) -> list[Address]:
    """As ``addresses``; NotDelivered if any of them may not be called, for the next look-up may give just that one."""
    found = addresses(host, port)
    if any(map(is_metadata, found)):
        raise NotDelivered(
            f"{host} has a link-local or a cloud's metadata address, which notifications never go to.",
            f"{host} 是链路本地地址或云平台的元数据地址，不允许发送通知",
            again=False,
        )
    if not all(may_be_called(address, allow_private=allow_private) for address in found):
        raise NotDelivered(
            f"{host} has a private or local address, which notifications may not go to; if this one must, set"
            " HTTP_ALLOW_PRIVATE=1 where the server runs.",
            f"{host} 是内网或本机地址，不允许发送通知；如确有需要，请在服务器的环境中设置 HTTP_ALLOW_PRIVATE=1",
            again=False,
        )
    return found


@contextmanager
def connected(found: list[Address], port: int, seconds: float) -> Iterator[socket.socket]:
    """A socket to the first address that answers; it is shut down after ``seconds`` from now. OSError, TimeoutError."""
    opened = _open(found[:MOST_ADDRESSES], port, seconds)
    opened.settimeout(seconds)
    guard, over = opened.dup(), threading.Event()  # TLS takes the socket itself, and the guard still holds the line

    def cut() -> None:
        over.set()
        with suppress(OSError):
            guard.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield opened
    except (OSError, HTTPException) as error:
        if over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
        guard.close()
        opened.close()


def tls_context() -> ssl.SSLContext:
    """Checks certificates against ``SSL_CERT_FILE``, else against the authorities that come with us."""
    return ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())


def _open(found: list[Address], port: int, seconds: float) -> socket.socket:
    for address in found[:-1]:
        with suppress(OSError):
            return socket.create_connection((str(address), port), seconds / len(found))
    return socket.create_connection((str(found[-1]), port), seconds / len(found))
