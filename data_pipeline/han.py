"""Chinese characters."""

from __future__ import annotations


def has_han(text: str) -> bool:
    """Whether there is one in it. (A regular expression with so wide a range takes 2 ms to compile.)"""
    return not text.isascii() and any("\u4e00" <= letter <= "\u9fff" for letter in text)
