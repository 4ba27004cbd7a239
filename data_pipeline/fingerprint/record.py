"""The record that a step leaves of its last run, and the tables that have changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.files import write_text
from data_pipeline.fingerprint.estimates import alike, estimates
from data_pipeline.fingerprint.exact import exact_digest

Key = tuple[str, str]
Print = Mapping[str, Any]  # of one table: "exact", "refers_to", and what estimates() gives


@dataclass(frozen=True, slots=True)
class Record:
    """What files were made from. A table that is not in it has no files that can be relied on."""

    settings: str = ""  # digest of all that is not a table
    tables: Mapping[Key, Print] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)  # what the step itself wants to know next time

    def without(self, keys: frozenset[Key], **more: Any) -> Record:
        """The same, less these tables: to be written before their files are touched."""
        left = {key: value for key, value in self.tables.items() if key not in keys}
        return Record(self.settings, left, {**self.more, **more})


@dataclass(frozen=True, slots=True)
class Changes:
    """Of the tables of a catalog, against a record."""

    changed: frozenset[Key]  # new ones, too
    unchanged: frozenset[Key]
    gone: frozenset[Key]
    # The changed, and those whose keys, views or INHERITS lead to a changed or gone one, or from it.
    touched: frozenset[Key]
    busy: frozenset[Key] = frozenset()  # locked now: what was made of them stands, and is compared by the next run

    @property
    def none(self) -> bool:
        return not self.changed and not self.gone

    @property
    def standing(self) -> frozenset[Key]:
        """The tables about which all that was made stays."""
        return self.unchanged | self.busy


def read_record(path: Path) -> Record:
    """An empty one where there is none that can be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        tables = {(one["schema"], one["name"]): one["print"] for one in value["tables"]}
        return Record(str(value["settings"]), tables, dict(value["more"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Record()


def write_record(path: Path, record: Record) -> None:
    """Written last, when the files stand."""
    tables = [{"schema": key[0], "name": key[1], "print": value} for key, value in record.tables.items()]
    value = {"settings": record.settings, "more": record.more, "tables": tables}
    write_text(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def compare(
    catalog: Catalog, earlier: Record, settings: str, stands: Callable[[Table], bool] = lambda table: True
) -> Changes:
    """What has changed since; everything, when the settings have. ``stands`` says whether a table's files are there."""
    prints = earlier.tables if earlier.settings == settings else {}
    unchanged = {t.key for t in catalog.tables if t.key in prints and _same(prints[t.key], t, catalog) and stands(t)}
    changed = {table.key for table in catalog.tables} - unchanged
    gone = set(earlier.tables) - unchanged - changed - set(catalog.busy)
    touched = changed | set(_neighbours(catalog, prints, frozenset(changed | gone)))
    return Changes(*map(frozenset, (changed, unchanged, gone, touched, prints.keys() & set(catalog.busy))))


def recorded(catalog: Catalog, earlier: Record, changes: Changes, settings: str, **more: Any) -> Record:
    """The record of this run. What has not changed keeps its figures, so that many small steps are noticed, too."""
    prints = {t.key: _print(t, catalog) if t.key in changes.changed else earlier.tables[t.key] for t in catalog.tables}
    return Record(settings, {**{key: earlier.tables[key] for key in sorted(changes.busy)}, **prints}, more)


def _print(table: Table, catalog: Catalog) -> Print:
    refers_to = sorted(_parents(table))
    return {"exact": exact_digest(table, catalog), "refers_to": refers_to, **estimates(table)}


def _parents(table: Table) -> set[Key]:
    """The tables that it refers to or inherits from."""
    return {(key.ref_schema, key.ref_table) for key in table.foreign_keys} | set(table.inherits)


def _same(earlier: Print, table: Table, catalog: Catalog) -> bool:
    try:
        return bool(earlier["exact"] == exact_digest(table, catalog) and alike(earlier, table))
    except (LookupError, TypeError):
        return False


def _neighbours(catalog: Catalog, prints: Mapping[Key, Print], other: frozenset[Key]) -> set[Key]:
    """The tables of the catalog that refer to one of the others, or that one of them refers to: now or then."""
    edges = {(t.key, parent) for t in catalog.tables for parent in _parents(t)}
    edges |= {(key, (ref[0], ref[1])) for key, value in prints.items() for ref in value.get("refers_to", ())}
    edges |= {(t.key, key) for t in catalog.tables if t.definition for key in other if key[1] in t.definition}
    near = {start for start, end in edges if end in other} | {end for start, end in edges if start in other}
    return near & {table.key for table in catalog.tables}
