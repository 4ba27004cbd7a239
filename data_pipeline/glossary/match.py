"""Which tables and columns of a catalog a glossary speaks of, and what in it fits none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeVar

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.glossary.model import Entry, Glossary, Ignored
from data_pipeline.glossary.read import COLUMN_WORDS, TABLE_WORDS, TOP_WORDS
from data_pipeline.names import shown
from data_pipeline.sentence import Sentence
from data_pipeline.suggestion import nearest

Key = tuple[str, str]
Found = TypeVar("Found")
_MOST_SUGGESTIONS = 100  # looking for near names takes time


@dataclass(slots=True)
class Matches:
    """What a glossary says, by the catalog's own names."""

    tables: dict[Key, Entry] = field(default_factory=dict)
    columns: dict[tuple[Key, str], Entry] = field(default_factory=dict)
    strange_columns: dict[Key, dict[str, Entry]] = field(default_factory=dict)  # that a known table does not have
    ignored_tables: set[Key] = field(default_factory=set)
    ignored_columns: set[tuple[Key, str]] = field(default_factory=set)
    warnings: list[Sentence] = field(default_factory=list)
    strangers: dict[str, Sentence] = field(default_factory=dict)  # tables that the catalog does not have


def match(catalog: Catalog, glossary: Glossary) -> Matches:
    """Find everything; names count exactly, or else without regard to case where only one fits."""
    found = Matches()
    names = {name: table for table in catalog.tables for name in _names(table)}
    for word, line in glossary.unknown:
        found.warnings.append(_unknown(found, glossary, line, word, (*TOP_WORDS, *TABLE_WORDS, *COLUMN_WORDS)))
    for name, said in glossary.tables.items():
        table = _fitting(name, names)
        if table is None:
            found.strangers[name] = _unknown(found, glossary, said.entry.line, name, names)
            continue
        if table.key in found.tables:
            found.warnings.append(_twice(glossary, said.entry.line, name))
        found.tables[table.key] = said.entry
        columns = {column.name: column.name for column in table.columns}
        for column, entry in said.columns.items():
            if (own := _fitting(column, columns)) is None:
                found.strange_columns.setdefault(table.key, {})[column] = entry
                known = [f"{name}.{other}" for other in columns]
                found.warnings.append(_unknown(found, glossary, entry.line, f"{name}.{column}", known))
            else:
                found.columns[table.key, own] = entry
    for ignored in glossary.ignored:
        _ignore(ignored, catalog, glossary, found)
    return found


def _ignore(ignored: Ignored, catalog: Catalog, glossary: Glossary, found: Matches) -> None:
    pattern = ignored.pattern.casefold()
    tables = {t.key for t in catalog.tables if any(fnmatchcase(name.casefold(), pattern) for name in _names(t))}
    columns = set(_columns_like(catalog, pattern)) if "." in pattern and not tables else set()
    found.ignored_tables |= tables
    found.ignored_columns |= columns
    if not tables and not columns and "*" not in pattern:
        every = [*(shown(*t.key) for t in catalog.tables)]
        every += [f"{shown(*t.key)}.{c.name}" for t in catalog.tables for c in t.columns]
        found.strangers[ignored.pattern] = _unknown(found, glossary, ignored.line, ignored.pattern, every)


def _columns_like(catalog: Catalog, pattern: str) -> Iterator[tuple[Key, str]]:
    for table in catalog.tables:
        for column in table.columns:
            if any(fnmatchcase(f"{name}.{column.name}".casefold(), pattern) for name in _names(table)):
                yield table.key, column.name


def _names(table: Table) -> tuple[str, str]:
    """How a table may be written: ``orders`` (in public only) or ``public.orders``."""
    return shown(*table.key), f"{table.schema}.{table.name}"


def _fitting(name: str, known: Mapping[str, Found]) -> Found | None:
    if name in known:
        return known[name]
    alike = {id(value): value for other, value in known.items() if other.casefold() == name.casefold()}
    return next(iter(alike.values())) if len(alike) == 1 else None


def _twice(glossary: Glossary, line: int, name: str) -> Sentence:
    return Sentence(
        f"{glossary.source}, line {line}: '{name}' is a table that stands above under another name; this entry counts.",
        f"{glossary.source} 第 {line} 行：'{name}' 与上文另一名称是同一个表，以此处为准",
    )


def _unknown(found: Matches, glossary: Glossary, line: int, name: str, known: Iterable[str]) -> Sentence:
    """That there is no such name, and which one is like it."""
    few = len(found.warnings) + len(found.strangers) < _MOST_SUGGESTIONS
    near = nearest(name, known) if few else None
    en = f"{glossary.source}, line {line}: there is no '{name}'"
    zh = f"{glossary.source} 第 {line} 行：找不到 '{name}'"
    if near:
        return Sentence(f"{en}; did you mean '{near}'?", f"{zh}，是否应为 '{near}'？")
    return Sentence(f"{en}; the entry is not used.", f"{zh}，该条目未使用")
