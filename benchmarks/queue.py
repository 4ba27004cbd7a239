"""Tasks that wait for the limits, against a plain loop that keeps as many executors running and knows no queue.

    python -m benchmarks.queue [--tasks 200] [--server URL]

Five users queue the tasks, with priorities from 0 to 3; four may run at once, and one of each user. The step is the
command ``true``, so all that is measured is above the work itself: the time from the first start to the last end,
times four, per task. The floor starts the very same executors for tasks that were let in before; half of it runs before
ours and half after. Then the order is judged: whoever was let in before somebody else who waited had the higher
priority (waiting counted in), or the other one's user had a task running.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.place import database_server, scratch_database
from bus import db, migrate, workflows
from bus.db import Connection
from bus.definitions import normalised
from bus.limits import Limits
from bus.new_tasks import new_task
from bus.requests import Request, record_request
from bus.rows import Execution
from bus.settings import ROOT, Settings, read_settings
from bus.tasks import NewTask
from server import launcher

BAR = 1.3
USERS = ("ann", "bob", "eve", "kim", "zoe")
MOST, MOST_OF_USER, AGEING_SECONDS = 4, 1, 600
END_SECONDS = 600
JUST_NOW_SECONDS = 0.2  # who came so shortly before somebody was let in may not have been committed
LIMITS = {"MAX_RUNNING_TASKS": str(MOST), "MAX_RUNNING_PER_USER": str(MOST_OF_USER),
          "QUEUE_AGEING_SECONDS": str(AGEING_SECONDS), "MAX_QUEUED_TASKS": "0"}  # fmt: skip
DISPATCHER = "from server import dispatcher; from bus.settings import read_settings as r; dispatcher.start(r()).join()"
DEFINITION = {"name": "trivial", "steps": [{"id": "nothing", "kind": "command", "command": ["true"]}]}
ROOTS = """
SELECT e.*, t.priority, t.created_by AS owner FROM executions e JOIN tasks t USING (task_id)
WHERE e.parent_id IS NULL AND e.id > %(after)s ORDER BY e.admitted_at, e.id
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.queue", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--server", help="URL of a PostgreSQL; an embedded one when none is named")
    options = parser.parse_args()
    if options.server:
        os.environ["DATABASE_URL"] = options.server
    with database_server() as base_url, scratch_database(base_url) as url, tempfile.TemporaryDirectory() as name:
        os.environ |= {"DATABASE_URL": url, "TRAINYARD_HOME": name, "TRAINING_DATA_DIR": f"{name}/data", **LIMITS}
        with closing(db.connect(url, application="benchmark")) as connection:
            migrate.migrate(connection)
            with db.transaction(connection):
                workflows.create(connection, normalised(DEFINITION))
            figure = measure(connection, read_settings(), options.tasks)
    print(figure, flush=True)
    return 0 if figure.met else 1


def measure(connection: Connection, settings: Settings, number: int) -> Figure:
    """Milliseconds a task; AssertionError when the order was wrong or somebody starved."""
    _bare(connection, settings, MOST)  # unmeasured: caches
    before = _bare(connection, settings, number // 2)
    rows = _queued(connection, settings, number)
    after = _bare(connection, settings, number - number // 2)
    judge(rows)
    ours, floor = _span(rows), (before + after) / 2
    ratio = ours / floor
    each = f"{number} queued tasks of {len(USERS)} users, {MOST} at once"
    return Figure(each, f"{ours:.0f} ms", f"{floor:.0f} ms", ratio, f"at most {BAR}", ratio <= BAR)


def judge(rows: list[dict[str, Any]], most: int = MOST, ageing_seconds: int = AGEING_SECONDS) -> None:
    """The order in which they were let in, one of a user at a time, as specified; AssertionError."""
    for place, row in enumerate(rows):
        now, before = row["admitted_at"], rows[:place]
        busy = {one["owner"] for one in before if one["completed_at"] > now}
        assert len(busy) < most and row["owner"] not in busy, f"{row['task_id']} was one too many"
        just_ended = {one["owner"] for one in before if _seconds(one["completed_at"], now) < JUST_NOW_SECONDS}
        for other in rows[place + 1 :]:
            if _seconds(other["created_at"], now) > JUST_NOW_SECONDS and other["owner"] not in busy | just_ended:
                assert _rank(other, ageing_seconds) < _rank(row, ageing_seconds), f"{other['task_id']} came too late"


def _seconds(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds()


def _rank(row: dict[str, Any], ageing_seconds: int) -> tuple[float, int]:
    """What puts one before another at any moment: priority with the age as part of it, then the place in the queue."""
    return row["priority"] - row["created_at"].timestamp() / ageing_seconds, -row["id"]


def _queued(connection: Connection, settings: Settings, number: int) -> list[dict[str, Any]]:
    """All of them wait before the first is let in; the rows of their executions, as they were let in."""
    after = _newest(connection)
    for place in range(number):
        _request(connection, settings, place, Limits(closed=True))
    with _dispatcher():
        return _ended(connection, after, number)


def _bare(connection: Connection, settings: Settings, number: int) -> float:
    """Milliseconds a task of the plain loop."""
    after = _newest(connection)
    waiting = [_request(connection, settings, place, Limits()) for place in range(number)]
    launch = partial(launcher.launch, settings, connection)
    started = time.time()
    running = {launch(execution) for execution in waiting[:MOST]}
    for execution in waiting[MOST:]:
        running.remove(_gone(running))
        running.add(launch(execution))
    rows = _ended(connection, after, number)
    return (max(float(row["completed_at"].timestamp()) for row in rows) - started) * 1000 * MOST / number


def _gone(pids: set[int]) -> int:
    """The first of them that has ended; the launcher reaps it."""
    while True:
        for pid in pids:
            if not Path(f"/proc/{pid}").exists():
                return pid
        time.sleep(0.001)


def _request(connection: Connection, settings: Settings, place: int, limits: Limits) -> Execution:
    workflow, user = workflows.active(connection, "trivial"), USERS[place % len(USERS)]
    new = NewTask(workflow.version_id, workflow.name, {}, created_by=user, priority=place * 7 % 4)
    with new_task(connection, settings, new) as task:
        return record_request(connection, task, workflow, Request(queue=True, created_by=user), limits)


def _newest(connection: Connection) -> int:
    return int(db.fetch_value(connection, "SELECT coalesce(max(id), 0) FROM executions", {}))


def _ended(connection: Connection, after: int, number: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + END_SECONDS
    while time.monotonic() < deadline:
        rows = db.fetch_all(connection, ROOTS, {"after": after})
        if len([row for row in rows if row["completed_at"]]) == number:
            assert all(row["status"] == "completed" for row in rows), [row["error_message"] for row in rows]
            return rows
        time.sleep(0.2)
    raise RuntimeError(f"the tasks did not end within {END_SECONDS} s")


def _span(rows: list[dict[str, Any]]) -> float:
    """Milliseconds a task, from the first that was let in to the last that ended."""
    seconds = max(row["completed_at"] for row in rows) - min(row["admitted_at"] for row in rows)
    return float(seconds.total_seconds()) * 1000 * MOST / len(rows)


@contextmanager
def _dispatcher() -> Iterator[None]:
    """The loop of a server, in a process of its own."""
    process = subprocess.Popen([sys.executable, "-c", DISPATCHER], cwd=ROOT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
