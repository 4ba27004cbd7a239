"""Foreign keys that nobody declared: suspected by name, type and uniqueness, confirmed by the values."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.key_suspects import Suspect, TableKey, find_suspects, index_parents, type_class
from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.catalog.session import fetch, settings
from data_pipeline.names import qualified, quoted

logger = logging.getLogger(__name__)

_STATEMENT_SECONDS = 5
_SAMPLED_ROWS = 5000  # of the referring table, per key
_ORPHANS_ALLOWED = 0.02  # of the distinct values: real data has strays
_UNSEEN = 0.8  # what is left of the confidence when there are no values to compare


def infer_keys(
    connection: Connection,
    tables: Sequence[Table],
    ancestors: Mapping[TableKey, Collection[TableKey]],
    sizes: Mapping[TableKey, int],
) -> tuple[Table, ...]:
    """The tables with their inferred foreign keys added, each of one column, with a confidence.

    At most one bounded statement per table; none where no name is suspect, or where the table is empty (``sizes`` are
    bytes). ``ancestors`` are the tables that each one inherits from: their keys are its own, not references.
    """
    real = [table for table in tables if not table.is_view]
    parents = index_parents(real)
    suspects = {table.key: find_suspects(table, parents, ancestors.get(table.key, ())) for table in real}
    with settings(connection, statement_timeout=f"{_STATEMENT_SECONDS}s"):
        return tuple(_with_keys(connection, table, suspects.get(table.key, []), sizes) for table in tables)


def _with_keys(
    connection: Connection, table: Table, suspects: Sequence[Suspect], sizes: Mapping[TableKey, int]
) -> Table:
    if not suspects:
        return table
    if sizes[table.key] or table.kind == "foreign table":
        keys = _confirmed(connection, table, suspects)
    else:
        keys = [_key(suspect, 0, 0) for suspect in suspects]
    return replace(table, foreign_keys=table.foreign_keys + tuple(key for key in keys if key))


def _confirmed(connection: Connection, table: Table, suspects: Sequence[Suspect]) -> list[ForeignKey | None]:
    statement = " UNION ALL ".join(_orphans(table, n, suspect) for n, suspect in enumerate(suspects))
    try:
        rows = fetch(connection, statement)
    except psycopg2.Error as error:
        if connection.closed:
            raise
        connection.rollback()  # nothing to undo, but a connection that is not in autocommit mode needs it to go on
        logger.warning("%s.%s: keys not looked for: %s", table.schema, table.name, str(error).partition("\n")[0])
        return []
    return [_key(suspects[row.suspect], row.values_seen, row.orphans) for row in rows]


def _orphans(table: Table, n: int, suspect: Suspect) -> str:
    """A SELECT of how many distinct values a bounded part of the column has, and how many of them the parent lacks."""
    column, key = quoted(suspect.column.name), quoted(suspect.parent.key.name)
    cast = "::text" if type_class(suspect.column) == "text" else ""
    child, parent = qualified(*table.key), qualified(*suspect.parent.table.key)
    part = f"SELECT {column} AS v FROM {child} WHERE {column} IS NOT NULL LIMIT {_SAMPLED_ROWS}"
    lacking = f"NOT EXISTS (SELECT FROM {parent} p WHERE p.{key}{cast} = d.v{cast})"
    return (
        f"(SELECT {n} AS suspect, count(*) AS values_seen, count(*) FILTER (WHERE {lacking}) AS orphans"
        f" FROM (SELECT DISTINCT v FROM ({part}) s) d)"
    )


def _key(suspect: Suspect, values: int, orphans: int) -> ForeignKey | None:
    if orphans > _ORPHANS_ALLOWED * values:
        return None
    confidence = suspect.confidence * (1 - orphans / values if values else _UNSEEN)
    return ForeignKey(
        columns=(suspect.column.name,),
        ref_schema=suspect.parent.table.schema,
        ref_table=suspect.parent.table.name,
        ref_columns=(suspect.parent.key.name,),
        source="inferred",
        confidence=round(confidence, 2),
    )
