"""A correct statement, and how to write parts of it otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

from data_pipeline.catalog.model import Catalog

RESERVED = ("order", "user", "group", "end", "desc", "table", "check", "limit")
_STRINGS = (TokenType.STRING,)


@dataclass(frozen=True, slots=True)
class Material:
    """A correct statement to spoil."""

    sql: str
    catalog: Catalog
    chance: random.Random

    @property
    def tokens(self) -> list[Token]:
        return sqlglot.tokenize(self.sql, read="postgres")

    @property
    def tree(self) -> exp.Expr:
        return sqlglot.parse_one(self.sql, read="postgres")

    @property
    def names(self) -> dict[str, str]:
        """Columns and tables of the catalog, with "column" or "table"."""
        found = {column.name: "column" for table in self.catalog.tables for column in table.columns}
        return found | {table.name: "table" for table in self.catalog.tables}

    def known(self) -> list[Token]:
        """The tokens that name a column or a table of the catalog."""
        names = self.names
        return [token for token in self.tokens if token.text in names and token.token_type not in _STRINGS]

    def texts(self) -> list[Token]:
        return [token for token in self.tokens if token.token_type in _STRINGS and self.sql[token.start] == "'"]

    @property
    def aliases(self) -> list[tuple[str, str]]:
        """Tables with an alias."""
        tables = [(node.name, node.alias) for node in self.tree.find_all(exp.Table)]
        return [(name, alias) for name, alias in tables if alias and alias != name]

    def replaced(self, tokens: Sequence[Token], write: Callable[[str], str]) -> str:
        """The statement with these tokens (quotes included) written anew from their text."""
        sql = self.sql
        for token in sorted(tokens, key=lambda token: -token.start):
            sql = sql[: token.start] + write(token.text) + sql[token.end + 1 :]
        return sql


Fault = Callable[[Material], str | None]  # the statement with it; None where it cannot be had
