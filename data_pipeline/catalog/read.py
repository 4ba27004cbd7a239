"""Reading a whole catalog in a constant number of queries, however many tables there are, and a look at each table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.assemble import assemble_tables
from data_pipeline.catalog.deadline import Deadline
from data_pipeline.catalog.keys import infer_keys
from data_pipeline.catalog.model import Catalog, Statistics, Table
from data_pipeline.catalog.observe import observe, without_keys
from data_pipeline.catalog.relations import Relations, find_relations
from data_pipeline.catalog.session import fetch, fetch_named, settings
from data_pipeline.catalog.types import Types, read_types

_LOOKING_SECONDS = 60  # at the values of all tables together; the rest then go without


class _Details(NamedTuple):
    tables: tuple[Table, ...]
    types: Types
    unreadable: tuple[tuple[str, str, str], ...]  # schema, table, column


def read_catalog(connection: Connection, tables: Sequence[tuple[str, str]] | None = None) -> Catalog:
    """Read the given tables and views ((schema, name) each), or all of the user's when none are given.

    Names in types, defaults and keys are written with their schema. Tables that the role may not read are left out
    and named in ``unreadable``, those that other work holds locked in ``busy``, columns that it may not read in
    ``unreadable_columns``. Raises PipelineError ``table_not_found`` naming each requested table that does not exist,
    ``table_not_readable`` each that the role may not read, or ``database_busy`` each that stays locked.
    """
    with settings(connection, search_path="pg_catalog"):
        relations, (found, types, columns) = _described(connection, tables)
        database = fetch(connection, "SELECT current_database() AS name")[0].name
    known = tuple(_with_values(connection, found, relations))
    enums, domains = tuple(types.enums.values()), tuple(types.domains.values())
    return Catalog(database, known, enums, domains, relations.unreadable, relations.busy, columns)


def _described(connection: Connection, tables: Sequence[tuple[str, str]] | None) -> tuple[Relations, _Details]:
    """What the system catalog says; a second time where it changed meanwhile.

    That is, where a table is locked right after it was found free, or analysed right after it was counted: then its
    statistics are known, but not its rows, and it would pass for an empty one.
    """
    relations = find_relations(connection, tables)
    try:
        details = _details(connection, relations.usable)
        if not any(map(_seems_emptied, details.tables)):
            return relations, details
    except LockNotAvailable:
        connection.rollback()
    relations = find_relations(connection, tables)
    return relations, _details(connection, relations.usable)


def _seems_emptied(table: Table) -> bool:
    """It has statistics, but no rows; an empty table gets none."""
    return not table.row_count and any(column.statistics != Statistics() for column in table.columns)


def _details(connection: Connection, relations: Sequence[Any]) -> _Details:
    oids = [relation.oid for relation in relations]
    names = {"schemas": [relation.schema for relation in relations], "names": [relation.name for relation in relations]}
    rows = fetch_named(connection, "columns", {"oids": oids})
    columns = [row for row in rows if row.readable]
    constraints = fetch_named(connection, "constraints", {"oids": oids})
    statistics = fetch_named(connection, "statistics", names)
    types = read_types(connection, columns)
    tables = assemble_tables(relations, columns, constraints, statistics, types)
    return _Details(tables, types, _unreadable(relations, rows))


def _unreadable(relations: Sequence[Any], rows: Sequence[Any]) -> tuple[tuple[str, str, str], ...]:
    """The columns that this role may not read, in the order of their tables."""
    keys = {relation.oid: (relation.schema, relation.name) for relation in relations}
    return tuple(sorted(((*keys[row.relation], row.name) for row in rows if not row.readable), key=lambda c: c[:2]))


def _with_values(connection: Connection, tables: Sequence[Table], relations: Relations) -> list[Table]:
    """The tables with what only their values tell: statistics that are missing, enums, undeclared keys."""
    deadline = Deadline(_LOOKING_SECONDS)
    observed = observe(connection, tables, relations.sizes, deadline)
    readable = {key: size for key, size in relations.sizes.items() if key not in observed.failed}
    with_keys = infer_keys(connection, observed.tables, relations.ancestors, readable, deadline)
    return [without_keys(table) for table in with_keys]
