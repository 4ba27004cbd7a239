"""The executor's link to the bus, which may break: what is to be recorded waits in order until it can be written.

Every statement is guarded by the run token. One that touches no row was either recorded before the link broke (its
answer was lost) or refused because the execution is no longer ours; the owner's row tells which.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import psycopg2

from bus.db import Connection, execute, fetch_one, fetch_value, poll
from bus.executions import STOP_CHANNEL
from bus.identity import LOCK_CLASS
from bus.queries import load
from bus.rows import Execution
from executor.insist import LOST, RETRY_SECONDS, Result


class Replaced(Exception):
    """Another executor, or the verdict, has the execution: stop the step, write nothing more, exit."""


class Link:
    """Outgoing statements and incoming stop marks of one execution."""

    def __init__(self, connection: Connection, reconnect: Callable[[], Connection], execution: Execution) -> None:
        self.connection: Connection | None = connection
        self.told_to_stop = False  # by a signal; that is not undone by a row that does not know of it
        self.refused = False  # the end was not wanted any more: a pause that was withdrawn
        self._mark: str | None = execution.stop_requested
        self._reconnect = reconnect
        self._execution = execution
        self._outbox: deque[tuple[str, str, Mapping[str, Any]]] = deque()
        self._next_try = 0.0
        self._locked = True

    @property
    def stop_requested(self) -> str | None:
        """What is asked of the run: cancel, timeout, pause, freeze, or shutdown of this executor; None = go on."""
        if self._mark in ("cancel", "timeout"):
            return self._mark
        return "shutdown" if self.told_to_stop else self._mark

    def settled(self) -> bool:
        """Whether everything is recorded."""
        return not self._outbox

    def record(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        """Queue statement ``name`` of ``sql/<file>.sql`` with the execution's id and token; write what it can."""
        keys = {"execution_id": self._execution.execution_id, "run_token": self._execution.run_token}
        last = self._outbox[-1] if self._outbox else None
        if last is not None and last[1] == name == "report_progress" and last[2]["step"] == values["step"]:
            self._outbox.pop()  # only the newest counts, and a long outage must not fill the memory
        self._outbox.append((file, name, {**keys, **values}))
        self.pump()

    def pump(self) -> None:
        """Write what waits, in order. Replaced when the execution is not ours any more."""
        while self.reachable() and self._outbox:
            file, name, values = self._outbox[0]
            try:
                self._write(file, name, values)
            except LOST:
                self._broken()
            else:
                self._outbox.popleft()

    def heartbeat(self, memory_bytes: int, cpu_seconds: float) -> None:
        """Say that the executor lives, and read whether it is to stop."""
        if not self.reachable():
            return
        keys = {"execution_id": self._execution.execution_id, "run_token": self._execution.run_token}
        values = {**keys, "memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds}
        try:
            row = fetch_one(self._open(), load("executions").heartbeat, values)
            self._locked = self._locked or self._hold_lock(self._open())
        except LOST:
            self._broken()
            return
        if row is None:
            raise Replaced
        self._mark = row["stop_requested"]

    def ask(self, question: Callable[[Connection], Result]) -> Result | None:
        """What the bus says to it; None when it cannot be asked now."""
        if not self.reachable():
            return None
        try:
            return question(self._open())
        except LOST:
            self._broken()
            return None

    def listen(self) -> None:
        """Take in what the server notified, also with the answer to another statement; the row has the mark."""
        connection = self.connection
        if connection is None:
            return
        try:
            poll(connection)
            notified = [notice.payload for notice in connection.notifies]
            connection.notifies.clear()
            if self._execution.execution_id in notified:
                self._read_mark(connection)
        except LOST:
            self._broken()

    def _write(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        connection = self._open()
        statement: str = getattr(load(file), name)
        if execute(connection, statement, values) == 0 and file == "executions":
            self._read_mark(connection)
        elif name == "end_execution":
            self.refused = False  # whatever became of an earlier end

    def _read_mark(self, connection: Connection) -> None:
        owner = fetch_one(connection, load("executions").owner, {"execution_id": self._execution.execution_id})
        if owner is None or str(owner["run_token"]) != str(self._execution.run_token):
            raise Replaced
        ending = any(name == "end_execution" for _, name, _ in self._outbox)
        if owner["status"] != "running" and not ending:
            raise Replaced
        self.refused = ending and owner["status"] == "running"
        self._mark = owner["stop_requested"]

    def reachable(self) -> bool:
        """Whether there is a session, after trying to open a new one no more often than every RETRY_SECONDS."""
        if self.connection is not None:
            return True
        if time.monotonic() < self._next_try:
            return False
        try:
            self.connection = connection = self._reconnect()
            execute(connection, f"LISTEN {STOP_CHANNEL}", {})
            self._locked = self._hold_lock(connection)
            self._read_mark(connection)
        except LOST:
            self._broken()
        return self.connection is not None

    def _hold_lock(self, connection: Connection) -> bool:
        """Not ours yet while the server still keeps the broken session; the next heartbeat tries again."""
        values = {"lock_class": LOCK_CLASS, "id": self._execution.id}
        return bool(fetch_value(connection, load("executions").hold_lock, values))

    def _open(self) -> Connection:
        if self.connection is None:
            raise psycopg2.InterfaceError("no session")
        return self.connection

    def _broken(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
        self._next_try = time.monotonic() + RETRY_SECONDS
