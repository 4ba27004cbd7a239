"""What stands around a table: its parents, its children, what it is among them, and what a view reads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.catalog.table_kind import Kind, table_kind
from data_pipeline.documents.nature import Nature, nature

Key = tuple[str, str]
Shape = Kind | Literal["view"]
_TELLING = (Nature.NAME, Nature.CHOICE, Nature.MEASURE, Nature.OTHER)
_RECORDED = re.compile(r"creat|updat|modif|delet|chang|insert|gmt|创建|更新|修改|删除", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Child:
    """A key of another table (or the same) that points at a table."""

    table: Table
    key: ForeignKey


class Surroundings:
    """The relations between the tables of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.tables: Mapping[Key, Table] = {table.key: table for table in catalog.tables}
        self._catalog = catalog
        self._shapes: dict[Key, Shape] = {}
        self._children: defaultdict[Key, list[Child]] = defaultdict(list)
        self._heirs: defaultdict[Key, list[Table]] = defaultdict(list)
        for table in catalog.tables:
            for parent in table.inherits:
                self._heirs[parent].append(table)
            for key in table.foreign_keys:
                self._children[key.ref_schema, key.ref_table].append(Child(table, key))

    def shape(self, table: Table) -> Shape:
        """What one row of the table is."""
        if table.key not in self._shapes:
            self._shapes[table.key] = "view" if table.is_view else table_kind(table, self._catalog)
        return self._shapes[table.key]

    def children(self, table: Table) -> Sequence[Child]:
        """The keys that point at the table, ordered by where they are."""
        return self._children.get(table.key, ())

    def heirs(self, table: Table) -> Sequence[Table]:
        """The tables that inherit from it, as their INHERITS clauses say."""
        return self._heirs.get(table.key, ())

    def parents(self, table: Table) -> list[Table]:
        """The tables that it refers to, each once, without itself."""
        keys = [(key.ref_schema, key.ref_table) for key in table.foreign_keys]
        return [self.tables[key] for key in dict.fromkeys(keys) if key in self.tables and key != table.key]

    def referring(self, table: Table) -> list[Table]:
        """The tables that refer to it, each once, without itself."""
        found = {child.table.key: child.table for child in self.children(table)}
        return [other for key, other in found.items() if key != table.key]

    def read_by(self, view: Table) -> list[Table]:
        """The tables whose names stand in the view's query."""
        words = set(re.findall(r"\w+", view.definition or ""))
        return [table for table in self.tables.values() if table.key != view.key and table.name in words]


def main_moment(table: Table) -> Column | None:
    """The column that says when what a row tells of happened; not when the row was written."""
    moments = [column for column in table.columns if column.category == "D" and not _RECORDED.search(column.name)]
    return min(moments, key=lambda column: (column.statistics.null_fraction, column.position), default=None)


def telling_columns(table: Table, most: int = 4) -> list[Column]:
    """The columns that say the most of a row: its name, its choices, its measures."""
    ranked = [(column, nature(table, column)) for column in table.columns]
    fit = [(_TELLING.index(kind), column) for column, kind in ranked if kind in _TELLING]
    fit = [(rank, column) for rank, column in fit if not _RECORDED.search(column.name)]
    return [column for _, column in sorted(fit, key=lambda one: (one[0], one[1].position))[:most]]
