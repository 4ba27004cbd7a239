"""How alike two names are, whatever their case, number, and way of joining words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from data_pipeline.word_split import split_words

ALIKE = 0.6  # below it two names have nothing to do with each other
Thing = TypeVar("Thing")


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """0..1; 1 for names of the same words: ``OrderItems`` and ``order_item``."""
    words, others = _words(one), _words(other)
    if words == others:
        return 1.0
    joined, joined_other = "".join(words), "".join(others)
    if joined == joined_other:
        return 0.99
    if sorted(joined) == sorted(joined_other):  # letters in another order
        return 0.9
    letters = SequenceMatcher(None, joined, joined_other, autojunk=False).ratio()
    return max(letters, _shared(words, others))


def closest(name: str, things: Iterable[Thing], named: Callable[[Thing], str], most: int = 4) -> list[Thing]:
    """The things whose names are like this one, the likest first; equally like ones stay in order."""
    scored = [(likeness(name, named(thing)), thing) for thing in things]
    scored = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [thing for _, thing in scored[:most]]


def _shared(words: tuple[str, ...], others: tuple[str, ...]) -> float:
    """High when one name has all words of the other: ``name`` and ``customer_name``."""
    fewer, more = sorted((frozenset(words), frozenset(others)), key=len)
    if not fewer or not fewer <= more:
        return 0.0
    return 0.6 + 0.35 * len(fewer) / len(more)


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_singular(word.lower()) for word in split_words(name))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
