"""A bounded look at a database for whoever chooses tables: what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.assemble import KINDS
from data_pipeline.catalog.session import fetch_named


def list_tables(connection: Connection, schemas: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Every table and view that the role may read: schema, name, kind, comment, row_count (the planner's estimate).

    ``busy``: other work holds it locked now, so that it cannot be read; it is listed all the same, without waiting.
    ``schemas`` keeps only those.
    """
    relations = fetch_named(connection, "relations", {"schemas": None, "names": None})
    return [
        {
            "schema": relation.schema,
            "name": relation.name,
            "kind": KINDS[relation.kind],
            "comment": relation.comment,
            "row_count": relation.row_count,
            "busy": relation.busy,
        }
        for relation in relations
        if relation.readable and (schemas is None or relation.schema in schemas)
    ]


def existing_tables(connection: Connection) -> frozenset[tuple[str, str]]:
    """(schema, name) of every table and view there is, also of those that the role may not read."""
    relations = fetch_named(connection, "relations", {"schemas": None, "names": None})
    return frozenset((relation.schema, relation.name) for relation in relations)
