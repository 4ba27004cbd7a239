"""Lists of words as source files can hold them readably."""

from __future__ import annotations


def word_list(text: str) -> tuple[str, ...]:
    """The words of the text, which may stand on several lines."""
    return tuple(text.split())


def word_pairs(text: str) -> dict[str, str]:
    """Every other word by the one before it, where _ stands for a space: "unit_price 单价 qty 数量"."""
    words = text.split()
    return {word.replace("_", " "): said for word, said in zip(words[::2], words[1::2], strict=True)}
