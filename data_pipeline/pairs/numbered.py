"""Rows that people know by a number: order 10248, store 2, employee E00012."""

from __future__ import annotations

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.roles import is_code
from data_pipeline.pairs.subjects import Subject
from data_pipeline.pairs.tree import Query

# Of a table that sums up or records what happened elsewhere nobody knows the rows.
_SUMMARIES = {"count", "stat", "stats", "statistics", "summary", "day", "daily", "month", "monthly", "data", "log",
              "logs", "history", "report"}  # fmt: skip


def number_of_rows(subject: Subject) -> Column | None:
    """What people know a row without a name by: the number that it was given, else the numeric key.

    That of what is dated or referred to, not of line items.
    """
    table = subject.table
    if subject.names or table.is_view or not _SUMMARIES.isdisjoint(words_of(table.name)):
        return None
    if given := number_given(subject):
        return given
    if len(table.primary_key) != 1:
        return None
    key = table.column(table.primary_key[0])
    return key if key.category == "N" and not key.sensitive and (subject.main_date or subject.children) else None


def number_given(subject: Subject) -> Column | None:
    """The number that the business gives each row (E00012, HT2023-015): text without gaps that never repeats."""
    table = subject.table
    texts = [c for c in table.columns if c.category == "S" and not c.nullable and not c.sensitive and is_code(c)]
    return next((column for column in texts if _never_repeats(column, table)), None)


def is_unique(query: Query) -> bool:
    """There can be one row only of those that are asked about: one with a certain number or key."""
    equal = [c.field for c in query.conditions if isinstance(c, Equals) and not c.negated and not c.field.source]
    return any(_never_repeats(field.column, query.tables[0]) for field in equal)


def _never_repeats(column: Column, table: Table) -> bool:
    if (column.name,) in (table.primary_key, *table.unique_keys):
        return True
    return 0 < table.row_count <= (column.statistics.distinct or 0)
