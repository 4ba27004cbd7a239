"""How wide a text is when drawn, near enough to make room for it."""

from __future__ import annotations

import unicodedata

_NARROW = set("iIjlft.,:;'|![](){}r- ")
_WIDE = set("mwMW@%")


def text_width(text: str, size: float) -> float:
    """Pixels of a text in a sans-serif font of ``size`` pixels; Chinese letters are as wide as they are high."""
    return sum(map(_letter, text)) * size


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.37
    return 0.9 if letter in _WIDE else 0.72 if letter.isupper() else 0.61
