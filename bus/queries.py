"""Named statements from ``sql/*.sql``: ``-- name: claim_execution``, a sentence, then SQL with psycopg2's ``%(x)s``.

The idea of a loader this small is procrastinate's; a name that is defined twice is refused, an unknown one is an
AttributeError.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SQL = Path(__file__).resolve().parent.parent / "sql"
_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


class Queries:
    """The statements of one file as attributes, each its SQL text."""

    def __init__(self, statements: dict[str, str]) -> None:
        self.__dict__.update(statements)

    def __getattr__(self, name: str) -> str:
        raise AttributeError(f"no statement named {name}")


def parse(text: str) -> dict[str, str]:
    """Split a file into ``{name: sql}``; ValueError when a name comes twice."""
    pieces = _NAME.split(text)[1:]
    names = pieces[::2]
    if len(set(names)) < len(names):
        raise ValueError(f"defined twice: {sorted(n for n in set(names) if names.count(n) > 1)}")
    return {name: body.strip().rstrip(";") for name, body in zip(names, pieces[1::2], strict=True)}


@cache
def load(file: str) -> Queries:
    """The statements of ``sql/<file>.sql``, read once per process."""
    return Queries(parse((SQL / f"{file}.sql").read_text(encoding="utf-8")))
