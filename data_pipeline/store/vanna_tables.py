"""The tables of stock Vanna (LangChain's PGVector), made and filled without Vanna."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg2.errors
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json, execute_values

from data_pipeline.step import PipelineError
from data_pipeline.store.collection import claim
from data_pipeline.store.embed import Embedder
from data_pipeline.store.entry import KINDS, Entry, Kind

_INSERT = """
    INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
    VALUES %s ON CONFLICT (id) DO NOTHING
"""


def prepare(connection: Connection, embedder: Embedder) -> dict[Kind, uuid.UUID]:
    """Make extension, tables and collections where they are missing; the collections' ids. Commits.

    Raises PipelineError ``vector_extension_missing``, ``store_not_writable`` or ``embedder_differs``.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        except (psycopg2.errors.FeatureNotSupported, psycopg2.errors.UndefinedFile):
            raise PipelineError(
                "vector_extension_missing",
                "The store's server has no extension 'vector': install pgvector there.",
                "向量库所在的服务器没有扩展 'vector'，请在该服务器上安装 pgvector",
            ) from None
        except psycopg2.errors.InsufficientPrivilege as error:
            raise _not_writable(error) from None
    collections = {kind: claim(connection, kind, embedder) for kind in KINDS}
    connection.commit()
    return collections


def missing(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that the store does not hold yet, each id once, in order. One query."""
    by_id = {entry.id: entry for entry in entries}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM langchain_pg_embedding WHERE id = ANY(%s)", (list(by_id),))
        present = {row_id for (row_id,) in cursor.fetchall()}
    return [entry for row_id, entry in by_id.items() if row_id not in present]


def insert(
    connection: Connection,
    collections: Mapping[Kind, uuid.UUID],
    entries: Sequence[Entry],
    vectors: Sequence[Sequence[float]],
) -> None:
    """Store entries with their vectors (same order) and commit; a row that came meanwhile is left as it is."""
    rows = [
        (entry.id, str(collections[entry.kind]), vector_text(vector), entry.document, _metadata(entry))
        for entry, vector in zip(entries, vectors, strict=True)
    ]
    with connection.cursor() as cursor:
        execute_values(cursor, _INSERT, rows, template="(%s, %s::uuid, %s::vector, %s, %s)", page_size=len(rows))
    connection.commit()


def vector_text(vector: Sequence[float]) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{value:.7g}" for value in vector) + "]"


def _metadata(entry: Entry) -> Json:
    """What Vanna keeps beside a row (its id again), the database it describes, and the tables (see store/gone.py)."""
    value = {"id": entry.id, "db_name": entry.db_name, "tables": entry.tables}
    return Json(value, dumps=lambda this: json.dumps(this, ensure_ascii=False))


def _not_writable(error: psycopg2.Error) -> PipelineError:
    said = error.diag.message_primary
    return PipelineError(
        "store_not_writable",
        f"The store's user may not make what is needed ({said}): "
        "let a superuser run CREATE EXTENSION vector there and grant CREATE on the schema.",
        f"向量库的用户没有所需的权限（{said}），"
        "请由超级用户在该库执行 CREATE EXTENSION vector，并授予该 schema 的 CREATE 权限",
    )
