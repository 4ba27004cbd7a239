"""The profile of a schema: everything known of it, for programs to read (``schema_profile.json``)."""

from __future__ import annotations

from typing import Any

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.text import display_type


def schema_profile(catalog: Catalog, descriptions: Descriptions) -> dict[str, Any]:
    """A JSON-able value; ``comment_source`` is "database", or "inferred" where the text is ours."""
    return {"database": catalog.database, "tables": [_table(table, descriptions) for table in catalog.tables]}


def _table(table: Table, descriptions: Descriptions) -> dict[str, Any]:
    comment, source = descriptions.of_table(table)
    return {
        "schema": table.schema,
        "name": table.name,
        "kind": table.kind,
        "comment": comment,
        "comment_source": source,
        "row_count": table.row_count,
        "columns": [_column(table, column, descriptions) for column in table.columns],
        "primary_key": list(table.primary_key),
        "unique_keys": [list(key) for key in table.unique_keys],
        "foreign_keys": [_foreign_key(key) for key in table.foreign_keys],
    }


def _column(table: Table, column: Column, descriptions: Descriptions) -> dict[str, Any]:
    comment, source = descriptions.of_column(table, column)
    return {
        "name": column.name,
        "type": display_type(column),
        "nullable": column.nullable,
        "comment": comment,
        "comment_source": source,
        "is_enum": column.is_enum,
        "enum_values": list(column.enum_values),
        "value_labels": dict(column.value_labels),
    }


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {
        "columns": list(key.columns),
        "ref_schema": key.ref_schema,
        "ref_table": key.ref_table,
        "ref_columns": list(key.ref_columns),
        "source": key.source,
        "confidence": key.confidence,
    }
