"""Connections to the bus: where it is, how a session is set up, transactions. The only home of psycopg2 for the bus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, TRANSACTION_STATUS_INTRANS, make_dsn
from psycopg2.extensions import connection as Connection

from bus.clock import zone_name
from bus.connection_urls import has_late_at
from bus.errors import BusUnavailable

if TYPE_CHECKING:
    from bus.settings import Settings

__all__ = [
    "Connection",
    "Row",
    "bus_url",
    "connect",
    "database_beside",
    "execute",
    "fetch_all",
    "fetch_one",
    "fetch_value",
    "open_bus",
    "poll",
    "telling_lost",
    "transaction",
]

Row = dict[str, Any]
KEEPALIVE: dict[str, Any] = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


def bus_url(settings: Settings) -> str:
    """URL of the bus: ``DATABASE_URL``, else the embedded PostgreSQL, started if need be."""
    if settings.database_url:
        return settings.database_url
    from bus import embedded  # not needed when the user brings a server

    try:
        return embedded.ensure_running(settings.home)
    except embedded.EmbeddedPostgresError as error:
        raise BusUnavailable(error.en, error.zh) from error


def connect(url: str, *, application: str = "trainyard", statement_timeout_seconds: float = 30) -> Connection:
    """A session in autocommit mode that speaks local time; BusUnavailable when the server does not answer.

    Also for a connection string that is none: the driver's own complaint would quote it, password and all.
    """
    limit = f"-c statement_timeout={int(statement_timeout_seconds * 1000)}"
    options = f"-c TimeZone={zone_name()} {limit} -c client_connection_check_interval=1000"
    if has_late_at(url):
        raise BusUnavailable(
            "DATABASE_URL has an @ that must be percent-encoded: write @ in its password as %40, / as %2F, ? as %3F.",
            "DATABASE_URL 中有未经百分号编码的 @：密码中的 @ 应写作 %40，/ 写作 %2F，? 写作 %3F",
        ) from None
    try:
        connection: Connection = psycopg2.connect(
            url, connect_timeout=5, application_name=application, options=options, **KEEPALIVE
        )
    except psycopg2.OperationalError as error:
        raise BusUnavailable(f"The database of Trainyard does not answer: {without_password(str(error))}") from None
    except psycopg2.ProgrammingError:
        raise BusUnavailable(
            "DATABASE_URL cannot be read; write it as postgresql://user:password@host:5432/database.",
            "DATABASE_URL 无法解析，应写作 postgresql://user:password@host:5432/database",
        ) from None
    connection.autocommit = True
    return connection


def open_bus(settings: Settings, *, application: str = "trainyard") -> Connection:
    """A session on the bus."""
    return connect(bus_url(settings), application=application)


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """One transaction on an autocommit session: committed at the end, rolled back on any exception.

    RuntimeError within another one: the inner end would commit the outer half.
    """
    if connection.info.transaction_status in (TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR):
        raise RuntimeError("a transaction is open on this session already")
    execute(connection, "BEGIN", {})
    try:
        yield connection
    except BaseException:
        if not connection.closed:
            execute(connection, "ROLLBACK", {})
        raise
    execute(connection, "COMMIT", {})


@contextmanager
def telling_lost() -> Iterator[None]:
    """Make a session that breaks an OperationalError: now and then the driver says only DatabaseError.

    What the server says has a class of its own by its SQLSTATE; without one, there was no answer.
    """
    try:
        yield
    except psycopg2.DatabaseError as error:
        if type(error) is psycopg2.DatabaseError:
            raise psycopg2.OperationalError(str(error)) from error
        raise


def poll(connection: Connection) -> None:
    """Take in what the server has notified."""
    with telling_lost():
        connection.poll()


def execute(connection: Connection, statement: str, parameters: Mapping[str, Any] | None) -> int:
    """Run a statement; the number of rows it touched. Parameters None = the text goes as it is (its ``%`` too)."""
    with telling_lost(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def fetch_all(connection: Connection, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    """All rows, as dictionaries by column name."""
    with telling_lost(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_one(connection: Connection, statement: str, parameters: Mapping[str, Any]) -> Row | None:
    """The first row, or None."""
    rows = fetch_all(connection, statement, parameters)
    return rows[0] if rows else None


def fetch_value(connection: Connection, statement: str, parameters: Mapping[str, Any]) -> Any:
    """The first column of the first row, or None."""
    row = fetch_one(connection, statement, parameters)
    return next(iter(row.values())) if row else None


def database_beside(url: str, name: str) -> str:
    """The connection string of another database on the same server."""
    dsn: str = make_dsn(url, dbname=name)
    return dsn


def without_password(text: str) -> str:
    """``text`` with the passwords of URLs and ``password=`` parts replaced by stars."""
    text = re.sub(r"(://[^/\s:@]*):\S*@", r"\1:***@", text)
    return re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", r"\1***", text)
