"""Reading a whole catalog in a constant number of queries, however many tables there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.assemble import assemble_tables
from data_pipeline.catalog.keys import infer_keys
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.observe import observe
from data_pipeline.catalog.session import fetch, fetch_named, settings
from data_pipeline.catalog.types import read_types
from data_pipeline.step import PipelineError


def read_catalog(connection: Connection, tables: Sequence[tuple[str, str]] | None = None) -> Catalog:
    """Read the given tables and views ((schema, name) each), or all of the user's when none are given.

    Names in types, defaults and keys are written with their schema. Tables that the role may not read are left out
    and named in ``unreadable``. Raises PipelineError ``table_not_found`` naming each requested table that does not
    exist, or ``table_not_readable`` each that the role may not read.
    """
    with settings(connection, search_path="pg_catalog"):
        known = _relations(connection, tables)
        relations = [relation for relation in known if relation.readable]
        unreadable = tuple((relation.schema, relation.name) for relation in known if not relation.readable)
        if tables is not None and unreadable:
            raise _not_readable(unreadable)
        oids = [relation.oid for relation in relations]
        columns = fetch_named(connection, "columns", {"oids": oids})
        constraints = fetch_named(connection, "constraints", {"oids": oids})
        statistics = fetch_named(connection, "statistics", _name_lists([(r.schema, r.name) for r in relations]))
        types = read_types(connection, columns)
        database = fetch(connection, "SELECT current_database() AS name")[0].name
    found = assemble_tables(relations, columns, constraints, statistics, types)
    names = {relation.oid: (relation.schema, relation.name) for relation in relations}
    ancestors = {names[r.oid]: [names[oid] for oid in r.inherits if oid in names] for r in relations}
    sizes = {names[relation.oid]: relation.bytes for relation in relations}
    observed = observe(connection, infer_keys(connection, found, ancestors, sizes), sizes)
    return Catalog(database, observed, tuple(types.enums.values()), tuple(types.domains.values()), unreadable)


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


def _not_readable(tables: Sequence[tuple[str, str]]) -> PipelineError:
    names = ", ".join(f"{schema}.{name}" for schema, name in tables)
    return PipelineError(
        "table_not_readable",
        f"This user may not read: {names}. Grant SELECT on them and USAGE on their schemas, or take them off the list.",
        f"该用户无权读取这些表: {names}，请授予 SELECT 权限（及所在模式的 USAGE 权限），或将其从表清单中删除",
    )


def _name_lists(tables: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {"schemas": [schema for schema, _ in tables], "names": [name for _, name in tables]}
