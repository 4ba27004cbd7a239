"""How much of the schema the pairs use, and what they leave out, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from data_pipeline.names import shown
from data_pipeline.report.figure import share
from data_pipeline.report.inventory import is_empty, is_view
from data_pipeline.report.lenient import rows, texts
from data_pipeline.report.material import Material, column_names, key_of
from data_pipeline.shape.schema import relation

MOST_NAMES = 1000  # of a list of names

Edge = frozenset[str]
T = TypeVar("T")


def coverage(
    material: Material, tables: Counter[str], columns: frozenset[str], edges: frozenset[Edge]
) -> dict[str, Any]:
    """The share of tables, columns and keys that are used; views do not count."""
    own = [table for table in material.tables if not is_view(table)]
    keys = [(table, key) for table in own for key in rows(table.get("foreign_keys"))]
    names = [(key_of(table), column) for table in own for column in column_names(table)]
    by_source = {
        source: _used(
            [pair for pair in keys if (pair[1].get("source") == "inferred") == (source == "inferred_keys")],
            lambda pair: _equations(*pair) <= edges,
            lambda pair: _key_name(*pair),
        )
        for source in ("declared_keys", "inferred_keys")
    }
    unused = [table for table in own if relation(key_of(table)) not in tables]
    return {
        "tables": _used(own, lambda table: relation(key_of(table)) in tables, lambda table: shown(*key_of(table)))
        | {"unused_because_empty": [shown(*key_of(table)) for table in unused if is_empty(table)][:MOST_NAMES]},
        "columns": _used(
            names, lambda one: f"{relation(one[0])}.{one[1]}" in columns, lambda one: f"{shown(*one[0])}.{one[1]}"
        ),
        **by_source,
        "pairs_of_table": {shown(*key_of(table)): tables[relation(key_of(table))] for table in material.tables},
    }


def _used(things: list[T], is_used: Callable[[T], bool], name: Callable[[T], str]) -> dict[str, Any]:
    unused = [name(thing) for thing in things if not is_used(thing)]
    return {**share(len(things) - len(unused), len(things)), "unused": unused[:MOST_NAMES]}


def _equations(table: dict[str, Any], key: dict[str, Any]) -> frozenset[Edge]:
    """The pairs of columns that a join along the key equates."""
    here, there = relation(key_of(table)), f"{key.get('ref_schema') or 'public'}.{key.get('ref_table')}"
    return frozenset(frozenset((f"{here}.{a}", f"{there}.{b}")) for a, b in _column_pairs(key))


def _column_pairs(key: dict[str, Any]) -> Iterable[tuple[str, str]]:
    return zip(texts(key.get("columns")), texts(key.get("ref_columns")), strict=False)


def _key_name(table: dict[str, Any], key: dict[str, Any]) -> str:
    columns, ref_columns = ", ".join(texts(key.get("columns"))), ", ".join(texts(key.get("ref_columns")))
    target = shown(str(key.get("ref_schema") or "public"), str(key.get("ref_table")))
    return f"{shown(*key_of(table))}({columns}) → {target}({ref_columns})"
