"""Keys of several columns that refer to another table's primary key as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from math import prod

from data_pipeline.catalog.key_names import Words, column_stems, key_name, split_compound, stems, table_aliases
from data_pipeline.catalog.key_parents import TableKey
from data_pipeline.catalog.key_suspects import type_class
from data_pipeline.catalog.key_values import Comparison, Evidence
from data_pipeline.catalog.model import Column, ForeignKey, Table

_MOST_COLUMNS = 4
_MOST_COMPARED = 6  # composite parents per table
_LEAST_SEEN = 10  # tuples
_SPREAD = 0.8  # of all combinations at most, for a fit that is no chance
_SURE = 0.85
_ORPHANS_ALLOWED = 0.02


def composite_suspects(tables: Sequence[Table]) -> dict[TableKey, list[Comparison]]:
    """For each table the composite primary keys of others whose columns it has all, by name and type."""
    aliases = table_aliases(tables)
    known = frozenset(word for names in aliases.values() for name in names for word in name)
    names = {table.key: _column_names(table, known) for table in tables}
    parents = [table for table in tables if 2 <= len(table.primary_key) <= _MOST_COLUMNS]
    found: defaultdict[TableKey, list[Comparison]] = defaultdict(list)
    for table, parent in product(tables, parents):
        if table.key != parent.key and len(found[table.key]) < _MOST_COMPARED:
            columns = _counterparts(table, parent, names, aliases[parent.key])
            if columns and _may_refer(table, columns, parent):
                found[table.key].append(Comparison(columns, parent, parent.primary_key))
    return found


def confirmed_composites(
    table: Table, suspects: Sequence[Comparison], evidence: Iterable[Evidence | None]
) -> list[ForeignKey]:
    """Those that the values confirm; a product of two small lists fits by chance: there the names have to say it."""
    return [
        ForeignKey(suspect.columns, *suspect.parent.key, suspect.ref_columns, "inferred", _SURE)
        for suspect, seen in zip(suspects, evidence, strict=True)
        if seen
        and seen.seen >= _LEAST_SEEN
        and seen.orphans <= _ORPHANS_ALLOWED * seen.seen
        and (_sparse(suspect) or _says_so(suspect))
    ]


def without_implied(found: Mapping[TableKey, list[ForeignKey]]) -> dict[TableKey, list[ForeignKey]]:
    """Less the single keys that a composite one implies: the parent's own column refers to the same table."""
    return {
        table: [key for key in keys if not any(_implies(other, key, found) for other in keys)]
        for table, keys in found.items()
    }


def _implies(whole: ForeignKey, key: ForeignKey, found: Mapping[TableKey, list[ForeignKey]]) -> bool:
    if len(whole.columns) < 2 or len(key.columns) > 1 or key.columns[0] not in whole.columns:
        return False
    column = whole.ref_columns[whole.columns.index(key.columns[0])]
    target = (key.ref_schema, key.ref_table, key.ref_columns)
    return any(
        other.columns == (column,) and (other.ref_schema, other.ref_table, other.ref_columns) == target
        for other in found.get((whole.ref_schema, whole.ref_table), ())
    )


def _column_names(table: Table, known: Collection[str]) -> dict[str, Words]:
    return {name: split_compound(parts[-1], known) for name, parts in column_stems(table).items()}


def _counterparts(
    table: Table, parent: Table, names: Mapping[TableKey, Mapping[str, Words]], aliases: Mapping[Words, float]
) -> tuple[str, ...]:
    """The column of the table for each one of the parent's key; () unless there is one for all."""
    columns = {words: table.column(name) for name, words in names[table.key].items()}
    found = []
    for name in parent.primary_key:
        column = _counterpart(columns, parent.column(name), names[parent.key][name], aliases)
        if column is None:
            return ()
        found.append(column.name)
    return tuple(found) if len(set(found)) == len(found) else ()


def _counterpart(
    columns: Mapping[Words, Column], key: Column, whole: Words, aliases: Mapping[Words, float]
) -> Column | None:
    names = [(*alias, *whole) for alias in aliases]
    if not key_name(whole).generic:
        names.insert(0, whole)
    fitting = (columns[name] for name in names if name in columns)
    return next((column for column in fitting if type_class(column) == type_class(key)), None)


def _may_refer(table: Table, columns: tuple[str, ...], parent: Table) -> bool:
    """Two tables with the same primary key are rather siblings, unless one is named after the other."""
    if any(set(columns) & set(key.columns) for key in table.foreign_keys):
        return False
    own = stems(table.name)
    named_after = own[: len(stems(parent.name))] == stems(parent.name)
    return set(columns) != set(table.primary_key) or named_after


def _says_so(suspect: Comparison) -> bool:
    """All columns are called after the parent: block_floor and block_code of block."""
    called = stems(suspect.parent.name)
    return bool(called) and all(stems(name)[: len(called)] == called for name in suspect.columns)


def _sparse(suspect: Comparison) -> bool:
    sizes = [
        suspect.parent.column(name).statistics.distinct or suspect.parent.row_count for name in suspect.ref_columns
    ]
    return suspect.parent.row_count <= _SPREAD * prod(sizes)
