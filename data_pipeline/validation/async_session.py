"""A connection that is not waited for: it is asked now and then how far the database is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_WRITE
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from data_pipeline.catalog.connect import CONNECT_TIMEOUT_SECONDS, PARAMETERS, SET_UP, broken_off, explained, limits
from data_pipeline.catalog.refusal import place_of, unreachable
from data_pipeline.validation.execution import Judgement, Verdict, text_cursor


class AsyncSession:
    """Carries one judgement at a time. It begins to connect at once and ends the first judgement when it can."""

    def __init__(self, url: str) -> None:
        """Raises PipelineError ``database_unreachable``, as ``advance`` does until it is connected."""
        self.waits_to_write = True  # rather than to read
        self._place = place_of(url)
        self._cursor: Cursor | None = None  # once it is connected
        self._judgement: Judgement | None = None
        self._deadline = time.monotonic() + CONNECT_TIMEOUT_SECONDS
        with self._reaching():
            self._connection: Connection = psycopg2.connect(url, async_=True, client_encoding="UTF8", **PARAMETERS)

    def fileno(self) -> int:
        """Of the socket, to wait for; while it connects that may be another one after each ``advance``."""
        return self._connection.fileno()

    @property
    def patience_seconds(self) -> float | None:
        """For how long it may go on connecting; None once it is: then statements have limits of their own."""
        return None if self._cursor else max(0.0, self._deadline - time.monotonic())

    def begin(self, judgement: Judgement) -> None:
        """Ask the first statement of it, at the latest when connected. None may be under way."""
        if self._cursor is None:
            self._judgement = self._after_set_up(judgement)
        else:
            self._judgement = judgement
            with explained(self._connection):
                self._cursor.execute(*next(judgement))

    def advance(self) -> Verdict | None:
        """Take in what the database has answered and ask on; the verdict, when it is reached.

        Raises PipelineError ``database_connection_lost``.
        """
        cursor = self._cursor or self._connected()
        if cursor is None or self._judgement is None:
            return None
        with explained(self._connection):
            try:
                while self._has_asked_on(cursor, self._judgement):
                    pass
            except StopIteration as end:
                self._judgement = None
                verdict: Verdict = end.value
                return verdict
        return None

    def close(self) -> None:
        """The end, also of a statement that still runs."""
        if self._judgement and not self._connection.closed:
            with suppress(psycopg2.Error):  # it is not connected yet, or ends at this moment
                self._connection.cancel()
        self._connection.close()

    def _has_asked_on(self, cursor: Cursor, judgement: Judgement) -> bool:
        """Whether the last statement is through and the next one sent; StopIteration when there is no next one."""
        try:
            if not self._is_ready():
                return False
            statement = judgement.send(cursor)
        except psycopg2.Error as error:
            if self._connection.closed:
                raise
            statement = judgement.throw(error)
        cursor.execute(*statement)
        return True

    def _connected(self) -> Cursor | None:
        """The cursor as soon as there can be one; the first statement is sent then."""
        if self.patience_seconds == 0:
            raise unreachable(self._place, "timeout expired")
        with self._reaching():
            if not self._is_ready():
                return None
        self._cursor = text_cursor(self._connection)
        if self._judgement:
            self._cursor.execute(*next(self._judgement))
        return self._cursor

    def _is_ready(self) -> bool:
        state = self._connection.poll()
        self.waits_to_write = state == POLL_WRITE
        return bool(state == POLL_OK)

    def _after_set_up(self, judgement: Judgement) -> Judgement:
        try:
            yield f"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; {SET_UP}", limits(30)
        except psycopg2.Error as error:
            raise broken_off(self._place, error) from None
        return (yield from judgement)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except psycopg2.OperationalError as error:
            raise unreachable(self._place, str(error)) from None
