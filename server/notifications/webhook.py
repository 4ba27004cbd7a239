"""Webhooks: one POST of JSON, signed where there is a secret, to a checked address (docs/notifications.md)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import ssl
import time
from http.client import HTTPConnection, HTTPException
from typing import Any

import httpx

from bus.notifications import Notification
from bus.placeholders import filled
from bus.settings import WEBHOOK_SECRETS, Settings
from server.notifications.connecting import checked, connected, tls_context
from server.notifications.fault import NotDelivered

SECONDS = 10.0  # for connecting, and again for sending and being answered
GONE = 410
CONTENT = ("workflow", "workflow_version", "status", "progress", "error_code", "error_message", "timestamp")


def send(settings: Settings, one: Notification) -> None:
    """Deliver it; NotDelivered unless the receiver answers 200-299 in time. No redirect is followed."""
    url = read_url(one)
    body = json.dumps(content(one), ensure_ascii=False).encode()
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "trainyard",
        "Connection": "close",
        "X-Trainyard-Event": one.event,
        "X-Trainyard-Delivery": one.delivery_id,
        **signature(_secret(settings, one), int(time.time()), body),
    }
    try:
        status = _post(url, headers, body, allow_private=settings.http_allow_private)
    except (OSError, HTTPException) as error:
        raise _unanswered(place(url), error) from None
    if not 200 <= status < 300:
        raise _refused(place(url), status)


def content(one: Notification) -> dict[str, Any]:
    """The body, the same at every attempt."""
    told = one.content
    return {
        "event": one.event,
        "event_id": one.event_id,
        "delivery_id": one.delivery_id,
        "task_id": one.task_id,
        **{key: told[key] for key in CONTENT},
    }


def signature(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers that let a receiver tell that it is ours, and that it is of now; the time alone without a secret."""
    stamp = {"X-Trainyard-Timestamp": str(timestamp)}
    if not secret:
        return stamp
    digest = hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()
    return stamp | {"X-Trainyard-Signature": f"sha256={digest}"}


def read_url(one: Notification) -> httpx.URL:
    """Its target with the task's parameters filled in; NotDelivered for what no request can go to."""
    try:
        url = httpx.URL(filled(one.target, one.parameters))
    except KeyError as error:
        raise _unusable(f"the task has no parameter {error}", f"任务没有参数 {error}") from None
    except (httpx.InvalidURL, UnicodeError, TypeError):
        raise _unusable("it cannot be read", "无法解析") from None
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise _unusable("it must begin with http:// or https:// and name a host", "必须以 http(s):// 开头并含主机名")
    if url.userinfo:
        raise _unusable("it holds a user name or password; use a signature instead", "含有用户名或密码，请改用签名")
    if url.port is not None and not 0 < url.port < 65536:
        raise _unusable("its port is none", "端口无效")
    return url


def place(url: httpx.URL) -> str:
    """Scheme, host and port: path and query may hold what is not for everybody."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _post(url: httpx.URL, headers: dict[str, str], body: bytes, *, allow_private: bool) -> int:
    """The status of the answer, of which nothing else is read."""
    host, port = url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)
    with connected(checked(host, port, allow_private=allow_private), port, SECONDS) as plain:
        connection = HTTPConnection(host, port)
        connection.auto_open = 0  # never to an address that was not checked
        name = host.rstrip(".")
        connection.sock = tls_context().wrap_socket(plain, server_hostname=name) if url.scheme == "https" else plain
        try:
            connection.request("POST", url.raw_path.decode("ascii"), body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def _secret(settings: Settings, one: Notification) -> str:
    name = one.secret_env
    if name is None:
        return settings.webhook_secret
    if name.startswith(WEBHOOK_SECRETS) and (secret := os.environ.get(name)):
        return secret
    raise NotDelivered(
        f"The webhook is to be signed with {name!r}: set this variable where the server runs (its name must begin with"
        f" {WEBHOOK_SECRETS}).",
        f"该 webhook 需用 {name!r} 签名，请在服务器的环境中设置该变量（名称必须以 {WEBHOOK_SECRETS} 开头）",
        again=False,
    )


def _unusable(why: str, zh: str) -> NotDelivered:
    return NotDelivered(f"The url of the webhook cannot be used: {why}.", f"webhook 的 url 无法使用：{zh}", again=False)


def _unanswered(where: str, error: Exception) -> NotDelivered:
    if isinstance(error, TimeoutError):
        return NotDelivered(
            f"{where} did not answer within {SECONDS:g} s: see whether it is overloaded.",
            f"{where} 在 {SECONDS:g} 秒内没有回答，请检查其负载",
            again=True,
        )
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if isinstance(error, ssl.SSLError):
        return NotDelivered(
            f"No secure connection to {where} ({reason[:200]}): check its certificate.",
            f"无法与 {where} 建立安全连接（{reason[:200]}），请检查其证书",
            again=True,
        )
    return NotDelivered(
        f"{where} gave no answer ({reason[:200]}): is it running, and may the server reach that port?",
        f"{where} 没有回答（{reason[:200]}），请确认服务正在运行且服务器可以访问该端口",
        again=True,
    )


def _refused(where: str, status: int) -> NotDelivered:
    if 300 <= status < 400:
        advice, zh = "redirects are not followed, put the final address into the url", "不跟随重定向，请填写最终地址"
    else:
        advice, zh = "see its log", "请查看其日志"
    return NotDelivered(
        f"{where} answered with status {status}: {advice}.", f"{where} 返回状态码 {status}：{zh}", again=status != GONE
    )
