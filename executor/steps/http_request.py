"""What an http step asks for, read from its definition and checked before anything is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from executor.step_error import StepError

IDEMPOTENT = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}
TIMEOUT_SECONDS = 30.0
LONGEST_TIMEOUT_SECONDS = 86_400.0
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# What frames a message, or names the server, follows from the url and the body.
_OURS = {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; ``headers`` and ``body`` as they go over the wire."""

    method: str
    url: httpx.URL
    headers: list[tuple[bytes, bytes]]
    body: bytes | None
    expected: frozenset[int]
    timeout_seconds: float
    follow_redirects: bool

    @property
    def idempotent(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self.method in IDEMPOTENT


def asked(definition: Mapping[str, Any]) -> Asked:
    """The request of a step's definition; StepError for an url or a header that cannot be sent."""
    headers, body = _headers(definition.get("headers") or {}), definition.get("body")
    kind = None if body is None else b"text/plain; charset=utf-8" if isinstance(body, str) else b"application/json"
    if kind and not any(name.lower() == b"content-type" for name, _ in headers):
        headers.append((b"Content-Type", kind))
    return Asked(
        method=str(definition.get("method") or "GET").upper(),
        url=read_url(str(definition["url"])),
        headers=headers,
        body=_bytes(body),
        expected=_expected(definition.get("expected_status")),
        timeout_seconds=min(float(definition.get("timeout_seconds") or TIMEOUT_SECONDS), LONGEST_TIMEOUT_SECONDS),
        follow_redirects=definition.get("follow_redirects") is True,
    )


def read_url(text: str) -> httpx.URL:
    """The parsed url; StepError (``invalid_url``) unless it is http(s), has a host, and carries no user or password."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _invalid_url(f"it cannot be read ({error})", f"无法解析（{error}）") from None
    check_url(url)
    return url


def check_url(url: httpx.URL) -> None:
    """Hold the url of a request, or of a redirect, to the rules of ``read_url``."""
    if url.scheme not in ("http", "https"):
        raise _invalid_url("it must begin with http:// or https://", "必须以 http:// 或 https:// 开头")
    if not url.raw_host:
        raise _invalid_url("it names no host", "没有主机名")
    if url.port is not None and not 0 < url.port < 65536:
        raise _invalid_url("its port is none", "端口无效")
    if url.userinfo:
        raise _invalid_url(
            "it holds a user name or password; send them in an Authorization header",
            "含有用户名或密码，请改用 Authorization 请求头",
        )


def _headers(given: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    headers = []
    for name, value in given.items():
        text = str(value)
        if not _NAME.fullmatch(name) or _CONTROL.search(text):
            raise StepError(
                f"Header {name!r} cannot be sent: its name or value holds characters that no header may hold,"
                " such as a line break; check the parameters that it is made of.",
                f"请求头 {name!r} 无法发送：名称或值中含有换行等不允许的字符，请检查其中使用的参数",
                code="invalid_argument",
            )
        if name.lower() in _OURS:
            raise StepError(
                f"Header {name!r} follows from the url and the body; leave it out of the definition.",
                f"请求头 {name!r} 由 url 和 body 决定，请从定义中删除",
                code="invalid_argument",
            )
        headers.append((name.encode(), text.strip().encode("utf-8", "replace")))
    return headers


def _bytes(body: Any) -> bytes | None:
    if body is None:
        return None
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _expected(given: Any) -> frozenset[int]:
    if given is None:
        return frozenset(range(200, 300))
    return frozenset(given if isinstance(given, list) else [given])


def _invalid_url(why: str, zh: str) -> StepError:
    return StepError(f"The url of the step cannot be used: {why}.", f"步骤的 url 无法使用：{zh}", code="invalid_url")
