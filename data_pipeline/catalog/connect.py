"""The one way into a business database: a connection that cannot write and does not wait for ever."""

from __future__ import annotations

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

from data_pipeline.step import PipelineError

_CONNECT_TIMEOUT_SECONDS = 10


def connect_read_only(url: str, *, statement_timeout_seconds: float = 30) -> Connection:
    """Open a read-only session in autocommit mode with the statement timeout set.

    Raises PipelineError ``database_unreachable`` naming host, port and database, never the password.
    """
    place = _place(url)
    try:
        connection = psycopg2.connect(
            url,
            connect_timeout=_CONNECT_TIMEOUT_SECONDS,
            application_name="trainyard",
            keepalives=1,
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )
    except psycopg2.OperationalError as error:
        raise PipelineError(
            "database_unreachable", f"Cannot connect to {place}: {_reason(error)}", retryable=True
        ) from None
    connection.set_session(readonly=True, autocommit=True)
    connection.set_client_encoding("UTF8")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, false)", (str(int(statement_timeout_seconds * 1000)),)
        )
    return connection


def _place(url: str) -> str:
    """What the URL points at, for people. A URL that cannot be read is not quoted: it may hold a password."""
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError:
        raise PipelineError(
            "database_url_invalid",
            "The connection is not a valid URL: write postgresql://user:password@host:5432/database.",
        ) from None
    host, port = parts.get("host", "localhost"), parts.get("port", "5432")
    return f"database '{parts.get('dbname') or parts.get('user', '')}' on {host}:{port}"


def _reason(error: psycopg2.OperationalError) -> str:
    """The driver's last clause ("Connection refused", 'database "x" does not exist'), which names no password."""
    line = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
    return line.rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".") + "."
