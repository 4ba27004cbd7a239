"""Short forms of words: cust, dept, addr, mgr."""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiou")
_SHORTEST = 3  # letters; two stand for too many words


@lru_cache(maxsize=100_000)
def likeness(short: str, long: str) -> float:
    """How surely one word stands for another: 1 the same, 0 not at all."""
    if short == long:
        return 1.0
    if len(short) < _SHORTEST or len(short) >= len(long) or not short.isascii():
        return 0.0
    if long.startswith(short):
        return 0.9
    if long.endswith(short) and len(short) > 3:
        return 0.65  # power of superpower
    return 0.85 if _contracted(short, long) else 0.0


def _contracted(short: str, long: str) -> bool:
    """Whether letters were left out: either all vowels after the first letter, or some after the third."""
    told = short[:3] == long[:3] or (short[0] == long[0] and not _VOWELS & set(short[1:]))
    rest = iter(long)
    return told and all(letter in rest for letter in short)
