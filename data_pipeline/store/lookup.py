"""Finding the stored questions that are like a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from data_pipeline.store.collection import recorded_embedder
from data_pipeline.store.connect import connect_store
from data_pipeline.store.embed import open_embedder
from data_pipeline.store.vanna_tables import vector_text

_NEAREST = """
    SELECT e.document, 1 - (e.embedding <=> %(vector)s::vector) AS similarity, e.cmetadata ->> 'db_name'
    FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id
    WHERE c.name = 'sql' AND (%(db_name)s::text IS NULL OR e.cmetadata ->> 'db_name' = %(db_name)s)
    ORDER BY e.embedding <=> %(vector)s::vector, e.id
    LIMIT %(limit)s
"""
_MOST = 100


@dataclass(frozen=True, slots=True)
class Match:
    """A stored pair; ``similarity`` is the cosine with the question asked (1 = the same)."""

    question: str
    sql: str
    similarity: float
    db_name: str | None  # None for a pair that stock Vanna stored


def similar(url: str, question: str, *, limit: int = 5, db_name: str | None = None) -> list[Match]:
    """The stored pairs nearest to the question, best first, at most ``limit`` (1..100); of one database when named.

    Raises PipelineError ``store_empty`` before anything was loaded, ``embedder_unrecorded`` when the store does not
    say how it was filled, ``store_unreachable``.
    """
    with connect_store(url, read_only=True) as connection, connection.cursor() as cursor:
        embedder = open_embedder(recorded_embedder(connection, "sql"))
        values = {
            "vector": vector_text(embedder.embed_query(question)),
            "db_name": db_name,
            "limit": max(1, min(limit, _MOST)),
        }
        cursor.execute(_NEAREST, values)
        return [_match(*row) for row in cursor.fetchall()]


def _match(document: str, similarity: float, db_name: str | None) -> Match:
    pair = json.loads(document)
    return Match(pair["question"], pair["sql"], round(similarity, 4), db_name)
