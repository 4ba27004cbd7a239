"""SQL parsed once, however many ask: the gate of the validation and the report read the same statements.

Importing this imports sqlglot: do it where a statement is to be read. The trees are shared, so nobody may change them.
"""

from __future__ import annotations

from functools import lru_cache

from sqlglot import Token, exp
from sqlglot.dialects.postgres import Postgres

_KEPT = 2048  # statements; about 30 kB each
_POSTGRES = Postgres()


@lru_cache(maxsize=_KEPT)
def tokens_of(sql: str) -> tuple[Token, ...]:
    """The tokens of PostgreSQL's SQL; sqlglot's TokenError where there is none such."""
    return tuple(_POSTGRES.tokenize(sql))


@lru_cache(maxsize=_KEPT)
def trees_of(sql: str) -> tuple[exp.Expr | None, ...]:
    """A tree per statement, None for an empty one; sqlglot's TokenError, ParseError, or RecursionError."""
    return tuple(_POSTGRES.parser().parse(list(tokens_of(sql)), sql))
