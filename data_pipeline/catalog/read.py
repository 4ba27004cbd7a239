"""Reading a whole catalog in a constant number of queries, however many tables there are."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.assemble import assemble_tables
from data_pipeline.catalog.keys import infer_keys
from data_pipeline.catalog.model import Catalog, EnumType
from data_pipeline.catalog.observe import observe
from data_pipeline.catalog.session import fetch, fetch_named, settings
from data_pipeline.step import PipelineError

logger = logging.getLogger(__name__)


def read_catalog(connection: Connection, tables: Sequence[tuple[str, str]] | None = None) -> Catalog:
    """Read the given tables and views ((schema, name) each), or all of the user's when none are given.

    Names in types, defaults and keys are written with their schema. Tables that the role may not read are left out
    with a warning. Raises PipelineError ``table_not_found`` naming each requested table that does not exist.
    """
    with settings(connection, search_path="pg_catalog"):
        relations = _readable(_relations(connection, tables))
        oids = [relation.oid for relation in relations]
        columns = fetch_named(connection, "columns", {"oids": oids})
        constraints = fetch_named(connection, "constraints", {"oids": oids})
        statistics = fetch_named(connection, "statistics", _name_lists([(r.schema, r.name) for r in relations]))
        types = _enum_types(connection, columns)
        database = fetch(connection, "SELECT current_database() AS name")[0].name
    found = assemble_tables(relations, columns, constraints, statistics, types)
    names = {relation.oid: (relation.schema, relation.name) for relation in relations}
    ancestors = {names[r.oid]: [names[oid] for oid in r.inherits if oid in names] for r in relations}
    sizes = {names[relation.oid]: relation.bytes for relation in relations}
    observed = observe(connection, infer_keys(connection, found, ancestors, sizes), sizes)
    return Catalog(database, observed, tuple(types.values()))


def _relations(connection: Connection, tables: Sequence[tuple[str, str]] | None) -> list[Any]:
    wanted = {"schemas": None, "names": None} if tables is None else _name_lists(tables)
    relations = fetch_named(connection, "relations", wanted)
    missing = dict.fromkeys(tables or ()).keys() - {(relation.schema, relation.name) for relation in relations}
    if missing:
        names = ", ".join(f"{schema}.{name}" for schema, name in sorted(missing))
        raise PipelineError(
            "table_not_found", f"The database has no such table: {names}.", f"数据库中没有这些表: {names}"
        )
    return relations


def _readable(relations: list[Any]) -> list[Any]:
    refused = [f"{relation.schema}.{relation.name}" for relation in relations if not relation.readable]
    if refused:
        logger.warning("Left out, because this role may not read them: %s", ", ".join(refused))
    return [relation for relation in relations if relation.readable]


def _enum_types(connection: Connection, columns: Sequence[Any]) -> dict[int, EnumType]:
    oids = sorted({column.element_type for column in columns if column.is_enum_type})
    rows = fetch_named(connection, "enum_types", {"oids": oids}) if oids else []
    return {row.oid: EnumType(row.schema, row.name, tuple(row.labels)) for row in rows}


def _name_lists(tables: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {"schemas": [schema for schema, _ in tables], "names": [name for _, name in tables]}
