"""Rows without a name that people know by a number: order 10248, store 2, complaint 5."""

from __future__ import annotations

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.subjects import Subject

# Of a table that sums up or records what happened elsewhere nobody knows the rows.
_SUMMARIES = {"count", "stat", "stats", "statistics", "summary", "day", "daily", "month", "monthly", "data", "log",
              "logs", "history", "report"}  # fmt: skip


def number_of_rows(subject: Subject) -> Column | None:
    """The numeric key by which people know a row without a name: of what is dated or referred to, not of line items."""
    table = subject.table
    if subject.names or len(table.primary_key) != 1 or table.is_view or not _SUMMARIES.isdisjoint(words_of(table.name)):
        return None
    key = table.column(table.primary_key[0])
    return key if key.category == "N" and not key.sensitive and (subject.main_date or subject.children) else None
