"""The values of sensitive columns wherever else they stand: a comment that quotes one, a view that asks for one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from data_pipeline.sensitive.masks import mask
from data_pipeline.sensitive.mode import Kind

_SHORTEST = 6  # a shorter word or number stands in many texts by chance
_SHORTEST_NAME = 3  # in letters of an alphabet; two characters are a whole name in Chinese


class KnownValues:
    """Values with their kinds, found in texts in linear time."""

    def __init__(self, values: Mapping[str, Kind]) -> None:
        self._kinds = {value.strip(): kind for value, kind in values.items() if _tells(value.strip(), kind)}
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for value in self._kinds:
            self._lengths[value[0]].add(len(value))
        self._first = re.compile(f"[{re.escape(''.join(self._lengths))}]") if self._lengths else None

    def kind(self, text: str) -> Kind | None:
        """The kind of a text that is one of the values."""
        return self._kinds.get(text.strip())

    def masked(self, text: str) -> str:
        """The text with masks for all the values that stand in it as words of their own."""
        parts: list[str] = []
        done = 0
        for first in self._first.finditer(text) if self._first else ():
            if first.start() >= done and (value := self._at(text, first.start())):
                parts += [text[done : first.start()], mask(self._kinds[value], value)]
                done = first.start() + len(value)
        return "".join([*parts, text[done:]])

    def _at(self, text: str, start: int) -> str:
        """The longest value that begins there; "" when none does."""
        for length in sorted(self._lengths[text[start]], reverse=True):
            value = text[start : start + length]
            if value in self._kinds and not _within_word(text, start, start + len(value)):
                return value
        return ""


def _tells(value: str, kind: Kind) -> bool:
    """Whether the value is long enough to be recognised elsewhere."""
    if kind == "person_name":
        return len(value) >= (_SHORTEST_NAME if value.isascii() else 2)
    return len(value) >= (_SHORTEST if value.isascii() else 4)


def _within_word(text: str, start: int, end: int) -> bool:
    """Whether a longer word of ASCII letters and digits goes on before or after; Chinese has no such bounds."""
    return _joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1])


def _joined(left: str, right: str) -> bool:
    return all(letter.isascii() and letter.isalnum() for letter in (left, right) if letter) and bool(left and right)
