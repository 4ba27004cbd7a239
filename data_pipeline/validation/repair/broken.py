"""What a rule gets: a statement that failed, why, and everything that is known about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.validation.failure import Failure
from data_pipeline.validation.repair.lexer import Edit, Token, edited, tokenize
from data_pipeline.validation.repair.scope import Scope, Source

Rule = Callable[["Broken"], Iterator[str]]  # further attempts at the statement, the likeliest first


@dataclass(frozen=True)
class Broken:
    sql: str  # without a semicolon at the end
    failure: Failure
    catalog: Catalog

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokenize(self.sql)

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.tokens, self.catalog)

    @cached_property
    def at(self) -> int | None:
        """Index of the token that the failure points to."""
        position = self.failure.position
        if position is None:
            return None
        return next((i for i, token in enumerate(self.tokens) if token.start <= position < token.end), None)

    def edited(self, edits: Iterable[Edit]) -> str:
        return edited(self.sql, edits)

    def chain(self, index: int) -> list[int]:
        """The tokens of the names joined by dots that begin at this token: schema, table, column."""
        found = [index]
        while index + 2 < len(self.tokens) and self.tokens[index + 1].text == "." and self.tokens[index + 2].is_name:
            index += 2
            found.append(index)
        return found

    def column(self, index: int) -> Column | None:
        """The column of the catalog that the names beginning at this token mean."""
        *qualifier, name = (self.tokens[i].name for i in self.chain(index))
        for source in self.scope.visible(index):
            if source.table and (not qualifier or source.alias == qualifier[-1]):
                for column in source.table.columns:
                    if column.name == name:
                        return column
        return None

    def sources(self, index: int) -> list[Source]:
        return self.scope.visible(index)
