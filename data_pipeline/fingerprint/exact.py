"""What a table is, to the letter: any change of it changes what is written about the table."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table


def digest(value: Any) -> str:
    """The SHA-256 of a JSON-able value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True, default=str).encode()).hexdigest()


def exact_digest(table: Table, catalog: Catalog) -> str:
    """Of names, types, comments, keys and enum values: all but what the planner estimates."""
    value: dict[str, Any] = {
        "kind": table.kind,
        "comment": [table.comment, table.comment_source],
        "names": [sorted(table.titles.items()), table.synonyms],
        "columns": [_column(column) for column in table.columns],
        "keys": [table.primary_key, sorted(table.unique_keys), sorted(map(_foreign_key, table.foreign_keys), key=str)],
        "checks": [sorted(table.checks), table.partition_key, table.definition, sorted(table.unportable)],
        "unread": table.unread,
        "inherits": table.inherits,
        "clauses": sorted(table.key_clauses.values()),
    }
    if any(column.portable_domain for column in table.columns):
        value["domains"] = [
            [one.schema, one.name, one.base_type, one.default, one.nullable, one.checks] for one in catalog.domains
        ]
    return digest(value)


def _column(column: Column) -> list[Any]:
    values = column.enum_values if column.category == "E" else sorted(column.enum_values)  # theirs come by frequency
    return [
        [column.name, column.type, column.category, column.nullable, column.default, column.identity, column.generated],
        [column.virtual, column.collation, column.sequence_options],
        [column.comment, column.comment_source, sorted(column.titles.items()), column.synonyms],
        [values, sorted(column.value_labels.items()), column.portable_type, column.portable_domain, column.sensitive],
    ]


def _foreign_key(key: ForeignKey) -> list[Any]:
    """How sure an inferred key is depends on which rows were looked at."""
    return [key.columns, key.ref_schema, key.ref_table, key.ref_columns, key.source, key.name, key.definition]
