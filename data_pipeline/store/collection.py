"""Vanna's three collections, and the record of the embedder that fills each: vectors of two cannot be compared."""

from __future__ import annotations

import uuid

import psycopg2.errors
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from data_pipeline.step import PipelineError
from data_pipeline.store.embed import Embedder
from data_pipeline.store.entry import Kind

_FIND = """
    SELECT c.uuid::text, c.cmetadata ->> 'embedder',
           EXISTS (SELECT FROM langchain_pg_embedding e WHERE e.collection_id = c.uuid)
    FROM langchain_pg_collection c WHERE c.name = %(name)s
"""
_MAKE = "INSERT INTO langchain_pg_collection (uuid, name, cmetadata) VALUES (%(uuid)s::uuid, %(name)s, %(record)s)"
_RECORD = "UPDATE langchain_pg_collection SET cmetadata = %(record)s WHERE name = %(name)s"


def claim(connection: Connection, kind: Kind, embedder: Embedder) -> uuid.UUID:
    """The id of a kind's collection, made if missing and recorded as this embedder's.

    Raises PipelineError ``embedder_differs`` when it holds rows of another embedder, or of nobody knows which.
    """
    own_id = str(uuid.uuid4())
    record = Json({"embedder": embedder.name, "dimensions": embedder.dimensions})
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"name": kind})
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_MAKE, {"uuid": own_id, "name": kind, "record": record})
            return uuid.UUID(own_id)
        if row[1] != embedder.name:
            if row[2]:
                raise _other_embedder(kind, row[1], embedder.name)
            cursor.execute(_RECORD, {"name": kind, "record": record})
    return uuid.UUID(row[0])


def recorded_embedder(connection: Connection, kind: Kind) -> str:
    """The name of the embedder that filled a collection; PipelineError ``store_empty`` or ``embedder_unrecorded``."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(_FIND, {"name": kind})
        except psycopg2.errors.UndefinedTable:
            raise _empty() from None
        row = cursor.fetchone()
    if row is None or not row[2]:
        raise _empty()
    if row[1] is None:
        raise PipelineError(
            "embedder_unrecorded",
            f"The store does not say which embedder filled '{kind}'.",
            f"向量库没有记录集合 '{kind}' 使用的向量模型",
        )
    return str(row[1])


def _other_embedder(kind: Kind, recorded: str | None, wanted: str) -> PipelineError:
    return PipelineError(
        "embedder_differs",
        f"The store's collection '{kind}' was filled with the embedder '{recorded or 'unknown'}' and cannot take "
        f"vectors of '{wanted}': set EMBEDDER to the store's, or load into an empty database.",
        f"向量库的集合 '{kind}' 由向量模型 '{recorded or '未知'}' 生成，不能写入 '{wanted}' 的向量；"
        "请将 EMBEDDER 设为与向量库一致，或加载到空数据库",
    )


def _empty() -> PipelineError:
    return PipelineError(
        "store_empty",
        "The vector store holds nothing yet: run a task with training_load first.",
        "向量库中还没有数据，请先执行带有 training_load 的任务",
    )
