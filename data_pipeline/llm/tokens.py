"""How many tokens an exchange took: what the endpoint says, else a guess from the characters."""

from __future__ import annotations

from typing import Any

_MOST = 10**8  # no endpoint reads that much at once; a larger figure is none


def reported(usage: Any) -> tuple[int, int] | None:
    """(input, output) of a ``usage`` object; None when it does not say both."""
    if not isinstance(usage, dict):
        return None
    figures = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if any(not isinstance(figure, int) or isinstance(figure, bool) or not 0 <= figure < _MOST for figure in figures):
        return None
    return figures  # type: ignore[return-value]


def estimated(text: str) -> int:
    """A token for four letters of a Latin text, and for each character of a Chinese one: right within a third."""
    narrow = sum(character < "\u2e80" for character in text)
    return narrow // 4 + len(text) - narrow + 1
