"""One connection that judges statements one after another: the parse-tree gate, then the database."""

from __future__ import annotations

from contextlib import suppress

import psycopg2
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only, explained
from data_pipeline.validation.execution import Verdict, execute
from data_pipeline.validation.judgement import IsVolatile, gate, judgement

CONNECTIONS = 4  # to one business database at a time


class Session:
    """For one thread at a time; connects when the first statement passes the gate."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._url, self._timeout_seconds = url, timeout_seconds
        self._connection: Connection | None = None
        self._is_volatile: IsVolatile = {}

    def judge(self, sql: str) -> Verdict:
        """The verdict; nothing that is not one SELECT without side effects reaches the database.

        Raises PipelineError ``database_unreachable`` or ``database_connection_lost``.
        """
        passed = gate(sql)
        if isinstance(passed, Verdict):
            return passed
        if self._connection is None:
            self._connection = connect_read_only(self._url)
        with explained(self._connection):
            return execute(self._connection, judgement(sql, passed, self._is_volatile, self._timeout_seconds))

    def cancel(self) -> None:
        """From another thread: end the statement that runs, if any."""
        if self._connection is not None and not self._connection.closed:
            with suppress(psycopg2.Error):  # the session may end at this moment
                self._connection.cancel()

    def close(self) -> None:
        """The end; the server rolls back."""
        if self._connection is not None:
            self._connection.close()
