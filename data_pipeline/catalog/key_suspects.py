"""Columns that may refer to another table, judged by name, type and uniqueness alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data_pipeline.catalog.key_names import GENERIC_KEYS, SELF_ROLES, Words, column_words, table_words
from data_pipeline.catalog.model import Column, Table

TableKey = tuple[str, str]  # schema and name


@dataclass(frozen=True, slots=True)
class Parent:
    """A column that identifies the rows of its table, so that others may refer to it."""

    table: Table
    key: Column
    table_words: Words
    key_words: Words
    full_words: Words  # the table's, then what the key adds to them


@dataclass(frozen=True, slots=True)
class Suspect:
    column: Column
    parent: Parent
    confidence: float  # 0..1, of the name alone


Index = Mapping[Words, Sequence[Parent]]  # by what a column may be called that refers to them


def index_parents(tables: Sequence[Table]) -> Index:
    """Every column that is a primary or unique key by itself, to be found by the end of a referring column's name."""
    index: defaultdict[Words, list[Parent]] = defaultdict(list)
    for parent in _parents(tables):
        for name in {parent.full_words, parent.key_words if _telling(parent) else parent.full_words}:
            index[name].append(parent)
    return index


def find_suspects(table: Table, parents: Index, ancestors: Collection[TableKey]) -> list[Suspect]:
    """At most one suspect for each column without a declared key; none that points at an ancestor's inherited key."""
    declared = {column for key in table.foreign_keys for column in key.columns}
    stems = column_words(table)
    suspects = []
    for column in table.columns:
        stem = stems[column.name]
        near = [parent for n in range(len(stem)) for parent in parents.get(stem[n:], ())]
        if stem[:1] and stem[0] in SELF_ROLES:
            near += [parent for parent in _parents([table]) if (parent.key.name,) == table.primary_key]
        near = [parent for parent in near if parent.table.key not in ancestors]
        if near and column.name not in declared and (best := _best(table, column, stem, near)):
            suspects.append(best)
    return suspects


def type_class(column: Column) -> str:
    """Types that compare with each other have the same class."""
    base = (column.portable_type or column.type).partition("(")[0]
    if base in ("smallint", "integer", "bigint"):
        return "whole number"
    return "text" if base in ("text", "character varying", "character") else base


def _parents(tables: Sequence[Table]) -> Iterator[Parent]:
    named = table_words(tables)
    for table in tables:
        keys, words = column_words(table), named[table.key]
        for name in sorted({key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}):
            key = keys[name]
            added = key[len(words) :] if key[: len(words)] == words else key
            yield Parent(table, table.column(name), words, key, (*words, *added))


def _best(table: Table, column: Column, stem: Words, parents: Iterable[Parent]) -> Suspect | None:
    """The parent that the name fits best; none when it fits two tables equally well."""
    fits = [
        Suspect(column, parent, confidence)
        for parent in parents
        if type_class(parent.key) == type_class(column)
        and (parent.table.key, parent.key.name) != (table.key, column.name)
        and (confidence := _name_fit(table, stem, parent))
    ]
    best = max((fit.confidence for fit in fits), default=0.0)
    first = [fit for fit in fits if fit.confidence == best]
    first = [fit for fit in first if fit.parent.table.schema == table.schema] or first
    return first[0] if len({fit.parent.table.key for fit in first}) == 1 else None


def _name_fit(table: Table, stem: Words, parent: Parent) -> float:
    """How well a column's name points at a parent's key, 0 (not at all) to 1."""
    full, key = parent.full_words, parent.key_words
    own = parent.table.key == table.key
    telling = _telling(parent)
    if stem == full or (stem == key and telling):
        return 0.0 if own else 0.95
    if stem[-len(full) :] == full:
        return 0.85
    if stem[-len(key) :] == key and telling:
        return 0.8
    return 0.7 if own and stem[0] in SELF_ROLES else 0.0


def _telling(parent: Parent) -> bool:
    """Whether the key's name alone says which table it is of: neither "id", nor shared with the table it extends."""
    borrowed = any(key.columns == (parent.key.name,) for key in parent.table.foreign_keys)
    own_words = set(parent.key_words) & set(parent.table_words)
    return parent.key_words not in GENERIC_KEYS and not borrowed and bool(own_words)
