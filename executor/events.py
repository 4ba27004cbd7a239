"""What a step says on its event pipe, made fit for log and table: steps are code of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bus.log_file import LEVELS

LONGEST_EVENT = 16_000_000  # bytes, a result among them; what is larger belongs into a file
LONGEST_PROGRESS = 500  # characters
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)  # JSON has no NaN, PostgreSQL neither


def read_event(line: bytes, redact: Callable[[str], str]) -> dict[str, Any] | None:
    """The event, its texts storable and without secrets; None for what is none (a torn line, something else)."""
    try:
        event = _DECODER.decode(line.decode())
        return _storable(event, redact) if isinstance(event, dict) else None
    except (ValueError, RecursionError):
        return None


def log_event(event: dict[str, Any]) -> tuple[str, str, str] | None:
    """Level, logger and message of a log event; None when it is none."""
    match event.get("log"):
        case [str(level), str(logger), str(message)] if level in LEVELS:
            return level, logger, message
    return None


def progress_event(event: dict[str, Any]) -> tuple[float, str] | None:
    """Fraction (0..1) and message; None when it is none."""
    match event.get("progress"):
        case [int() | float() as fraction, str(message)]:
            return min(1.0, max(0.0, float(fraction))), message[:LONGEST_PROGRESS]
    return None


def _storable(value: Any, redact: Callable[[str], str]) -> Any:
    """PostgreSQL stores neither NUL nor half a surrogate pair."""
    if isinstance(value, str):
        plain = value.isprintable()  # as nearly all are, and then neither is in it
        return redact(value if plain else value.replace("\x00", " ").encode("utf-8", "replace").decode())
    if isinstance(value, list):
        return [_storable(one, redact) for one in value]
    if isinstance(value, dict):
        return {_storable(key, redact): _storable(one, redact) for key, one in value.items()}
    return value
