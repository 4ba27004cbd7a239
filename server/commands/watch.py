"""Following a task on the bus, with or without a server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bus import liveness, logs, tasks
from bus.db import Connection
from bus.log_file import format_line
from bus.logs import LogFilter
from bus.rows import Log
from bus.settings import Settings
from server.commands.following import Look, follow

LINES = 1000  # a look


def watch(connection: Connection, settings: Settings, task_id: str, *, after: int = 0, stderr: bool = False) -> Look:
    """Show lines and progress of the task until nothing of it is live; the last look."""
    return follow(partial(_look, connection, settings, task_id, LogFilter(), as_line), after=after, stderr=stderr)


def tail(
    connection: Connection, settings: Settings, task_id: str, wanted: LogFilter, text: Callable[[Log], str], after: int
) -> None:
    """Show the lines alone, each as ``text`` has it, until nothing of the task is live."""
    follow(partial(_look, connection, settings, task_id, wanted, text), after=after, bar=False)


def last_line(connection: Connection, task_id: str) -> int:
    """The id of the newest log line; 0 when there is none."""
    newest, _ = logs.page(connection, task_id, LogFilter(), limit=1, newest=True)
    return newest[0].id if newest else 0


def as_line(log: Log) -> str:
    """A log line as it stands in the file."""
    return format_line(log.logged_at.replace(tzinfo=None), log.level, log.logger, log.message).rstrip("\n")


def _look(
    connection: Connection,
    settings: Settings,
    task_id: str,
    wanted: LogFilter,
    text: Callable[[Log], str],
    after: int,
) -> Look:
    """The task is read before its lines: whoever sees the end sees all of them."""
    liveness.apply_verdict(connection, settings)  # nobody else may be here to notice a dead executor
    task = tasks.get(connection, task_id)
    lines, _ = logs.page(connection, task_id, wanted, limit=LINES, after_id=after)
    current = task.current_execution
    doing = current["progress_message"] or current["step"] if current else ""
    return Look(current is not None, task.status, task.progress, doing, [(log.id, text(log)) for log in lines])
