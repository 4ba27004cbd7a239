"""An open server (without JWT_SECRET) trusts whoever is on this machine; a web page in a browser here is none of them.

A page of another site can send requests to loopback, and by DNS rebinding even read the answers: then the Host is the
site's name, or the Origin is not ours.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Request

from bus.errors import Forbidden
from bus.settings import Settings

READING = ("GET", "HEAD", "OPTIONS")


def require_same_machine(settings: Settings, request: Request) -> None:
    """Forbidden where the Host is not loopback, or a page not ours (or of CORS_ORIGINS) wants more than to read."""
    if settings.jwt_secret:
        return
    if not _is_loopback(request.environ.get("HTTP_HOST", "")):
        raise Forbidden(
            f"Without JWT_SECRET the server answers to 127.0.0.1 and localhost only, not to {request.host}.",
            f"未设置 JWT_SECRET 时，服务器只接受对 127.0.0.1 和 localhost 的访问，不接受 {request.host}",
        )
    # Browsers let any page open a WebSocket to anywhere and read from it, so that is no mere reading.
    reading = request.method in READING and "HTTP_UPGRADE" not in request.environ
    origin = None if reading else request.headers.get("Origin")
    if origin is None or "*" in settings.cors_origins:
        return
    if origin not in (f"{request.scheme}://{request.host}", *settings.cors_origins):
        raise Forbidden(
            f"Pages of {origin} may not change or follow anything here; add it to CORS_ORIGINS if they shall.",
            f"不允许来自 {origin} 的页面进行修改或实时订阅；如需允许，请将其加入 CORS_ORIGINS",
        )


@lru_cache(maxsize=256)  # every poll asks, and nearly always the same
def _is_loopback(address: str) -> bool:
    """Whether a Host header (name or address, perhaps with a port) means this machine."""
    try:
        host = urlsplit(f"//{address}").hostname or ""
    except ValueError:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
