"""Whether there is anything of a kind: all that can be asked of an empty table, and now and then of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.conditions import IsNull
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.subjects import is_part_of_other
from data_pipeline.pairs.tree import Derived, Join, Measure, Query
from data_pipeline.pairs.values import Field

_COLUMNS = 8  # of one empty table that are asked about


def any_such(draft: Draft) -> Derived | None:
    """Whether any row meets a condition."""
    if not draft.restrict():
        return None
    query = draft.query((Measure("count"),))
    return Derived("any", replace(query, outputs=())) if query else None


def of_empty_tables(catalog: Catalog) -> Iterator[Derived]:
    """Whether an empty table has rows, rows with a value in some column, rows that belong to its parents."""
    for table in catalog.tables:
        if table.row_count or table.unread or table.is_view or is_part_of_other(table, catalog):
            continue
        yield Derived("any", Query((table,)))
        yield from (Derived("any", query) for query in _joined(table, catalog))
        for column in table.columns[:_COLUMNS]:
            yield Derived("any", Query((table,), conditions=(IsNull(Field(0, column), negated=True),)))


def _joined(table: Table, catalog: Catalog) -> Iterator[Query]:
    for key in table.foreign_keys:
        parent = next((t for t in catalog.tables if t.key == (key.ref_schema, key.ref_table)), None)
        if parent is not None and parent is not table:
            yield Query((table, parent), (Join(1, child=0, parent=1, key=key),))
