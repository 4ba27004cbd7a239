"""Log rows per second from a step to the table: step process, executor, file, table; against one COPY of the same rows.

Ours runs from the moment of the step's first row to the recorded end of the execution, when every row is in the table.
"""

from __future__ import annotations

import io
import time

from benchmarks.figure import Figure, alternate
from benchmarks.place import Place, ended
from benchmarks.steps import LINES
from bus import db
from bus.db import Connection

BAR = 20_000  # rows per second
ROUNDS = 3
COLUMNS = "task_id, execution_id, position, logged_at, level, step, logger, message"
ROWS_AND_FIRST = (
    "SELECT count(*) AS rows, min(logged_at) AS first FROM logs WHERE task_id = %(task_id)s AND logger = step"
)


def measure(place: Place) -> Figure:
    """Rows per second, medians."""
    place.let_tasks_run("benchmarks.steps:talk")
    with place.session() as connection:
        ours, floor = alternate(lambda: _ours(place, connection), lambda: _floor(connection), ROUNDS)
    return Figure(
        "log rows from step to table", f"{ours:,.0f}/s", f"{floor:,.0f}/s", ours / floor, f"{BAR:,} rows/s", ours >= BAR
    )


def _ours(place: Place, connection: Connection) -> float:
    db.execute(connection, "TRUNCATE logs", {})
    task_id = place.start_task()
    end = ended(connection, task_id)["completed_at"]
    logged = db.fetch_one(connection, ROWS_AND_FIRST, {"task_id": task_id})
    assert logged
    if logged["rows"] != LINES:
        raise RuntimeError(f"{logged['rows']} of {LINES} lines are in the table")
    return LINES / float((end - logged["first"]).total_seconds())


def _floor(connection: Connection) -> float:
    """The rows of the round before, taken out and copied in again."""
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY logs ({COLUMNS}) TO STDOUT", rows)
        cursor.execute("TRUNCATE logs")
        rows.seek(0)
        started = time.perf_counter()
        cursor.copy_expert(f"COPY logs ({COLUMNS}) FROM STDIN", rows)
        return float(cursor.rowcount) / (time.perf_counter() - started)
