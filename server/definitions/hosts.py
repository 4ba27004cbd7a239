"""Addresses that a definition names literally and that are not public."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from bus.placeholders import names_in
from server.definitions.faults import Fault
from server.definitions.graph import Places, Steps


def address_faults(steps: Steps, places: Places, webhooks: list[dict[str, str]], private: bool) -> Iterator[Fault]:
    """URLs that cannot be used, hold a password, or (unless ``private``) lead to a private address."""
    named = [(f"steps.{places[step['id']]}.url", step["url"]) for step in steps if step["kind"] == "http"]
    named += [(f"notifications.webhook.{place}.url", one["url"]) for place, one in enumerate(webhooks)]
    for field, url in named:
        yield from _url_faults(field, url, private)


def _url_faults(field: str, url: str, private: bool) -> Iterator[Fault]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        yield Fault(field, "it is no address", "不是有效的地址")
        return
    if parts.username is not None:
        yield Fault(
            field, "no user and password in an address: use headers", "地址中不能包含用户名和密码，请使用 headers"
        )
    if not host and not names_in(url):
        yield Fault(field, "it names no host", "缺少主机名")
    elif not private and is_private(host):
        yield Fault(
            field,
            f"{host} is a private address; with HTTP_ALLOW_PRIVATE=1 it may be used",
            f"{host} 是内网地址，设置 HTTP_ALLOW_PRIVATE=1 后方可使用",
        )


def is_private(host: str) -> bool:
    """Whether a host, as it stands, is an address of this machine or of a private net; names are not looked up.

    Every spelling of an address that programs understand counts: ``127.1``, ``0x7f000001``, ``::ffff:10.0.0.1``.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    address = _address(name.partition("%")[0])
    if address is None:
        return False
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return not inner.is_global or inner.is_multicast


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with suppress(ValueError):
        return ipaddress.ip_address(text)
    with suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(text))
    return None
