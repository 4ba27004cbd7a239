"""Foreign keys that nobody declared: suspected by name, comment, type and uniqueness, confirmed by the values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.composite_keys import composite_suspects, confirmed_composites, without_implied
from data_pipeline.catalog.deadline import Deadline
from data_pipeline.catalog.key_parents import TableKey, index_parents
from data_pipeline.catalog.key_suspects import Suspect, find_suspects
from data_pipeline.catalog.key_values import Comparison, Evidence, compare
from data_pipeline.catalog.key_verdict import confidence
from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.catalog.parted_keys import parted_keys
from data_pipeline.catalog.session import settings

_STATEMENT_SECONDS = 5
_LOCK_SECONDS = 1


def infer_keys(
    connection: Connection,
    tables: Sequence[Table],
    ancestors: Mapping[TableKey, Collection[TableKey]],
    sizes: Mapping[TableKey, int],
    deadline: Deadline,
) -> tuple[Table, ...]:
    """The tables with their inferred foreign keys added, each with a confidence.

    At most two bounded statements per table, the second for hardly any; none where no name is suspect, or where the
    table is empty or not among the ``sizes`` (bytes of those whose values can be read). ``ancestors`` are the tables
    that each one inherits from: their keys are its own.
    """
    real = [table for table in tables if not table.is_view]
    parents = index_parents(real)
    composites = composite_suspects(real)
    found: dict[TableKey, list[ForeignKey]] = {}
    with settings(connection, statement_timeout=f"{_STATEMENT_SECONDS}s", lock_timeout=f"{_LOCK_SECONDS}s"):
        for table in real:
            singles = find_suspects(table, parents, ancestors.get(table.key, ()))
            pairs = composites.get(table.key, [])
            comparisons = [_comparison(suspect) for suspect in singles] + pairs
            if not comparisons:
                continue
            evidence = _evidence(connection, table, comparisons, sizes, deadline)
            found[table.key] = _chosen(singles, evidence[: len(singles)])
            found[table.key] += confirmed_composites(table, pairs, evidence[len(singles) :])
    found = without_implied(_one_way(found, real))
    for part, key in _parted(connection, real, found, sizes, deadline).items():
        found[part] = [*found.get(part, []), key]
    return tuple(
        replace(table, foreign_keys=(*table.foreign_keys, *found.get(table.key, ()))) if found.get(table.key) else table
        for table in tables
    )


def _parted(
    connection: Connection,
    tables: Sequence[Table],
    found: Mapping[TableKey, Sequence[ForeignKey]],
    sizes: Mapping[TableKey, int],
    deadline: Deadline,
) -> dict[TableKey, ForeignKey]:
    keys = {table.key: (*table.foreign_keys, *found.get(table.key, ())) for table in tables}
    known = {table: {column for key in own for column in key.columns} for table, own in keys.items()}
    with settings(connection, statement_timeout=f"{_STATEMENT_SECONDS}s", lock_timeout=f"{_LOCK_SECONDS}s"):
        return parted_keys(connection, tables, known, sizes, deadline)


def _comparison(suspect: Suspect) -> Comparison:
    return Comparison((suspect.column.name,), suspect.parent.table, (suspect.parent.key.name,))


def _evidence(
    connection: Connection,
    table: Table,
    comparisons: Sequence[Comparison],
    sizes: Mapping[TableKey, int],
    deadline: Deadline,
) -> Sequence[Evidence | None]:
    readable = [place for place, other in enumerate(comparisons) if other.parent.key in sizes]
    nothing: list[Evidence | None] = [None] * len(comparisons)
    filled = sizes.get(table.key) or (table.kind == "foreign table" and table.key in sizes)
    if not filled or not readable or deadline.passed():
        return nothing
    seen = compare(connection, table, [comparisons[place] for place in readable], sizes[table.key])
    for place, evidence in zip(readable, seen or (), strict=False):
        nothing[place] = evidence
    return nothing


def _chosen(suspects: Sequence[Suspect], evidence: Iterable[Evidence | None]) -> list[ForeignKey]:
    """The best key of each column; none where two tables fit equally well."""
    by_column: defaultdict[str, list[tuple[float, Suspect]]] = defaultdict(list)
    for suspect, seen in zip(suspects, evidence, strict=True):
        if sure := confidence(suspect, seen):
            by_column[suspect.column.name].append((sure, suspect))
    return [key for column, fits in by_column.items() if (key := _best(fits))]


def _best(fits: Sequence[tuple[float, Suspect]]) -> ForeignKey | None:
    best = max(sure for sure, _ in fits)
    first = _tightest(fits) or [suspect for sure, suspect in fits if sure == best]
    near = [suspect for suspect in first if suspect.near] or first
    near = [suspect for suspect in near if suspect.parent.primary] or near
    if len({suspect.parent.table.key for suspect in near}) > 1:
        return None
    parent = near[0].parent
    return ForeignKey(
        columns=(near[0].column.name,),
        ref_schema=parent.table.schema,
        ref_table=parent.table.name,
        ref_columns=(parent.key.name,),
        source="inferred",
        confidence=best,
    )


def _tightest(fits: Sequence[tuple[float, Suspect]]) -> list[Suspect]:
    """Where a key is handed down through several tables, the smallest of those that have it all; [] elsewhere."""
    same = [
        suspect
        for _, suspect in fits
        if suspect.parent.primary and suspect.parent.key.name == suspect.column.name in suspect.table.primary_key
    ]
    smallest = min(same, key=lambda suspect: suspect.parent.table.row_count, default=None)
    return [smallest] if smallest and len(same) > 1 else []


def _one_way(found: Mapping[TableKey, list[ForeignKey]], tables: Sequence[Table]) -> dict[TableKey, list[ForeignKey]]:
    """Of two keys that refer to each other the surer one, else that of the smaller table."""
    rows = {table.key: table.row_count for table in tables}
    ranks = {
        (table, key.columns, (key.ref_schema, key.ref_table), key.ref_columns): (key.confidence, -rows[table])
        for table, keys in found.items()
        for key in keys
    }

    def stays(table: TableKey, key: ForeignKey) -> bool:
        parent = (key.ref_schema, key.ref_table)
        back = ranks.get((parent, key.ref_columns, table, key.columns))
        mine = ranks[table, key.columns, parent, key.ref_columns]
        return back is None or table == parent or (mine, table) > (back, parent)

    return {table: [key for key in keys if stays(table, key)] for table, keys in found.items()}
