"""Rows that earlier runs loaded for a database and that hold no longer.

A row that a run loads says in its ``cmetadata`` which database it describes (``db_name``) and which tables of it
(``tables``). Rows of stock Vanna and those that people add have no ``tables``: they are never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from data_pipeline.files import write_json
from data_pipeline.report.lenient import mapping, read_json, rows
from data_pipeline.store.documents import tables_of_run
from data_pipeline.store.entry import Entry

Key = tuple[str, str]
TABLES_NAME = "training_load_tables.json"
_FIND = """
    SELECT id, cmetadata -> 'tables' FROM langchain_pg_embedding
    WHERE cmetadata @> %(of_database)s AND jsonb_typeof(cmetadata -> 'tables') = 'array' AND id <> ALL(%(present)s)
"""
_REMOVE = "DELETE FROM langchain_pg_embedding WHERE id = ANY(%s)"


def left_over(connection: Connection, db_name: str, entries: Iterable[Entry]) -> dict[str, frozenset[Key]]:
    """{id: tables} of the rows that runs loaded for the database and that are none of these entries. One query."""
    values = {"of_database": Json({"db_name": db_name}), "present": [entry.id for entry in entries]}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        return {row_id: frozenset((table[0], table[1]) for table in tables) for row_id, tables in cursor.fetchall()}


def outdated(found: Mapping[str, frozenset[Key]], of_run: Collection[Key], existing: Collection[Key]) -> list[str]:
    """The ids to remove: about tables that the run is (or was) about, or that are not in the database any more.

    What another run has loaded about other tables of the database stays.
    """
    return [row_id for row_id, tables in found.items() if all(key in of_run or key not in existing for key in tables)]


def remove(connection: Connection, ids: Collection[str]) -> None:
    """Remove the rows and commit."""
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, (list(ids),))
    connection.commit()


def tables_loaded(directory: Path, db_name: str) -> set[Key]:
    """The tables that the last load of this run's directory was about: left out by now, they still are this run's."""
    earlier = mapping(read_json(directory / TABLES_NAME))
    tables = earlier.get("tables") if earlier.get("db_name") == db_name else None
    return {(one["schema"], one["name"]) for one in rows(tables) if {"schema", "name"} <= one.keys()}


def write_tables(directory: Path, db_name: str) -> None:
    """Note down, after a load, which tables it was about; the same note is not written again."""
    tables = [{"schema": schema, "name": name} for schema, name in tables_of_run(directory)]
    value = {"db_name": db_name, "tables": tables}
    if read_json(directory / TABLES_NAME) != value:
        write_json(directory / TABLES_NAME, value)
