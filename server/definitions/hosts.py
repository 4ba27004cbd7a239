"""Addresses that a definition names literally and that are not public."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bus.addresses import is_metadata, is_private_host, literal
from bus.faults import Fault
from bus.placeholders import names_in
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
    elif (address := literal(host)) and is_metadata(address):
        yield Fault(
            field,
            f"{host} is a link-local or a cloud's metadata address, which no workflow may call",
            f"{host} 是链路本地地址或云平台的元数据地址，工作流不允许访问",
        )
    elif not private and is_private(host):
        yield Fault(
            field,
            f"{host} is a private address; with HTTP_ALLOW_PRIVATE=1 it may be used",
            f"{host} 是内网地址，设置 HTTP_ALLOW_PRIVATE=1 后方可使用",
        )


def is_private(host: str) -> bool:
    """Whether a host, as it stands, is an address of this machine or of a private net; names are not looked up."""
    name = host.rstrip(".").lower()
    return name.endswith((".local", ".internal")) or is_private_host(name)
