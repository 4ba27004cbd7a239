"""Where the words of an identifier end, in any script."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from data_pipeline.compound import parted

_Kind = Literal["upper", "lower", "digit", "caseless", "mark", "none"]


def split_words(identifier: str) -> list[str]:
    """The words of snake and camel case, as they stand: ``bss_serviceAreaID`` -> ["bss", "service", "Area", "ID"].

    Words of one case are parted where they are surely of several: ``countrylanguage`` -> ["country", "language"].
    Digits stay with the letters before and after them. Letters of a script without case (Chinese, Arabic ...) are
    words of their own beside those of one with it.
    """
    return list(_words(identifier))


def marked_words(identifier: str) -> list[str]:
    """The same, but only as far as signs and case mark where words end: ``salesperson_id`` -> ["salesperson", "id"]."""
    return list(_marked(identifier))


@lru_cache(maxsize=50_000)  # the same names are split again and again
def _words(identifier: str) -> tuple[str, ...]:
    return tuple(part for word in _marked(identifier) for part in parted(word))


@lru_cache(maxsize=50_000)
def _marked(identifier: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", identifier)
    kinds = [_kind(letter) for letter in text]
    words = [""]
    for place, letter in enumerate(text):
        if kinds[place] == "none" or _begins(kinds, place):
            words.append("")
        if kinds[place] != "none":
            words[-1] += letter
    return tuple(word for word in words if word)


def _begins(kinds: list[_Kind], place: int) -> bool:
    """Whether a word begins with this letter though no sign stands before it."""
    kind, before = kinds[place], _before(kinds, place)
    if kind == "upper":
        return before != "upper" or kinds[place + 1 : place + 2] == ["lower"]
    if kind == "lower":
        return before == "caseless"
    return kind == "caseless" and before in ("upper", "lower")


def _before(kinds: list[_Kind], place: int) -> _Kind:
    """The kind of the letter before this one; the marks on it (accents, vowel signs) do not count."""
    return next((kind for kind in reversed(kinds[:place]) if kind != "mark"), "none")


def _kind(letter: str) -> _Kind:
    if letter.isupper():
        return "upper"
    if letter.islower():
        return "lower"
    if letter.isalpha():
        return "caseless"
    if letter.isnumeric():
        return "digit"
    return "mark" if unicodedata.category(letter).startswith("M") else "none"
