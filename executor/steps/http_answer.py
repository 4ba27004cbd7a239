"""The answer to an http step's request, as far as it is kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import httpx

from executor.steps.http_failures import without_query

LONGEST_BODY = 1_000_000  # bytes
DEEPEST_JSON = 100  # lists and objects within each other; what is deeper stays text
_UNKEPT = {"set-cookie"}  # it opens a session


def kept(response: httpx.Response, seconds: float) -> dict[str, Any]:
    """The step's result: ``status``, ``headers``, ``body``, ``url`` (without its query), ``seconds``.

    Also ``json`` where the body is JSON, and ``truncated`` where there was more of it than is kept.
    """
    body, whole = _body(response)
    result: dict[str, Any] = {
        "status": response.status_code,
        "headers": {name: value for name, value in response.headers.items() if name not in _UNKEPT},
        "body": body.decode(_charset(response), "replace"),
        "url": without_query(response.url),
        "seconds": round(seconds, 3),
    }
    if not whole:
        return result | {"truncated": True}
    return result | _parsed(result["body"])


def _body(response: httpx.Response) -> tuple[bytes, bool]:
    """Up to ``LONGEST_BODY`` bytes, and whether that is all; an endless body is not read on."""
    parts, size = [], 0
    for part in _decoded(response):
        parts.append(part)
        size += len(part)
        if size > LONGEST_BODY:
            return b"".join(parts)[:LONGEST_BODY], False
    return b"".join(parts), True


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    """Unpacked piece by piece: we ask for nothing packed, and the library would unpack a bomb in one piece."""
    if response.headers.get("content-encoding", "").lower() not in ("gzip", "x-gzip", "deflate"):
        yield from response.iter_raw()
        return
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for packed in response.iter_raw():
        while packed and not unpacking.eof:
            try:
                yield unpacking.decompress(packed, LONGEST_BODY + 1)
            except zlib.error as error:
                raise httpx.DecodingError(f"the answer is not packed as it says: {error}") from None
            packed = unpacking.unconsumed_tail


def _charset(response: httpx.Response) -> str:
    name = response.charset_encoding or "utf-8"
    try:
        "".encode(name)
        b"".decode(name)
    except (LookupError, UnicodeError):
        return "utf-8"
    return name


def _parsed(body: str) -> dict[str, Any]:
    if not body.lstrip()[:1] or _depth(body) > DEEPEST_JSON:
        return {}
    try:
        return {"json": json.loads(body)}
    except (ValueError, RecursionError):
        return {}


def _depth(text: str) -> int:
    """An upper bound of how deep it nests: brackets in its texts count too."""
    depth = deepest = 0
    for one in text:
        if one in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif one in "]}":
            depth -= 1
    return deepest
