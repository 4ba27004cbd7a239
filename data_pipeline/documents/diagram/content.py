"""What a diagram shows: tables with their key columns, and the keys between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.documents.text import clipped, display_name, one_line
from data_pipeline.pairs.identifiers import singular, spelled

MOST_TABLES = 1000  # beyond that nobody finds anything; those with the most keys are shown
_MOST_WITH_ROWS = 150  # above that, names only
_LONGEST_NAME = 36
_FIRST_COLUMNS = 5  # of a table without keys
_SHORT_TYPES = {
    "character varying": "varchar",
    "character": "char",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
    "time without time zone": "time",
    "time with time zone": "timetz",
    "double precision": "double",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A column that keys are made of; ``marks`` are PK, FK, and UK for another one that is referred to.

    A table without keys shows its first columns, which have no marks.
    """

    name: str
    type: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A table."""

    name: str
    title: str  # what people call it; "" where that says no more than the name
    rows: tuple[Row, ...]
    more: int  # columns that are not shown


@dataclass(frozen=True, slots=True)
class Line:
    """A key; boxes and rows by their numbers, a row of -1 is the box's head."""

    child: int
    child_row: int
    parent: int
    parent_row: int
    inferred: bool
    confidence: float
    many: bool  # whether several children may have one parent
    optional: bool  # whether a child may have none
    label: str


@dataclass(frozen=True, slots=True)
class Content:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int  # tables that are not shown


def content(catalog: Catalog, titles: dict[tuple[str, str], str]) -> Content:
    """The tables (no views) in the catalog's order and the keys between them; ``titles`` by table."""
    every = [table for table in catalog.tables if not table.is_view]
    tables = _most_connected(every)
    place = {table.key: number for number, table in enumerate(tables)}
    with_rows = len(tables) <= _MOST_WITH_ROWS
    referred: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for table in tables:
        for key in table.foreign_keys:
            referred[key.ref_schema, key.ref_table].update(key.ref_columns)
    boxes = tuple(_box(table, titles.get(table.key, ""), referred[table.key], with_rows) for table in tables)
    lines = tuple(line for table in tables for line in _lines(table, place, boxes))
    return Content(boxes, lines, len(every) - len(tables))


def short_type(column: Column) -> str:
    """The type without its length: varchar, numeric, timestamptz[]."""
    array = "[]" if column.type.endswith("[]") else ""
    bare = column.type.removesuffix("[]").partition("(")
    name = bare[0] + bare[2].partition(")")[2]
    return clipped(_SHORT_TYPES.get(name, name.rpartition(".")[2]) + array, 20)


def _most_connected(tables: list[Table]) -> list[Table]:
    if len(tables) <= MOST_TABLES:
        return tables
    keys = {table.key: len(table.foreign_keys) for table in tables}
    for table in tables:
        for key in table.foreign_keys:
            parent = key.ref_schema, key.ref_table
            keys[parent] = keys.get(parent, 0) + 1
    chosen = {table.key for table in sorted(tables, key=lambda table: -keys[table.key])[:MOST_TABLES]}
    return [table for table in tables if table.key in chosen]


def _box(table: Table, title: str, referred: set[str], with_rows: bool) -> Box:
    name = clipped(display_name(table), _LONGEST_NAME)
    if not with_rows:
        return Box(name, "", (), 0)
    foreign = {column for key in table.foreign_keys for column in key.columns}
    rows = []
    for column in table.columns:
        primary = column.name in table.primary_key
        is_so = {"PK": primary, "UK": column.name in referred and not primary, "FK": column.name in foreign}
        if marks := tuple(mark for mark, holds in is_so.items() if holds):
            rows.append(Row(clipped(column.name, _LONGEST_NAME), short_type(column), marks))
    rows = rows or [
        Row(clipped(one.name, _LONGEST_NAME), short_type(one), ()) for one in table.columns[:_FIRST_COLUMNS]
    ]
    said = (name.lower(), spelled(table.name), singular(spelled(table.name)))
    tells = one_line(title).lower() not in said
    return Box(name, title if tells else "", tuple(rows), len(table.columns) - len(rows))


def _lines(table: Table, place: dict[tuple[str, str], int], boxes: tuple[Box, ...]) -> Iterator[Line]:
    child = place[table.key]
    for key in table.foreign_keys:
        parent = place.get((key.ref_schema, key.ref_table))
        if parent is not None:
            yield Line(
                child=child,
                child_row=_row(boxes[child], key.columns[0]),
                parent=parent,
                parent_row=_row(boxes[parent], key.ref_columns[0]),
                inferred=key.source == "inferred",
                confidence=key.confidence,
                many=not _unique(table, key),
                optional=any(table.column(name).nullable for name in key.columns),
                label=clipped(", ".join(key.columns), 60),
            )


def _row(box: Box, column: str) -> int:
    names = [row.name for row in box.rows]
    name = clipped(column, _LONGEST_NAME)
    return names.index(name) if name in names else -1


def _unique(table: Table, key: ForeignKey) -> bool:
    return any(set(unique) <= set(key.columns) for unique in (table.primary_key, *table.unique_keys) if unique)
