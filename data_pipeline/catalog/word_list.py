"""Lists of words as source files can hold them readably."""

from __future__ import annotations


def word_list(text: str) -> tuple[str, ...]:
    """The words of the text, which may stand on several lines."""
    return tuple(text.split())
