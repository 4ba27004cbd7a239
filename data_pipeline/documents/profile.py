"""The profile of a schema: everything known of it, for programs to read (``schema_profile.json``)."""

from __future__ import annotations

from typing import Any

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.catalog.units import unit
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.nouns import Tongue
from data_pipeline.documents.text import display_type


def schema_profile(catalog: Catalog, descriptions: Descriptions, tongue: Tongue) -> dict[str, Any]:
    """A JSON-able value; ``comment_source`` says who wrote a comment: database, glossary, llm, or we (inferred)."""
    tables = [_table(table, descriptions, tongue) for table in catalog.tables]
    return {"database": catalog.database, "tables": tables}


def _table(table: Table, descriptions: Descriptions, tongue: Tongue) -> dict[str, Any]:
    comment, source = descriptions.of_table(table, tongue)
    return {
        "schema": table.schema,
        "name": table.name,
        "kind": table.kind,
        "role": descriptions.around.shape(table),
        "comment": comment,
        "comment_source": source,
        "titles": {**table.titles, tongue: descriptions.title(table, tongue)},
        "synonyms": list(table.synonyms),
        "row_count": table.row_count,
        "unread": table.unread,
        "columns": [_column(table, column, descriptions, tongue) for column in table.columns],
        "primary_key": list(table.primary_key),
        "unique_keys": [list(key) for key in table.unique_keys],
        "inherits": [{"schema": schema, "name": name} for schema, name in table.inherits],
        "foreign_keys": [_foreign_key(key) for key in table.foreign_keys],
    }


def _column(table: Table, column: Column, descriptions: Descriptions, tongue: Tongue) -> dict[str, Any]:
    comment, source = descriptions.of_column(table, column, tongue)
    return {
        "name": column.name,
        "type": display_type(column),
        "nullable": column.nullable,
        "comment": comment,
        "comment_source": source,
        "titles": {**column.titles, tongue: descriptions.nouns.column(table, column, tongue)},
        "synonyms": list(column.synonyms),
        "sensitive": column.sensitive,
        "unit": unit(column),
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
