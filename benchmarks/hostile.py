"""Definitions that are meant to hurt whoever reads them: bodies of ``POST /api/workflows``, each with its answer."""

from __future__ import annotations

import gzip
import json
from typing import Any, NamedTuple


class Hostile(NamedTuple):
    """``status`` is that of the refusal."""

    body: bytes
    status: int
    headers: dict[str, str]


def _definition(steps: list[dict[str, Any]], **more: Any) -> bytes:
    return json.dumps({"name": "x", "steps": steps, **more}).encode()


def _cycle(count: int) -> list[dict[str, Any]]:
    return [{"id": f"s{at}", "command": ["x"], "depends_on": [f"s{(at + 1) % count}"]} for at in range(count)]


def _of(body: bytes, status: int, **headers: str) -> Hostile:
    return Hostile(body, status, headers)


_TEXT = {"required": {"x": {"type": "text"}}}
HOSTILE = {
    "bomb": _of(gzip.compress(b" " * 100_000_000), 415, **{"Content-Encoding": "gzip"}),
    "large": _of(b'{"name": "x", "steps": [' + b'{"id": "a"},' * 1_000_000, 413),
    "larger": _of(b'{"name": "x", "steps": [' + b'{"id": "a", "command": ["true"]},' * 1_250_000, 413),
    "many": _of(_definition([{}] * 300_000), 413),
    "steps": _of(_definition([{"id": "a"}] * 60_000), 422),
    "deep": _of(b"[" * 900_000, 400),
    "nested": _of(b'{"name": "x", "steps": ' + b"[" * 500 + b"]" * 500 + b"}", 422),
    "cycle": _of(_definition(_cycle(500)), 422),
    "number": _of(b'{"name": "x", "steps": [], "x": ' + b"9" * 900_000 + b"}", 400),
    "keys": _of(json.dumps({f"k{at}": at for at in range(60_000)}).encode(), 422),
    "shell": _of(_definition([{"id": "a", "command": ["sh", "-c", "echo ${x}"]}], parameters=_TEXT), 422),
    "private": _of(_definition([{"id": "a", "kind": "http", "url": "http://169.254.169.254/latest"}]), 422),
    "module": _of(_definition([{"id": "a", "kind": "python", "module": "os", "function": "system"}]), 403),
}
