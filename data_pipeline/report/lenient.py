"""JSON that somebody else wrote, or that may be half of what was expected: what is not there is empty."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any


def read_json(path: Path) -> Any:
    """The value in a file; None where there is no such file, or no JSON in it. Half characters become ``?``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        value = json.loads(text)
        if "\\ud" in text.lower():  # only an escape can be half of a pair, which no file can hold
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (OSError, ValueError, RecursionError):
        return None
    return value


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts of a list."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def number(value: Any) -> float | None:
    """The value if it is a finite number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def count(value: Any) -> int:
    """The value as a count; 0 where it is none."""
    return int(number(value) or 0)
