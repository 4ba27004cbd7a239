"""Carries requests to addresses that were checked: each host is resolved once, and the connection goes to just that.

So a name that answers with another address the second time (DNS rebinding) gains nothing. Every hop of a redirect
comes through here.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

import certifi
import httpx

from bus.addresses import Address, is_metadata, may_be_called
from executor.steps.http_failures import may_repeat, metadata_address, name_not_resolved, private_address
from executor.steps.http_request import Asked, check_url

MOST_ADDRESSES = 4  # of one name are tried
# Headers that may follow a redirect to another server; any other may be a key.
_HARMLESS = {
    *(b"accept", b"accept-encoding", b"accept-language", b"connection", b"content-type", b"content-length"),
    *(b"cookie", b"host", b"transfer-encoding", b"user-agent"),
}
Resolve = Callable[[str, int], Iterable[Address]]


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of a name, or of an address in any spelling, in the resolver's order; OSError without any."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(place[4][0]) for place in found))


class CheckedTransport(httpx.BaseTransport):
    """One request with its redirects, until ``deadline`` (``time.monotonic``)."""

    def __init__(self, asked: Asked, deadline: float, *, allow_private: bool, resolve: Resolve = resolve) -> None:
        self.sent = False  # from then on a server may have done what was asked
        self._asked, self._deadline, self._allow_private, self._resolve = asked, deadline, allow_private, resolve
        context = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())
        # No connection is kept: two names may share an address, and each must show its own certificate.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.HTTPTransport(verify=context, trust_env=False, limits=limits)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the first address that can be connected to."""
        check_url(request.url)
        if not _same_server(self._asked.url, request.url):
            request.headers = httpx.Headers([one for one in request.headers.raw if one[0].lower() in _HARMLESS])
        addresses = self._checked(request.url)
        while True:
            address = addresses.pop(0)
            try:
                return self._inner.handle_request(self._pinned(request, address, share=len(addresses) + 1))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if not addresses:
                    raise

    def close(self) -> None:
        self._inner.close()

    def _checked(self, url: httpx.URL) -> list[Address]:
        host = url.raw_host.decode("ascii")
        try:
            found = list(self._resolve(host, url.port or 0))
        except OSError as error:
            again = error.errno == socket.EAI_AGAIN  # the name server itself was at fault
            raise name_not_resolved(host, again and may_repeat(self._asked, self.sent)) from None
        if any(map(is_metadata, found)):
            raise metadata_address(host)
        if not all(may_be_called(address, allow_private=self._allow_private) for address in found):
            raise private_address(host)
        return found[:MOST_ADDRESSES]

    def _pinned(self, request: httpx.Request, address: Address, share: int) -> httpx.Request:
        """The same request to that address; the Host header is in it already, the name for TLS goes with it."""
        left = max(0.001, self._deadline - time.monotonic())
        extensions: dict[str, Any] = {
            "timeout": {"connect": left / share, "read": left, "write": left, "pool": left},
            "sni_hostname": request.url.raw_host.decode("ascii").rstrip("."),
            "trace": self._trace,
        }
        url = request.url.copy_with(host=str(address))
        return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)

    def _trace(self, event: str, _: Any) -> None:
        self.sent = self.sent or event.endswith("send_request_headers.started")


def _same_server(first: httpx.URL, url: httpx.URL) -> bool:
    """The same origin, or the same host that asks for TLS."""
    if first.raw_host != url.raw_host:
        return False
    upgraded = first.scheme == "http" and url.scheme == "https" and first.port is None and url.port is None
    return upgraded or (first.scheme, first.port) == (url.scheme, url.port)
