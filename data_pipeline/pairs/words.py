"""What tables, columns and values are called: from comments in the language asked for, else from identifiers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.identifiers import SYSTEMS, shared_prefix, spelled, without_prefix, words_of
from data_pipeline.pairs.owners import named_after
from data_pipeline.pairs.subjects import name_columns
from data_pipeline.pairs.tree import Field, Query

_USUAL = "public"  # the schema that nobody names
_VIEW = {"v": "view", "vw": "view", "mv": "view"}
Place = tuple[str, ...]  # (schema, table) or (schema, table, column)


class Words(ABC):
    """The vocabulary of one language for one catalog."""

    def __init__(self, catalog: Catalog, called: Mapping[Place, str] | None = None) -> None:
        """``called``: what some of it is called in place of its title."""
        self._called = dict(called or {})
        self._tables = {table.key: table for table in catalog.tables}
        self._roles: dict[tuple[tuple[str, str], ForeignKey], str] = {}
        self._prefix = shared_prefix(table.name for table in catalog.tables)
        self._called.update(self._by_their_names(catalog))
        self._columns = {t.key: tuple(self.column(t, column) for column in t.columns) for t in catalog.tables}
        self._column_nouns = Counter(noun for nouns in self._columns.values() for noun in nouns)

    def table(self, table: Table) -> str:
        """The table's rows as a noun, singular: with what tells them apart where several tables are called alike."""
        before, rows = self._before.get(table.key, ""), self.rows_of(table)
        return before + rows.lstrip() if before else rows

    @cached_property
    def _before(self) -> Mapping[Place, str]:
        """What is told before nouns that others have, too, by table."""
        return _told_apart({table.key: self.rows_of(table).strip() for table in self._tables.values()})

    def _by_their_names(self, catalog: Catalog) -> Iterator[tuple[Place, str]]:
        """Columns called alike in one table, by capitals apart or by comments: the noun behind the name, as SQL writes
        it. Flags are not: "active" of two of them is mostly the same.
        """
        for table in catalog.tables:
            nouns = {column.name: self.column(table, column) for column in table.columns if not is_flag(column)}
            for name, noun in _told_by_name(nouns):
                spaced = " " if noun.startswith(" ") else ""
                yield (*table.key, name), f"{spaced}{_written(name)} {noun.strip()}{spaced}"

    @abstractmethod
    def rows_of(self, table: Table) -> str:
        """The same by the table's own name, comment or title alone."""

    @abstractmethod
    def column(self, table: Table, column: Column) -> str:
        """The column as a noun."""

    def columns(self, table: Table) -> tuple[str, ...]:
        """The nouns of all columns of a table of the catalog, in their order."""
        return self._columns[table.key]

    @abstractmethod
    def value(self, column: Column, value: str) -> str:
        """The value as a person says it: the label of a coded value, else the value."""

    @abstractmethod
    def role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        """The parent as the child's key calls it ("manager"), or just the parent's noun where that is clear."""

    def noun(self, query: Query, source: int) -> str:
        """The table at a position of the query: by its own name, or by the key that brought it in."""
        for join in query.joins:
            if join.source == source == join.parent:
                return self._role(query.tables[join.child], join.key, query.tables[source])
        return self.table(query.tables[source])

    def of_key(self, child: Table, key: ForeignKey) -> str:
        """What the key points at, as a noun; "" when that table is not in the catalog."""
        parent = self._tables.get((key.ref_schema, key.ref_table))
        return self._role(child, key, parent) if parent else ""

    def _role(self, child: Table, key: ForeignKey, parent: Table) -> str:
        """The same as ``role``, of which a thousand questions ask a few dozen."""
        if (child.key, key) not in self._roles:
            self._roles[child.key, key] = self.role(child, key, parent)
        return self._roles[child.key, key]

    def is_reached_twice(self, subject: Table, parent: Table) -> bool:
        """Two tables that the subject refers to lead on to this one, each to rows of its own: a rental's address may be
        that of the customer or of the staff member. Keys that are called after a role are another matter.
        """
        near = {(key.ref_schema, key.ref_table) for key in subject.foreign_keys if named_after(key)} - {parent.key}
        ways = {key: self._tables[key].foreign_keys for key in near if key in self._tables}
        leads = (any((up.ref_schema, up.ref_table) == parent.key and named_after(up) for up in ups)
                 for ups in ways.values())  # fmt: skip
        return sum(leads) > 1

    def of_column(self, child: Table, column: Column) -> str:
        """What a column that is a key on its own points at, as a noun; "" for any other column."""
        keys = [key for key in child.foreign_keys if key.columns == (column.name,)]
        return next((noun for noun in (self.of_key(child, key) for key in keys) if noun), "")

    def leads_to_named(self, child: Table, column: Column) -> bool:
        """The column is a key to rows that have names: people who want the key itself say so."""
        keys = [key for key in child.foreign_keys if key.columns == (column.name,)]
        parents = (self._tables.get((key.ref_schema, key.ref_table)) for key in keys)
        return any(parent and name_columns(parent) for parent in parents)

    def is_doubled(self, table: Table, column: Column) -> bool:
        """Capitals alone tell the column from another: no word but its name says which is meant."""
        return any(other.name.lower() == column.name.lower() for other in table.columns if other.name != column.name)

    def field(self, query: Query, field: Field) -> str:
        """The field's column as a noun."""
        return self.column(query.table_of(field), field.column)

    def is_telling(self, table: Table, column: Column) -> bool:
        """Whether the column's noun alone says which table is meant."""
        return self._column_nouns[self.column(table, column)] == 1

    def _identifier(self, table: Table) -> str:
        return without_prefix(table.name, self._prefix)


