"""The one way into a business database: a connection that cannot write and does not wait for ever."""

from __future__ import annotations

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

from data_pipeline.sentence import Sentence
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
        reason = _reason(error)
        raise PipelineError(
            "database_unreachable",
            f"Cannot connect to {place.en}: {reason.en}.",
            f"无法连接 {place.zh}: {reason.zh}",
            retryable=True,
        ) from None
    try:
        _set_up(connection, statement_timeout_seconds)
    except psycopg2.Error as error:
        connection.close()
        raise PipelineError(
            "database_unreachable",
            f"{place.en[0].upper()}{place.en[1:]} broke off: {type(error).__name__}.",
            f"与 {place.zh} 的连接中断: {type(error).__name__}",
            retryable=True,
        ) from None
    return connection


def _set_up(connection: Connection, statement_timeout_seconds: float) -> None:
    connection.set_session(readonly=True, autocommit=True)
    connection.set_client_encoding("UTF8")
    with connection.cursor() as cursor:
        milliseconds = str(int(statement_timeout_seconds * 1000))
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", (milliseconds,))


def _place(url: str) -> Sentence:
    """What the URL points at, for people. A URL that cannot be read is not quoted: it may hold a password."""
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError:
        raise PipelineError(
            "database_url_invalid",
            "The connection is not a valid URL: write postgresql://user:password@host:5432/database.",
            "数据库连接串格式不正确，应为 postgresql://用户:密码@主机:5432/数据库名",
        ) from None
    server = f"{parts.get('host', 'localhost')}:{parts.get('port', '5432')}"
    name = parts.get("dbname") or parts.get("user", "")
    return Sentence(f"database '{name}' on {server}", f"{server} 上的数据库 '{name}'")


def _reason(error: psycopg2.OperationalError) -> Sentence:
    """The driver's last clause ("Connection refused", 'database "x" does not exist'), which names no password."""
    text = str(error).strip()
    if not text:
        return Sentence("no answer", "没有响应")
    clause = text.splitlines()[0].rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
    return Sentence(clause, clause)
