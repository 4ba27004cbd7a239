"""The connection to a business database."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.step import PipelineError


def test_connect_read_only__cannot_write(database_url: str) -> None:
    with closing(connect_read_only(database_url)) as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            cursor.execute("CREATE TABLE t (x int)")


def test_connect_read_only__statements_end(database_url: str) -> None:
    with closing(connect_read_only(database_url, statement_timeout_seconds=0.1)) as connection:
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.QueryCanceled):
            cursor.execute("SELECT pg_sleep(5)")


def test_connect_read_only__unreachable_names_the_place_without_the_password() -> None:
    with pytest.raises(PipelineError) as caught:
        connect_read_only("postgresql://me:s3cret@127.0.0.1:1/sales")
    assert (caught.value.code, caught.value.retryable) == ("database_unreachable", True)
    assert "'sales' on 127.0.0.1:1" in caught.value.sentence
    assert "s3cret" not in caught.value.sentence


def test_connect_read_only__unknown_database_is_told(server_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        connect_read_only(make_dsn(server_url, dbname="no_such_database"))
    assert 'database "no_such_database" does not exist' in caught.value.sentence


def test_connect_read_only__broken_url_is_not_quoted() -> None:
    with pytest.raises(PipelineError) as caught:
        connect_read_only("postgresql://me:s3cret@host:port:5/x y=z")
    assert caught.value.code in ("database_url_invalid", "database_unreachable")
    assert "s3cret" not in caught.value.sentence
