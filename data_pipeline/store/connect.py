"""The way into the database of the vector store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.step import PipelineError


@contextmanager
def connect_store(url: str, *, read_only: bool = False, timeout_seconds: int = 60) -> Iterator[Connection]:
    """A connection for the block, each statement bounded in time; the caller commits.

    Raises PipelineError ``store_unreachable`` (the sentence has no password) or ``store_connection_lost``, both
    retryable.
    """
    try:
        connection = psycopg2.connect(url, connect_timeout=10, application_name="trainyard", keepalives_idle=30)
    except psycopg2.Error:
        raise PipelineError(
            "store_unreachable",
            "Cannot connect to the vector store: is its server up, and VECTOR_DATABASE_URL right?",
            "无法连接向量库，请检查其服务器是否运行、VECTOR_DATABASE_URL 是否正确",
            retryable=True,
        ) from None
    try:
        connection.set_session(readonly=read_only)
        connection.set_client_encoding("UTF8")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", (str(timeout_seconds * 1000),))
        connection.commit()
        yield connection
    except psycopg2.errors.InsufficientPrivilege:
        raise PipelineError(
            "store_not_permitted",
            "The role of VECTOR_DATABASE_URL may not read or write the tables of the vector store.",
            "VECTOR_DATABASE_URL 的角色无权读写向量库中的表",
        ) from None
    except psycopg2.Error:
        if not connection.closed:
            raise
        raise PipelineError(
            "store_connection_lost",
            "The connection to the vector store was lost: run the step again.",
            "与向量库的连接中断，请重新执行此步骤",
            retryable=True,
        ) from None
    finally:
        connection.close()
