"""Columns that identify the rows of their table, so that others may refer to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data_pipeline.catalog.abbreviation import likeness
from data_pipeline.catalog.key_names import (
    KeyName,
    Words,
    column_stems,
    heading,
    key_name,
    split_compound,
    stems,
    table_aliases,
)
from data_pipeline.catalog.key_vocabulary import DESCRIBING, SYNONYMS
from data_pipeline.catalog.model import Column, Table

_ALIKE = 0.8  # likeness of two spellings of a word

TableKey = tuple[str, str]  # schema and name


@dataclass(frozen=True, slots=True)
class Parent:
    table: Table
    key: Column
    aliases: Mapping[Words, float]  # what the table may be called, and how sure that is
    name: KeyName  # of the key
    whole: Words  # all stems of the key
    primary: bool
    owner: bool  # whether the key is its table's own: not one that it borrows from the table that it extends

    @property
    def akin(self) -> bool:
        """Whether the key's name shares a word with its table's, be it a letter short (appelation)."""
        words = {word for alias in self.aliases for word in alias}
        return any(likeness(part, word) >= _ALIKE for part in self.name.stem for word in words)


class Parents:
    """All parents of a catalog, by what a referring column's name may end in."""

    def __init__(self, every: Sequence[Parent], table_words: frozenset[str]) -> None:
        self.every = every
        self.by_key: defaultdict[Words, list[Parent]] = defaultdict(list)  # the stems of the key
        self.by_table: defaultdict[TableKey, list[Parent]] = defaultdict(list)
        self.by_initials: defaultdict[str, list[Parent]] = defaultdict(list)  # po of purchase_order
        self.by_start: defaultdict[str, list[tuple[Parent, Words]]] = defaultdict(list)  # of the table's name
        self._by_end: defaultdict[str, list[tuple[Parent, Words, float]]] = defaultdict(list)
        self.table_words = table_words
        self._meanings: dict[str, list[tuple[str, float]]] = {}
        for parent in every:
            self._add(parent)

    def named(self, word: str) -> Iterator[tuple[Parent, Words, float]]:
        """The parents whose table's name ends in what the word stands for, the name, and how sure that is."""
        if word not in self._meanings:
            alike = [(known, likeness(word, known)) for known in self.table_words | {word}]
            self._meanings[word] = [(known, sure) for known, sure in alike if sure]
        for known, sure in self._meanings[word]:
            for parent, alias, weight in self._by_end.get(known, ()):
                yield parent, alias, sure * weight

    def _add(self, parent: Parent) -> None:
        self.by_table[parent.table.key].append(parent)
        if not parent.name.generic:
            self.by_key[parent.whole].append(parent)
        for alias, weight in _with_synonyms(parent.aliases).items():
            self._by_end[alias[-1]].append((parent, alias, weight))
            if len(alias) > 1 and alias[0].isascii():
                self.by_initials["".join(word[0] for word in alias)].append(parent)
                self.by_start[alias[0]].append((parent, alias))


def index_parents(tables: Sequence[Table]) -> Parents:
    """Every column that is by itself a primary or unique key, or that the statistics show to be one."""
    aliases = table_aliases(tables)
    known = frozenset(word for names in aliases.values() for name in names for word in name)
    return Parents([parent for table in tables for parent in _parents(table, aliases, known)], known)


def _parents(
    table: Table, aliases: Mapping[TableKey, Mapping[Words, float]], known: frozenset[str]
) -> Iterator[Parent]:
    names = column_stems(table)
    mine = aliases[table.key]
    for column in _identifying(table):
        whole = split_compound(names[column.name][-1], known)
        name, spoken = key_name(whole), key_name(stems(heading(column.comment)))
        primary = (column.name,) == table.primary_key or not table.primary_key
        named_so = _named_after(name.stem, mine) or (bool(spoken.stem) and _named_after(spoken.stem, mine))
        owner = named_so or (primary and not _borrowed(name.stem, mine, aliases))
        parent = Parent(table, column, mine, name, whole, primary, owner)
        if primary or name.kind or spoken.kind or (parent.akin and name.stem[-1] not in DESCRIBING):
            yield parent


def _named_after(stem: Words, aliases: Iterable[Words]) -> bool:
    return not stem or any(stem == alias[-len(stem) :] or alias == stem[-len(alias) :] for alias in aliases)


def _borrowed(stem: Words, mine: Iterable[Words], aliases: Mapping[TableKey, Mapping[Words, float]]) -> bool:
    """Whether the stem is the name of another table."""
    return stem not in mine and any(names.get(stem, 0) >= 0.95 for names in aliases.values())


def _identifying(table: Table) -> list[Column]:
    names = {key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}
    if names or table.primary_key:
        return [table.column(name) for name in sorted(names)]
    return [column for column in table.columns[:1] if _apparent_key(table, column)]


def _apparent_key(table: Table, column: Column) -> bool:
    """Whether a table without any key has one all the same: a first column named as one, with no value twice."""
    known = column.statistics
    distinct = known.distinct is not None and known.distinct >= table.row_count > 1
    return distinct and not known.null_fraction and bool(key_name(stems(column.name)).kind)


def _with_synonyms(aliases: Mapping[Words, float]) -> Mapping[Words, float]:
    others: dict[Words, float] = {
        (word,): 0.7 * weight
        for alias, weight in aliases.items()
        if len(alias) == 1
        for group in SYNONYMS
        if alias[0] in group
        for word in group
    }
    return {**others, **aliases}
