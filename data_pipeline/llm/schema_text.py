"""Tables as an endpoint gets to see them when it is to write SQL: columns, keys, values; nothing sensitive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data_pipeline.catalog.model import Column, Table
from data_pipeline.llm.describe import sample_values
from data_pipeline.llm.outgoing import outgoing
from data_pipeline.names import qualified, quoted

_COLUMNS, _LONGEST_COMMENT = 60, 80


def schema_of(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """One object a table, with names as SQL needs them."""
    return [_table(table) for table in tables]


def _table(table: Table) -> dict[str, Any]:
    return {
        "table": qualified(*table.key),
        "comment": outgoing(table.comment, _LONGEST_COMMENT),
        "rows": table.row_count,
        "primary_key": [quoted(name) for name in table.primary_key],
        "keys": [
            f"({', '.join(map(quoted, key.columns))}) -> {qualified(key.ref_schema, key.ref_table)}"
            f"({', '.join(map(quoted, key.ref_columns))})"
            for key in table.foreign_keys
        ],
        "columns": [_column(column) for column in table.columns[:_COLUMNS]],
    }


def _column(column: Column) -> dict[str, Any]:
    known = {
        "column": quoted(column.name),
        "type": column.type,
        "comment": outgoing(column.comment, _LONGEST_COMMENT),
        "values": sample_values(column),
        "labels": dict(column.value_labels),
    }
    return {key: value for key, value in known.items() if value}
