"""What was read from the database: counts, enums, keys, sensitive columns, who wrote the descriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from data_pipeline.names import shown
from data_pipeline.report.figure import share
from data_pipeline.report.lenient import mapping, number, rows, texts
from data_pipeline.report.material import Material, columns_of, key_of

SOURCES = ("database", "glossary", "llm", "inferred")
_VIEWS = ("view", "materialized view")


def is_view(table: dict[str, Any]) -> bool:
    """Whether it only shows what others hold."""
    return table.get("kind") in _VIEWS


def is_empty(table: dict[str, Any]) -> bool:
    """Whether nothing is in it, as far as it could be read."""
    return not number(table.get("row_count")) and not table.get("unread")


def inventory(material: Material) -> dict[str, Any]:
    """The sections of the report that the profile alone gives."""
    tables = material.tables
    keys = [key for table in tables for key in rows(table.get("foreign_keys"))]
    inferred = list(_inferred_keys(material))
    enums = list(_enums(material))
    counts = {
        "tables": sum(not is_view(table) for table in tables),
        "views": sum(map(is_view, tables)),
        "empty_tables": sum(is_empty(table) and not is_view(table) for table in tables),
        "columns": sum(len(columns_of(table)) for table in tables),
        "declared_keys": len(keys) - len(inferred),
        "inferred_keys": len(inferred),
        "enums": len(enums),
    }
    return {
        "counts": counts,
        "unread": [
            {"table": shown(*key_of(table)), "reason": str(table["unread"])} for table in tables if table.get("unread")
        ],
        "enums": enums,
        "inferred_keys": inferred,
        "sensitive": list(_sensitive(material)),
        "descriptions": _descriptions(material),
    }


def _enums(material: Material) -> Iterator[dict[str, Any]]:
    for table in material.tables:
        for column in columns_of(table):
            values, labels = texts(column.get("enum_values")), mapping(column.get("value_labels"))
            if values and (labels or column.get("type") != "boolean"):  # yes and no alone are no list of values
                yield {
                    "table": shown(*key_of(table)),
                    "column": column["name"],
                    "values": len(values),
                    "labelled": len(labels),
                }


def _inferred_keys(material: Material) -> Iterator[dict[str, Any]]:
    for table in material.tables:
        for key in rows(table.get("foreign_keys")):
            if key.get("source") == "inferred":
                yield {
                    "table": shown(*key_of(table)),
                    "columns": texts(key.get("columns")),
                    "ref_table": shown(str(key.get("ref_schema") or "public"), str(key.get("ref_table"))),
                    "ref_columns": texts(key.get("ref_columns")),
                    "confidence": number(key.get("confidence")) or 0.0,
                }


def _sensitive(material: Material) -> Iterator[dict[str, str]]:
    """Which columns were masked and as what; never a value."""
    for table in material.tables:
        for column in columns_of(table):
            if kind := column.get("sensitive"):
                yield {"table": shown(*key_of(table)), "column": column["name"], "kind": str(kind)}


def _descriptions(material: Material) -> dict[str, Any]:
    columns = [column for table in material.tables for column in columns_of(table)]
    return {"tables": _sources(material.tables), "columns": _sources(columns)}


def _sources(described: list[dict[str, Any]]) -> dict[str, Any]:
    """How many have their description from where; ``own`` is the share that somebody wrote, person or LLM."""
    with_text = [one for one in described if one.get("comment")]
    by_source = Counter(str(one.get("comment_source") or "database") for one in with_text)
    by_name = sum(by_source.values()) - by_source["inferred"]
    return {
        "by_source": {source: by_source[source] for source in SOURCES},
        "described": share(len(with_text), len(described)),
        "written": share(by_name, len(described)),
    }
