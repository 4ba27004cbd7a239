"""A catalog as its users see it: their titles, descriptions and labels in it, what they ignore out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.glossary.match import Matches, match
from data_pipeline.glossary.model import Entry, Glossary
from data_pipeline.names import quoted


def apply_glossary(catalog: Catalog, glossary: Glossary) -> Catalog:
    """The catalog with everything that the glossary says; what the glossary does not mention stays as it is.

    A sensitive column stays sensitive: its values get no labels. Ignored tables and columns are gone, and with them
    the keys, checks and generated expressions that need them.
    """
    found = match(catalog, glossary)
    return without_ignored(told(catalog, found), found)


def told(catalog: Catalog, found: Matches) -> Catalog:
    """The catalog with titles, synonyms, descriptions and labels."""
    return replace(catalog, tables=tuple(_told_table(table, found) for table in catalog.tables))


def without_ignored(catalog: Catalog, found: Matches) -> Catalog:
    """The catalog less its ignored tables and columns."""
    kept = tuple(table for table in catalog.tables if table.key not in found.ignored_tables)
    return replace(catalog, tables=tuple(_reduced(table, found) for table in kept))


def _told_table(table: Table, found: Matches) -> Table:
    columns = tuple(_told_column(column, found.columns.get((table.key, column.name))) for column in table.columns)
    entry = found.tables.get(table.key, Entry())
    return replace(
        table,
        columns=columns,
        titles={**table.titles, **entry.titles},
        synonyms=_together(entry.synonyms, table.synonyms),
        comment=entry.description or table.comment,
        comment_source="glossary" if entry.description else table.comment_source,
    )


def _told_column(column: Column, entry: Entry | None) -> Column:
    if entry is None:
        return column
    labels = {} if column.sensitive else entry.labels
    return replace(
        column,
        titles={**column.titles, **entry.titles},
        synonyms=_together(entry.synonyms, column.synonyms),
        comment=entry.description or column.comment,
        comment_source="glossary" if entry.description else column.comment_source,
        value_labels={**column.value_labels, **labels},
        enum_values=column.enum_values or tuple(labels),  # who lists the values says that there are no others
    )


def _together(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def _reduced(table: Table, found: Matches) -> Table:
    gone = {name for key, name in found.ignored_columns if key == table.key}
    keys = tuple(key for key in table.foreign_keys if not _touches(table, key, found))
    table = replace(table, foreign_keys=keys, inherits=_kept(table.inherits, found.ignored_tables))
    if not gone:
        return table
    columns = tuple(_free(column, gone) for column in table.columns if column.name not in gone)
    partitioned = table.partition_key and not _mentions(table.partition_key, gone)
    return replace(
        table,
        columns=columns,
        primary_key=() if gone & set(table.primary_key) else table.primary_key,
        unique_keys=tuple(key for key in table.unique_keys if not gone & set(key)),
        checks=tuple(check for check in table.checks if not _mentions(check, gone)),
        key_clauses={key: clause for key, clause in table.key_clauses.items() if not gone & set(key)},
        partition_key=table.partition_key if partitioned else None,
        kind="table" if table.kind == "partitioned" and not partitioned else table.kind,
    )


def _kept(tables: Iterable[tuple[str, str]], ignored: set[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(key for key in tables if key not in ignored)


def _free(column: Column, gone: set[str]) -> Column:
    """The column as a plain one where it was computed from one that is gone."""
    computed = column.generated and _mentions(column.generated, gone)
    return replace(column, generated=None) if computed else column


def _touches(table: Table, key: ForeignKey, found: Matches) -> bool:
    """Whether the key comes from or points to something that is ignored."""
    parent = key.ref_schema, key.ref_table
    ends = [(table.key, name) for name in key.columns] + [(parent, name) for name in key.ref_columns]
    return parent in found.ignored_tables or any(end in found.ignored_columns for end in ends)


def _mentions(code: str, names: set[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(quoted(name))}(?!\w)", code) for name in names)
