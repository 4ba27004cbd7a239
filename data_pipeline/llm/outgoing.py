"""What may leave for an endpoint: one-line text, bounded, without what is sensitive, as JSON in a marked block."""

from __future__ import annotations

import json
import re
from typing import Any

from data_pipeline.sensitive.redact import redacted

_NO_TEXT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_LONGEST = 4_000  # characters of any one text


def outgoing(text: str | None, longest: int = _LONGEST) -> str:
    """One line of at most ``longest`` characters, the last one … where something was cut off.

    Redacted before it is cut, since half a telephone number is not recognised as one.
    """
    line = redacted(_NO_TEXT.sub(" ", text or "").strip())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def data_block(value: Any) -> str:
    """The value as JSON between ``<data>`` and ``</data>``, which nothing inside can end."""
    text = json.dumps(_outgoing(value), ensure_ascii=False).replace("<", "\\u003c")
    return f"<data>\n{text}\n</data>"


def _outgoing(value: Any) -> Any:
    match value:
        case str():
            return outgoing(value)
        case dict():
            return {str(key): _outgoing(one) for key, one in value.items()}
        case list() | tuple():
            return [_outgoing(one) for one in value]
    return value
