"""The logs table: the index of the tasks' log files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from bus.db import Connection, execute, fetch_all, fetch_value, telling_lost, transaction
from bus.log_file import LEVELS, LogLine, read_lines
from bus.queries import load
from bus.rows import Log

BATCH = 1000  # rows a COPY


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines; None = any. ``levels`` as stored; ``search`` is found anywhere in the message, whatever the case."""

    levels: list[str] | None = None
    step: str | None = None
    execution_id: str | None = None
    search: str | None = None
    logged_from: datetime | None = None
    logged_to: datetime | None = None


def at_least(level: str) -> list[str]:
    """That level and every graver one."""
    return list(LEVELS[LEVELS.index(level) :])


def page(
    connection: Connection,
    task_id: str,
    wanted: LogFilter,
    *,
    limit: int,
    offset: int = 0,
    after_id: int | None = None,
    newest: bool = False,
) -> tuple[list[Log], int]:
    """Lines in the order asked for (``newest``: last line first), and the number of all that match the filter."""
    values = asdict(wanted) | {"task_id": task_id}
    order = {"limit": limit, "offset": offset, "after_id": after_id, "newest": newest}
    rows = fetch_all(connection, load("logs").page_of_logs, values | order)
    return [Log.of(row) for row in rows], int(fetch_value(connection, load("logs").count_logs, values))


def after(connection: Connection, task_id: str, log_id: int, limit: int) -> list[Log]:
    """The lines behind that one, at most ``limit``, the oldest first. 0 = from the beginning."""
    values = {"task_id": task_id, "after_id": log_id, "limit": limit}
    return [Log.of(row) for row in fetch_all(connection, load("logs").logs_after, values)]


def last(connection: Connection, task_id: str, levels: list[str] | None, limit: int) -> list[Log]:
    """The last lines of these levels (None = all), the oldest first."""
    values = {"task_id": task_id, "levels": levels, "limit": limit}
    return [Log.of(row) for row in reversed(fetch_all(connection, load("logs").last_logs, values))]


def newest_id(connection: Connection, task_id: str) -> int:
    """Of the task's last line; 0 when there is none."""
    return int(fetch_value(connection, load("logs").newest_log, {"task_id": task_id}))


def copy(connection: Connection, task_id: str, lines: Iterable[tuple[str | None, LogLine]]) -> None:
    """Append ``(execution_id, line)`` rows by COPY, the fastest way in."""
    rows = (
        "\t".join(
            (
                task_id,
                execution_id or "\\N",
                str(line.position),
                line.logged_at.isoformat(),
                line.level,
                _escaped(line.step) if line.step else "\\N",
                _escaped(line.logger),
                _escaped(line.message),
            )
        )
        for execution_id, line in lines
    )
    with telling_lost(), connection.cursor() as cursor:
        cursor.copy_expert(load("logs").copy_logs, io.StringIO("".join(f"{row}\n" for row in rows)))


def _escaped(text: str) -> str:
    """Text for COPY; line breaks do not occur in a line."""
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def end_position(connection: Connection, task_id: str) -> int:
    """Where the last recorded line of the task starts in its file; -1 when none is recorded."""
    return int(fetch_value(connection, load("logs").log_end, {"task_id": task_id}))


def fill_in(connection: Connection, task_id: str, execution_id: str | None, path: Path) -> int:
    """Record what the file has beyond the table, after a crash of whoever wrote them; the number of lines.

    One writer appends in order, and commits in order: what is missing is a tail, so the last position says it all. A
    file that is shorter than that was begun anew: the rows of the old one go, since their places are taken again.
    """
    with transaction(connection):
        execute(connection, load("tasks").lock_task, {"task_id": task_id})
        end = end_position(connection, task_id)
        if path.exists() and path.stat().st_size <= end:
            execute(connection, load("logs").forget_logs, {"task_id": task_id})
            end = -1
        lines = read_lines(path, end)
        count = 0
        while batch := [(execution_id, line) for line in islice(lines, BATCH)]:
            copy(connection, task_id, batch)
            count += len(batch)
        return count
