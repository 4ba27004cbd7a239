"""The connection to a business database."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from data_pipeline.catalog.connect import connect_read_only, reading
from data_pipeline.catalog.refusal import is_lasting
from data_pipeline.step import PipelineError
from tests.postgres import run_sql


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
    assert not caught.value.retryable


def test_connect_read_only__unknown_role_is_not_tried_again(server_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        connect_read_only(make_dsn(server_url, user="no_such_role"))
    assert (caught.value.code, caught.value.retryable) == ("database_unreachable", False)


@pytest.mark.parametrize(
    ("said", "lasting"),
    [
        (
            'server at "h" (::1), port 5432 failed: FATAL:  password authentication failed for user "u"',
            True,
        ),
        ('connection to server at "h", port 5432 failed: fe_sendauth: no password supplied', True),
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption', True),
        ('FATAL:  role "u" does not exist', True),
        ('致命错误:  用户 "u" Password 认证失败', True),
        ('could not translate host name "nowhere" to address: Name or service not known', True),
        ('could not translate host name "db" to address: Temporary failure in name resolution', False),
        ('connection to server at "h", port 5432 failed: Connection refused', False),
        ('connection to server at "h", port 5432 failed: FATAL:  the database system is starting up', False),
        ("FATAL:  the database system is shutting down", False),
        ("FATAL:  the database system is not yet accepting connections", False),
        ("FATAL:  the database system is in recovery mode", False),
        ("FATAL:  sorry, too many clients already", False),
        ('connection to server on socket "/x/.s.PGSQL.5432" failed: No such file or directory', False),
        ("timeout expired", False),
    ],
)
def test_is_lasting__only_what_somebody_must_correct(said: str, lasting: bool) -> None:
    assert is_lasting(said) == lasting


def test_connect_read_only__broken_url_is_not_quoted() -> None:
    with pytest.raises(PipelineError) as caught:
        connect_read_only("postgresql://me:s3cret@host:port:5/x y=z")
    assert caught.value.code in ("database_url_invalid", "database_unreachable")
    assert "s3cret" not in caught.value.sentence


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:Zebra@s3cret@127.0.0.1:1/sales",
        "postgresql://me:Zebra@s3cret/x@127.0.0.1:1/sales",
        "host=s3cret@127.0.0.1 port=1 dbname=sales",
    ],
)
def test_connect_read_only__password_that_is_not_encoded_is_not_quoted(url: str) -> None:
    with pytest.raises(PipelineError, match="as %40") as caught:
        connect_read_only(url)
    assert caught.value.code == "database_url_invalid"
    assert "s3cret" not in caught.value.sentence + caught.value.zh


def test_reading__statement_that_lasts_too_long_is_told(database_url: str) -> None:
    with pytest.raises(PipelineError, match="took too long") as caught:
        with reading(database_url, statement_timeout_seconds=0.1) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
    assert (caught.value.code, caught.value.retryable) == ("database_busy", False)


def test_reading__lost_session_is_tried_again(database_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        with reading(database_url) as connection, connection.cursor() as cursor:
            run_sql(database_url, f"SELECT pg_terminate_backend({connection.info.backend_pid}, 5000)")
            cursor.execute("SELECT 1")
    assert (caught.value.code, caught.value.retryable) == ("database_connection_lost", True)


def test_reading__other_errors_stay_what_they_are(database_url: str) -> None:
    with pytest.raises(psycopg2.errors.UndefinedTable):
        with reading(database_url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT * FROM missing")
