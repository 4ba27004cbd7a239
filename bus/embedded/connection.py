"""Connections to the embedded server: the only test of whether it lives."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bus.embedded.error import EmbeddedPostgresError, failure
from bus.embedded.layout import ROLE, SOCKET, Layout

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

DATABASE = "trainyard"
CONNECT_SECONDS = 5


def answers(layout: Layout) -> bool:
    """Whether the server is up and has our database."""
    with suppress(EmbeddedPostgresError):  # a refusal is looked into under the lock
        if connection := connect(layout, DATABASE):
            connection.close()
            return True
    return False


def connect(layout: Layout, database: str) -> Connection | None:
    """A connection; None when no server answers or it is on its way up or down.

    EmbeddedPostgresError when a server is there and refuses us.
    """
    if not (layout.sockets / SOCKET).exists():
        return None
    import psycopg2

    try:
        return psycopg2.connect(layout.url(database), connect_timeout=CONNECT_SECONDS)
    except psycopg2.OperationalError as error:
        reason = str(error).strip()
    if "FATAL:" in reason and "the database system is" not in reason:
        raise failure(layout, f"PostgreSQL refuses the connection: {reason}.", f"PostgreSQL 拒绝连接：{reason}")
    return None


def ensure_database(connection: Connection) -> None:
    """Create our database unless it is there.

    Our lock does not keep others out: the server goes on creating it after the process that asked was killed.
    """
    from psycopg2.errors import DuplicateDatabase, UniqueViolation  # the second when both had begun

    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
        if cursor.rowcount == 0:
            with suppress(DuplicateDatabase, UniqueViolation):
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
