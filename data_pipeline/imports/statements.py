"""Where the statements of a SQL text begin and end, also of a text that no parser takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What is never closed goes on to the end, so that no text is looked through more than once.
_PIECE = re.compile(
    r"""
    (?P<end>;)
    |--[^\n]*|/\*.*?(?:\*/|\Z)
    |\b[eE]'(?:[^'\\]|\\.)*(?:'|\Z)|'[^']*(?:'|\Z)|"[^"]*(?:"|\Z)
    |\$(?P<tag>[^\W\d]\w*|)\$.*?(?:\$(?P=tag)\$|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_BEFORE = re.compile(r"(?:\s+|--[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)  # a statement
_REMARK = re.compile(r"\s*(?:--.*|/\*.*\*/\s*)?")  # a line, also an empty one


class Statement(NamedTuple):
    """``line`` (from 0) and ``start`` are within the text.

    ``apart``: a whole line, empty or a comment, is between it and the statement before.
    """

    line: int
    start: int
    sql: str
    apart: bool


def statements(text: str) -> Iterator[Statement]:
    """The statements with their semicolons, without the comments before and behind; those within belong to it."""
    start, line, counted = 0, 0, 0
    for end in [*_ends(text), len(text)]:
        match = _BEFORE.match(text, start, end)
        first = match.end() if match else start
        if (sql := _without_remarks(text[first:end])) not in ("", ";"):
            line, counted = line + text.count("\n", counted, first), first
            yield Statement(line, first, sql, apart=text.count("\n", start, first) > 1)
        start = end


def _without_remarks(sql: str) -> str:
    """Less the comments and empty lines at its end, where no semicolon says where that is."""
    lines = sql.split("\n")
    while lines and _REMARK.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines).strip()


def _ends(text: str) -> Iterator[int]:
    return (match.end() for match in _PIECE.finditer(text) if match["end"])
