"""Tokens of SQL in any dialect, also of SQL that no parser takes; edits by their spans leave the rest as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "quoted", "string", "number", "symbol"]
Edit = tuple[int, int, str]  # from, to, what stands there instead

_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<string>[eE]?'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)
    |(?P<quoted>"(?:[^"]|"")*"|`[^`]*`)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<word>[^\W\d][\w$]*)
    |(?P<symbol>::|<=|>=|<>|!=|\|\||!~\*?|~\*|->>|->|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` as it stands; ``name`` what an identifier says, folded unless quoted."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        if self.kind == "quoted":
            return self.text[1:-1].replace('""', '"')
        return self.text.lower()

    @property
    def upper(self) -> str:
        """To compare keywords and symbols with; empty for what is quoted."""
        return self.text.upper() if self.kind in ("word", "symbol") else ""

    @property
    def is_name(self) -> bool:
        return self.kind in ("word", "quoted")


def tokenize(sql: str) -> tuple[Token, ...]:
    """Without spaces and comments. A quote that is never closed is a symbol."""
    return tuple(
        Token("string" if match.lastgroup == "tag" else match.lastgroup, match[0], match.start())  # type: ignore[arg-type]
        for match in _TOKEN.finditer(sql)
        if not match["skip"]
    )


def edited(sql: str, edits: Iterable[Edit]) -> str:
    """The statement with spans replaced; spans do not overlap."""
    for start, end, text in sorted(edits, reverse=True):
        sql = sql[:start] + text + sql[end:]
    return sql


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Index of the bracket that closes the one at that index; the last index when none does."""
    depth = 0
    for i in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[i].text, 0)
        if depth == 0:
            return i
    return len(tokens) - 1


def opening(tokens: Sequence[Token], close: int) -> int:
    """Index of the bracket that the one at that index closes; 0 when none does."""
    depth = 0
    for i in range(close, -1, -1):
        depth += {")": 1, "(": -1}.get(tokens[i].text, 0)
        if depth == 0:
            return i
    return 0
