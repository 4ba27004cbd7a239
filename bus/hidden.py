"""Passwords in what goes into a log or a result: stars stand for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_SHORT = 8  # characters; a shorter word may well be a part of a number, a name, a time


def hider(secrets: Iterable[str]) -> Callable[[str], str]:
    """A function that puts stars for these secrets into a text.

    A short word is only hidden where it stands alone: not in a longer word, in a file's name (``sale.ddl``), in a
    date or in a decimal.
    """
    longest_first = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    if not longest_first:
        return str
    found = re.compile("|".join(map(_pattern, longest_first)))
    return lambda text: found.sub("***", text)


def _pattern(secret: str) -> str:
    literal = re.escape(secret)
    if len(secret) >= _SHORT or not re.fullmatch(r"\w+", secret):
        return literal
    alone = r"(?:(?<=\\[nrt])|(?<!\w)(?<!\w[.-]))"  # behind a line's end, too, that JSON writes as \n
    return rf"{alone}{literal}(?![.-]?\w)"