def _told_apart(nouns: Mapping[Place, str]) -> dict[Place, str]:
    """What goes before the nouns that several tables have: their schema, but for the usual one, and of tables in one
    schema what the others' names lack: ERP products and CRM products.
    """
    alike = defaultdict[str, list[Place]](list)
    for key, noun in nouns.items():
        alike[noun].append(key)
    found: dict[Place, str] = {}
    for key, noun in nouns.items():
        others = {schema for schema, _ in alike[noun]} - {key[0]}
        schema = f"{spelled(key[0])} " if others and key[0] != _USUAL else ""
        found[key] = schema + _own_words(key[1], [name for near, name in alike[noun] if near == key[0]])
    return {key: before for key, before in found.items() if before}


def _own_words(name: str, same: Sequence[str]) -> str:
    """The words of a table's name that not all those called alike have, with a space behind; the name itself, as SQL
    writes it, where capitals alone tell it; "" for one alone.
    """
    shared = set.intersection(*(set(words_of(one)) for one in same))
    own = [_VIEW.get(word, word.upper() if word in SYSTEMS else word) for word in words_of(name) if word not in shared]
    if not own and name != name.lower():
        own = [_written(name)]
    return f"{' '.join(own)} " if own and len(same) > 1 else ""


def _written(name: str) -> str:
    """The name as SQL writes it, in one line: it may hold quotes and line ends."""
    return '"' + " ".join(name.replace('"', '""').split()) + '"'


def _told_by_name(nouns: Mapping[str, str]) -> list[tuple[str, str]]:
    """The names and nouns of those that others share the noun of; of price and Price the one with the capital alone."""
    names = defaultdict[str, list[str]](list)
    for name, noun in nouns.items():
        names[noun].append(name.lower())
    return [
        (name, noun)
        for name, noun in nouns.items()
        if len(names[noun]) > 1 and (name != name.lower() or names[noun].count(name) == 1)
    ]


def shares_parent(child: Table, key: ForeignKey, parent: Table) -> bool:
    """Another key of the child leads to the same parent, or the parent is the child itself."""
    same = [other for other in child.foreign_keys if (other.ref_schema, other.ref_table) == parent.key]
    return len(same) > 1 or child.key == parent.key


def has_a_row_a_day(table: Table) -> bool:
    key = [table.column(name) for name in table.primary_key]
    return len(key) == 1 and key[0].type == "date"
