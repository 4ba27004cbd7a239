"""One connection that judges statements one after another: the parse-tree gate, then the database."""

from __future__ import annotations

from contextlib import suppress

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only, explained
from data_pipeline.sentence import Sentence
from data_pipeline.validation.execution import Verdict, end, execute
from data_pipeline.validation.failure import SYNTAX_ERROR, Failure
from data_pipeline.validation.functions import volatile
from data_pipeline.validation.statement import UnreadableSqlError, UnsafeSqlError, read_select


class Session:
    """For one thread at a time; connects when the first statement passes the gate."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._url, self._timeout_seconds = url, timeout_seconds
        self._connection: Connection | None = None
        self._is_volatile: dict[str, bool] = {}  # by function name, as far as asked

    def judge(self, sql: str) -> Verdict:
        """The verdict; nothing that is not one SELECT without side effects reaches the database.

        Raises PipelineError ``database_unreachable`` or ``database_connection_lost``.
        """
        try:
            names = read_select(sql)
        except UnreadableSqlError as error:
            failure = Failure(SYNTAX_ERROR, error.reason.en, position=error.position)
            return Verdict("invalid", error.reason, failure=failure)
        except UnsafeSqlError as error:
            return Verdict("unsafe", error.reason)
        if self._connection is None:
            self._connection = connect_read_only(self._url)
        with explained(self._connection):
            if unsafe := self._volatile(self._connection, names):
                return Verdict("unsafe", _volatile_call(unsafe))
            return execute(self._connection, sql, self._timeout_seconds)

    def cancel(self) -> None:
        """From another thread: end the statement that runs, if any."""
        if self._connection is not None and not self._connection.closed:
            with suppress(psycopg2.Error):  # the session may end at this moment
                self._connection.cancel()

    def close(self) -> None:
        """The end; the server rolls back."""
        if self._connection is not None:
            self._connection.close()

    def _volatile(self, connection: Connection, names: frozenset[str]) -> str | None:
        """The first of these names that the database has a VOLATILE function for."""
        if unknown := names - self._is_volatile.keys():
            end(connection)
            found = volatile(connection, unknown)
            self._is_volatile |= {name: name in found for name in unknown}
        return next((name for name in sorted(names) if self._is_volatile[name]), None)


def _volatile_call(name: str) -> Sentence:
    return Sentence(
        f"It calls {name}(), a VOLATILE function: it may change something.",
        f"调用了 VOLATILE 函数 {name}()，可能会改动数据",
    )
