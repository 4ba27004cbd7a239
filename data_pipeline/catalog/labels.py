"""The meaning of coded values, read from comments such as 状态：1-启用 2-停用 or "1: active, 2: closed"."""

from __future__ import annotations

import re
from collections.abc import Collection

_CODE = r"(?<![A-Za-z0-9_.-])(-?\d{1,4}|[A-Za-z][A-Za-z0-9_]{0,19})"
_SEPARATOR = r"\s*(?:->|→|[-–—:：=＝、]|\.(?!\d))\s*"
_END = rf"(?=[\s,，;；/|、。]*(?:{_CODE}{_SEPARATOR})|[,，;；/|。)）\]】\n]|$)"
_PAIR = re.compile(rf"{_CODE}{_SEPARATOR}([^\d\W][^=＝:：]*?){_END}")
_BARE = re.compile(r"(?<![A-Za-z0-9_.-])(\d{1,2})([\u4e00-\u9fff]+)")  # 0否 1是
_LONGEST_LABEL = 40


def parse_labels(comment: str | None, values: Collection[str] = ()) -> dict[str, str]:
    """{code: label} of a comment, {} where it lists no codes.

    Numbers are codes wherever at least two of them have a label; words only when they are among the ``values`` that
    occur, because any prose holds words with a colon.
    """
    if not comment:
        return {}
    pairs = {match[1]: match[2].strip() for match in _PAIR.finditer(comment)}
    pairs = pairs or _numbered(comment)
    known = {code: label for code, label in pairs.items() if _is_number(code) or code in values}
    short = {code: label for code, label in known.items() if len(label) <= _LONGEST_LABEL}
    return short if len(short) >= 2 else {}


def _numbered(comment: str) -> dict[str, str]:
    """Codes that stand right before a Chinese label, when they count up from 0 or 1 (else they count something)."""
    pairs = {match[1]: match[2] for match in _BARE.finditer(comment)}
    numbers = [int(code) for code in pairs]
    counted = bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return pairs if counted else {}


def _is_number(code: str) -> bool:
    return code.lstrip("-").isdigit()
