"""Rows that people know by a number: order 10248, store 2, employee E00012."""

from __future__ import annotations

from functools import lru_cache

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.roles import Role, is_code, roles_of
from data_pipeline.pairs.subjects import Subject, name_columns
from data_pipeline.pairs.tree import Query
from data_pipeline.pairs.values import Field

# Of a table that sums up or records what happened elsewhere nobody knows the rows.
_SUMMARIES = {"count", "stat", "stats", "statistics", "summary", "day", "daily", "month", "monthly", "data", "log",
              "logs", "history", "report"}  # fmt: skip


def number_of_rows(subject: Subject) -> Column | None:
    """What people know a row without a name by: the number that it was given, else the numeric key.

    That of what others refer to, or what is dated and belongs to nothing, not of line items.
    """
    table = subject.table
    if subject.names or table.is_view or not _SUMMARIES.isdisjoint(words_of(table.name)):
        return None
    if given := number_given(table):
        return given
    if len(table.primary_key) != 1:
        return None
    key = table.column(table.primary_key[0])
    known = subject.children or (subject.main_date and not subject.parents)  # nobody knows the number of a step
    return key if key.category == "N" and not key.sensitive and known else None


@lru_cache(maxsize=2_000)
def number_given(table: Table) -> Column | None:
    """The number that the business gives each row (E00012, HT2023-015): text without gaps that never repeats.

    Never that of a phone or a card, whether or not the reading masks it.
    """
    roles = roles_of(table)
    texts = [c for c in table.columns if c.category == "S" and not c.nullable and not c.sensitive and is_code(c)]
    return next((c for c in texts if roles[c.name] is not Role.SENSITIVE and _never_repeats(c, table)), None)


def told_by(table: Table) -> tuple[Column, ...]:
    """The columns that tell people which row it is: its names, else the number that it was given; () without."""
    given = number_given(table)
    return name_columns(table) or ((given,) if given else ())


def says_which(query: Query) -> bool:
    """What tells which row it is, or its key, is among what is shown."""
    table = query.tables[0]
    telling = (*told_by(table), *map(table.column, table.primary_key))
    return any(isinstance(value, Field) and not value.source and value.column in telling for value in query.shown)


def is_unique(query: Query) -> bool:
    """There can be one row only of those that are asked about: one with a certain number or key."""
    equal = [c.field for c in query.conditions if isinstance(c, Equals) and not c.negated and not c.field.source]
    return any(_never_repeats(field.column, query.tables[0]) for field in equal)


def _never_repeats(column: Column, table: Table) -> bool:
    if (column.name,) in (table.primary_key, *table.unique_keys):
        return True
    return 0 < table.row_count <= (column.statistics.distinct or 0)
