"""What an import gives: a question with its SQL, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PAIRS = 100_000  # of one file
LONGEST_QUESTION = 4_000  # characters
LONGEST_SQL = 20_000  # characters; validation refuses longer ones


@dataclass(frozen=True, slots=True)
class ImportedPair:
    """Not validated yet; ``source`` is ``file:<name>``, ``query:<file>``, ``view:<name>`` or ``pg_stat_statements``."""

    question: str
    sql: str
    source: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its pairs, and the queries for which a question is yet to be found."""

    pairs: list[ImportedPair]
    unasked: list[FoundPair]


@dataclass(frozen=True, slots=True)
class FoundPair:
    """A pair as it stands in a file, with the line where it begins (from 1); None where no question stands above it."""

    line: int
    question: str | None
    sql: str
