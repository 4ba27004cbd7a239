"""The socket that the server listens on: refused where it would be open to others, or where it cannot be had."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import time
from typing import Any

from bus.settings import Settings
from server.commands.terminal import fail, say

PORT_SECONDS = 6  # for the workers of a killed server to let go of it
RETRY_SECONDS = 0.1
BACKLOG = 512
SECRET_BYTES = 32  # RFC 7518, section 3.2


def listen(settings: Settings) -> socket.socket:
    """The listening socket for HOST and PORT. Without JWT_SECRET anything but loopback ends the command with code 2."""
    family, address = _resolved(settings)
    if not (settings.jwt_secret or ipaddress.ip_address(address[0]).is_loopback):
        fail(
            "Without JWT_SECRET the server is open to everybody, so it binds to loopback only, "
            f"not to {settings.host}. Set JWT_SECRET and add a user with: trainyard users add NAME --role admin",
            f"未设置 JWT_SECRET 时服务器不校验身份，只能绑定本机回环地址，不能绑定 {settings.host}。"
            "请设置 JWT_SECRET，并用 trainyard users add NAME --role admin 添加用户",
            exit_code=2,
        )
    if settings.jwt_secret and len(settings.jwt_secret.encode()) < SECRET_BYTES:
        say(
            f"JWT_SECRET is shorter than {SECRET_BYTES} bytes: whoever guesses it can make tokens. "
            "A better one: python -c 'import secrets; print(secrets.token_hex(32))'",
            f"JWT_SECRET 不足 {SECRET_BYTES} 字节，容易被猜出并伪造令牌。"
            "可用 python -c 'import secrets; print(secrets.token_hex(32))' 生成",
        )
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            return socket.create_server(address, family=family, backlog=BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                where, reason = f"{settings.host}:{settings.port}", os.strerror(error.errno or 0)
                fail(
                    f"Cannot listen on {where}: {reason}. Another port can be chosen with --port.",
                    f"无法监听 {where}: {reason}。可用 --port 指定其他端口",
                )
        time.sleep(RETRY_SECONDS)


def _resolved(settings: Settings) -> tuple[int, tuple[Any, ...]]:
    """Family, and (address, port), of the first address that HOST stands for."""
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        fail(
            f"HOST {settings.host!r} is no address: {error.strerror}.",
            f"HOST {settings.host!r} 不是有效地址: {error.strerror}",
            exit_code=2,
        )
    return family, address[:2]
