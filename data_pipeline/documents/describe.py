"""A plain description of every table and column, also where the database has no comment."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, NamedTuple

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.documents.text import one_line
from data_pipeline.word_split import split_words

Source = Literal["database", "inferred"]


class Description(NamedTuple):
    text: str
    source: Source


class Descriptions:
    """The descriptions of one catalog's tables and columns."""

    def __init__(self, catalog: Catalog) -> None:
        self._comments: defaultdict[str, set[str]] = defaultdict(set)
        for table in catalog.tables:
            for column in table.columns:
                if comment := one_line(column.comment):
                    self._comments[column.name].add(comment)

    def of_table(self, table: Table) -> Description:
        """Its comment, else what its name says."""
        comment = one_line(table.comment)
        return Description(comment, "database") if comment else Description(_spoken(table.name), "inferred")

    def of_column(self, table: Table, column: Column) -> Description:
        """Its comment, else what its name says; for a view's column the one comment of all columns of that name."""
        if comment := one_line(column.comment):
            return Description(comment, "database")
        shared = self._comments[column.name] if table.is_view else set()
        if len(shared) == 1:
            return Description(next(iter(shared)), "inferred")
        return Description(_spoken(column.name), "inferred")


def _spoken(name: str) -> str:
    """The words of an identifier: OrderItemId and order_item_id are "order item id"."""
    return " ".join(split_words(name)).lower() or one_line(name)
