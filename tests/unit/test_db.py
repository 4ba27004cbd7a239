from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from bus.db import Connection, connect, execute, fetch_one, fetch_value, transaction, without_password
from bus.errors import BusUnavailable


@pytest.fixture
def connection(server_url: str) -> Iterator[Connection]:
    connection = connect(server_url)
    execute(connection, "CREATE TEMPORARY TABLE t (x integer PRIMARY KEY)", {})
    yield connection
    connection.close()


def count(connection: Connection) -> int:
    return int(fetch_value(connection, "SELECT count(*) FROM t", {}))


def test_transaction__commits(connection: Connection) -> None:
    with transaction(connection):
        execute(connection, "INSERT INTO t VALUES (1)", {})
    assert count(connection) == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_transaction__rolls_back_on_any_exception(connection: Connection, error: type[BaseException]) -> None:
    with pytest.raises(error), transaction(connection):
        execute(connection, "INSERT INTO t VALUES (1)", {})
        raise error
    assert count(connection) == 0


def test_transaction__rolls_back_what_the_database_refused(connection: Connection) -> None:
    with pytest.raises(psycopg2.errors.UniqueViolation), transaction(connection):
        execute(connection, "INSERT INTO t VALUES (1), (2), (1)", {})
    assert count(connection) == 0


def test_transaction__not_within_another(connection: Connection) -> None:
    with pytest.raises(RuntimeError), transaction(connection):
        execute(connection, "INSERT INTO t VALUES (1)", {})
        with transaction(connection):
            pass
    assert count(connection) == 0


def test_transaction__a_lost_session_says_so(connection: Connection) -> None:
    with pytest.raises(psycopg2.OperationalError), transaction(connection):
        execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())", {})
    with pytest.raises(psycopg2.InterfaceError), transaction(connection):
        pass


def test_fetch__nothing(connection: Connection) -> None:
    assert fetch_one(connection, "SELECT * FROM t", {}) is None
    assert fetch_value(connection, "SELECT * FROM t", {}) is None


def test_connect__speaks_local_time_and_is_bounded(connection: Connection) -> None:
    assert fetch_value(connection, "SELECT now()::timestamp - localtimestamp", {}).total_seconds() == 0
    assert fetch_value(connection, "SHOW statement_timeout", {}) == "30s"
    assert fetch_value(connection, "SHOW client_connection_check_interval", {}) == "1s"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:hunter2@127.0.0.1:1/shop",
        "host=127.0.0.1 port=1 user=ann password=hunter2 dbname=shop",
        "postgresql://ann:hunter2@127.0.0.1:none/shop",
        "ann:hunter2 at my place",
        "postgresql://ann:hunter2@127.0.0.1/shop?no_such=option",
        "postgresql://ann:p@hunter2@127.0.0.1/shop",
    ],
)
def test_connect__what_cannot_be_reached_is_a_sentence_without_password(url: str) -> None:
    with pytest.raises(BusUnavailable) as refused:
        connect(url)
    assert "hunter2" not in f"{refused.value.en}{refused.value.zh}"
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("postgresql://ann:hunter2@db/x?y", "postgresql://ann:***@db/x?y"),
        ("postgresql://ann:p@hunter2@db/x?y", "postgresql://ann:***@db/x?y"),
        ("at postgresql://db:5432/x", "at postgresql://db:5432/x"),
        ("host=db password=hunter2 user=a", "host=db password=*** user=a"),
        ("password = 'hun ter\\'2' user=a", "password = *** user=a"),
        ("nothing", "nothing"),
    ],
)
def test_without_password__stars(text: str, safe: str) -> None:
    assert without_password(text) == safe
