"""A glossary as plain values. What a user left out is empty: "", (), {} or False."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one table or column."""

    line: int = 0  # in the file, from 1
    titles: Mapping[str, str] = field(default_factory=dict)  # {"zh": "订单", "en": "order"}
    synonyms: tuple[str, ...] = ()
    description: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)  # of a column's values: {"1": "启用"}

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing in it, as where a draft was left as it is."""
        return not (self.titles or self.synonyms or self.description or self.labels)


@dataclass(frozen=True, slots=True)
class TableEntry:
    entry: Entry = field(default_factory=Entry)
    columns: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing in it and its columns."""
        return self.entry.says_nothing and not self.columns


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the business that is no table and no column: "客单价"."""

    name: str
    definition: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """Tables or columns to leave out: ``name``, ``table.column``, ``schema.table``; * stands for any letters."""

    pattern: str
    line: int


@dataclass(frozen=True, slots=True)
class Glossary:
    source: str = ""  # the file's name; "" = there is none
    tables: Mapping[str, TableEntry] = field(default_factory=dict)  # by name as written: table or schema.table
    terms: tuple[Term, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()  # words that mean nothing here, with their lines

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.tables or self.terms or self.ignored or self.unknown)
