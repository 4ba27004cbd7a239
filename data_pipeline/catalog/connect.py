"""The one way into a business database: a connection that cannot write and does not wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from psycopg2.errors import CharacterNotInRepertoire, LockNotAvailable, QueryCanceled, UntranslatableCharacter
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.refusal import place_of, unreachable
from data_pipeline.catalog.undecoded import undecoded
from data_pipeline.sentence import Sentence
from data_pipeline.step import PipelineError

CONNECT_TIMEOUT_SECONDS = 10
PARAMETERS: dict[str, Any] = {
    "application_name": "trainyard",
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
SET_UP = "SELECT set_config('statement_timeout', %(statement)s, false), set_config('lock_timeout', %(lock)s, false)"
_LOCK_TIMEOUT_SECONDS = 5
_SERVER_GONE = ("08", "57P")  # SQLSTATEs: connection exceptions; the server or somebody ends the session


@contextmanager
def reading(url: str, *, statement_timeout_seconds: float = 30) -> Iterator[Connection]:
    """A read-only session for the block; what goes wrong in it is told as by ``explained``."""
    connection = connect_read_only(url, statement_timeout_seconds=statement_timeout_seconds)
    with closing(connection), explained(connection):
        yield connection


@contextmanager
def explained(connection: Connection) -> Iterator[None]:
    """Let the failures of the block that are the database's state leave it as PipelineErrors.

    ``database_busy`` for a lock or a statement that was waited for too long: another try would wait as long.
    ``database_connection_lost``, retryable, for a session that ended. ``database_text_undecodable`` for
    a text that the server cannot send as UTF-8.
    """
    try:
        yield
    except LockNotAvailable:
        raise _locked(place_of(connection.dsn)) from None
    except QueryCanceled:
        raise _slow(place_of(connection.dsn)) from None
    except (CharacterNotInRepertoire, UntranslatableCharacter):
        raise undecoded(connection, place_of(connection.dsn)) from None
    except psycopg2.Error as error:
        if not connection.closed and not (error.pgcode or "").startswith(_SERVER_GONE):
            raise
        raise _lost(place_of(connection.dsn)) from None


def connect_read_only(url: str, *, statement_timeout_seconds: float = 30) -> Connection:
    """Open a read-only session in autocommit mode that waits for a statement so long, and 5 s for a lock.

    Raises PipelineError ``database_unreachable`` naming host, port and database, never the password; it is retryable
    unless the address, the login or the server's rules are to blame.
    """
    place = place_of(url)
    try:
        connection: Connection = psycopg2.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS, **PARAMETERS)
    except psycopg2.OperationalError as error:
        raise unreachable(place, str(error)) from None
    try:
        _set_up(connection, statement_timeout_seconds)
    except psycopg2.Error as error:
        connection.close()
        raise broken_off(place, error) from None
    return connection


def broken_off(place: Sentence, error: psycopg2.Error) -> PipelineError:
    """``database_unreachable``: the session ended while it was set up."""
    return PipelineError(
        "database_unreachable",
        f"{_capital(place.en)} broke off: {type(error).__name__}.",
        f"与 {place.zh} 的连接中断: {type(error).__name__}",
        retryable=True,
    )


def limits(statement_timeout_seconds: float) -> dict[str, str]:
    """The values of ``SET_UP``."""
    return {"statement": str(int(statement_timeout_seconds * 1000)), "lock": f"{_LOCK_TIMEOUT_SECONDS}s"}


def _set_up(connection: Connection, statement_timeout_seconds: float) -> None:
    connection.set_session(readonly=True, autocommit=True)
    connection.set_client_encoding("UTF8")
    with connection.cursor() as cursor:
        cursor.execute(SET_UP, limits(statement_timeout_seconds))


def _locked(place: Sentence) -> PipelineError:
    return PipelineError(
        "database_busy",
        f"A table of {place.en} is locked by other work (ALTER TABLE, VACUUM FULL, an import): wait until that is done"
        " (pg_stat_activity shows it), then try again.",
        f"{place.zh} 中有表被其他操作锁定（如 ALTER TABLE、VACUUM FULL、数据导入），"
        "请等该操作结束（可查看 pg_stat_activity）后重试",
    )


def _slow(place: Sentence) -> PipelineError:
    return PipelineError(
        "database_busy",
        f"{_capital(place.en)} took too long over a query, or somebody cancelled it: try again when it has less to do.",
        f"{place.zh} 执行查询的时间过长，或查询被取消，请在数据库空闲时重试",
    )


def _lost(place: Sentence) -> PipelineError:
    return PipelineError(
        "database_connection_lost",
        f"The connection to {place.en} was lost: try again.",
        f"与 {place.zh} 的连接中断，请重试",
        retryable=True,
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
