"""Why PostgreSQL refused a statement, as a repair needs it."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg2

from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence

SYNTAX_ERROR = "42601"
_EXPLAIN = "EXPLAIN "


@dataclass(frozen=True, slots=True)
class Failure:
    """The server's refusal; our parser's counts as a syntax error."""

    sqlstate: str
    message: str  # in the language of the server: a rule reads names and types from it, not words
    hint: str = ""
    position: int | None = None  # 0-based index into the statement

    @property
    def sentence(self) -> Sentence:
        said = redacted(self.message)  # the server quotes values
        return Sentence(said, said)


def failure_of(error: psycopg2.Error, sql: str) -> Failure:
    """Read the diagnostics of a statement that was executed as a value (its position is an internal one)."""
    diagnostics = error.diag
    position = diagnostics.internal_position or None
    query = diagnostics.internal_query or ""
    ahead = len(_EXPLAIN) if query == _EXPLAIN + sql else 0
    return Failure(
        error.pgcode or "",
        diagnostics.message_primary or str(error).strip(),
        diagnostics.message_hint or "",
        int(position) - 1 - ahead if position and query.endswith(sql) else None,
    )
