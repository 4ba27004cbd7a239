"""What each table is about: its columns' roles, its name, its main date, the keys that lead from it and to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.roles import Role, distinct_values, roles_of

_SURE_ENOUGH = 0.8  # an inferred key below this confidence is not joined along
_OFTEN_SET = 0.95  # a key that is empty in more rows than this leads nowhere
_PARTIAL = {"first", "middle", "nick", "contact", "short", "old"}  # names that a full or last name goes before
_UNIQUE_ENOUGH = 0.7  # a name column with fewer different values per row does not name the row


@dataclass(frozen=True, slots=True)
class Link:
    """A key between two tables, each row of ``child`` pointing at one row of ``parent``."""

    child: Table
    parent: Table
    key: ForeignKey

    @property
    def child_columns(self) -> tuple[Column, ...]:
        return tuple(self.child.column(name) for name in self.key.columns)

    @property
    def always_set(self) -> bool:
        """No child row is without a parent."""
        return all(not column.nullable or column.statistics.null_fraction == 0 for column in self.child_columns)


@dataclass(frozen=True, slots=True)
class Subject:
    """A table as something to ask about."""

    table: Table
    roles: Mapping[str, Role]
    name: Column | None  # what people call a row
    main_date: Column | None  # the date by which an event is counted; None for entities
    only_date: bool  # there is no other date than the main one, so that "in 2024" says enough
    parents: tuple[Link, ...]
    children: tuple[Link, ...]

    @property
    def is_entity(self) -> bool:
        """A thing with a name, rather than something that happened."""
        return self.name is not None

    def columns(self, *roles: Role) -> list[Column]:
        """The columns that have one of these roles and hold something."""
        return [c for c in self.table.columns if self.roles[c.name] in roles and c.statistics.null_fraction < 1]


Subjects = Mapping[tuple[str, str], Subject]


def read_subjects(catalog: Catalog) -> Subjects:
    """Every table that has rows, by its key, in the catalog's order."""
    tables = [table for table in catalog.tables if table.row_count > 0]
    links = _links(tables)
    return {table.key: _subject(table, links) for table in tables}


def _subject(table: Table, links: list[Link]) -> Subject:
    roles = roles_of(table)
    name = _name_column(table, roles)
    return Subject(
        table=table,
        roles=roles,
        name=name,
        main_date=None if name else _main_date(table, roles),
        only_date=sum(role is Role.DATE for role in roles.values()) <= 1,
        parents=tuple(link for link in links if link.child.key == table.key),
        children=tuple(link for link in links if link.parent.key == table.key and link.child.key != table.key),
    )


def _links(tables: list[Table]) -> list[Link]:
    known = {table.key: table for table in tables}
    return [
        Link(table, known[key.ref_schema, key.ref_table], key)
        for table in tables
        for key in table.foreign_keys
        if (key.ref_schema, key.ref_table) in known
        and key.confidence >= _SURE_ENOUGH
        and all(table.column(name).statistics.null_fraction <= _OFTEN_SET for name in key.columns)
    ]


def _name_column(table: Table, roles: Mapping[str, Role]) -> Column | None:
    """The best of the name columns: "name" or "title" alone before "<something>_name"; it must tell the rows apart."""
    named = [c for c in table.columns if roles[c.name] is Role.NAME and _tells_apart(c, table)]
    return min(named, key=_preference, default=None)


def _preference(column: Column) -> tuple[bool, int, int]:
    words = words_of(column.name)
    return not _PARTIAL.isdisjoint(words), len(words), column.position


def _tells_apart(column: Column, table: Table) -> bool:
    if (column.name,) in table.unique_keys:
        return True
    distinct = distinct_values(column, table.row_count)
    return distinct is None or distinct >= _UNIQUE_ENOUGH * table.row_count


def _main_date(table: Table, roles: Mapping[str, Role]) -> Column | None:
    dates = [c for c in table.columns if roles[c.name] is Role.DATE] or [
        c for c in table.columns if roles[c.name] is Role.RECORDED
    ]
    return min(
        dates, key=lambda column: (column.nullable, column.statistics.null_fraction, column.position), default=None
    )
