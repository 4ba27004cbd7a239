"""How large a definition may be; looked at before anything else, with an end to the looking."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from server.definitions.faults import Fault

MOST_BYTES = 1_000_000  # of a definition as JSON; whoever reads one from outside holds to it
MOST_STEPS = 500
MOST_VALUES = 30_000  # objects, lists, texts, numbers, in all
MOST_ENTRIES = 1_000  # of one list
MOST_FIELDS = 100  # of one object
DEEPEST = 20
LONGEST_TEXT = 20_000  # characters
LARGEST_NUMBER = 2**53  # what JSON numbers are exact to
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL, and half a surrogate pair

Path = tuple[str | int, ...]


def out_of_bounds(definition: object) -> Iterator[Fault]:
    """The first value that is too much, or that cannot be stored; at most MOST_VALUES are looked at."""
    waiting: list[tuple[Path, object]] = [((), definition)]
    count = 0
    while waiting:
        path, value = waiting.pop()
        count += 1
        fault = _fault(value) if count <= MOST_VALUES else ("the definition is too large", "定义过大")
        if fault is None and len(path) > DEEPEST:
            fault = ("it is nested too deeply", "嵌套层次过深")
        if fault is not None:
            yield Fault(".".join(str(part)[:100] for part in path) or "body", *fault)
            return
        waiting.extend(((*path, key), inner) for key, inner in _entries(value))


def _entries(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, dict):
        return [*value.items()]
    return [*enumerate(value)] if isinstance(value, list) else []


def _fault(value: object) -> tuple[str, str] | None:
    """What is wrong with one value, in both languages."""
    most = MOST_FIELDS if isinstance(value, dict) else MOST_ENTRIES
    if isinstance(value, dict | list) and len(value) > most:
        return (
            f"it has {len(value)} entries, and {most} are allowed",
            f"有 {len(value)} 项，最多 {most} 项",
        )
    if isinstance(value, str):
        return _text_fault(value)
    if isinstance(value, dict):
        wrong = (_text_fault(key) if isinstance(key, str) else ("a name must be text", "名称应为文本") for key in value)
        return next((one for one in wrong if one), None)
    if isinstance(value, float) and not math.isfinite(value):
        return "the number is none", "不是有效数字"
    if isinstance(value, int | float) and abs(value) > LARGEST_NUMBER:
        return "the number is too large", "数值过大"
    return None


def _text_fault(value: str) -> tuple[str, str] | None:
    if len(value) > LONGEST_TEXT:
        return f"the text is longer than {LONGEST_TEXT} characters", f"文本超过 {LONGEST_TEXT} 个字符"
    if UNSTORABLE.search(value):
        return "it holds a character that cannot be stored", "含有无法保存的字符"
    return None
