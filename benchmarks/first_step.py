"""From the POST of execute-complete until the first step's row is committed, against the coldest start there can be.

The floor is a fresh ``python -c`` of the same interpreter that imports psycopg2, connects to the same database and
commits one UPDATE, from its start until the commit has returned. Ours ends when the NOTIFY of a trigger, which is sent
at the commit, reaches a session that sleeps until then: nothing polls, and what the trigger costs counts against us.
Each round is waited out to the end of the task, so that no round disturbs the next.
"""

from __future__ import annotations

import select
import subprocess
import sys
import time

from benchmarks.figure import Figure, alternate
from benchmarks.place import Place, ended
from bus import db
from bus.db import Connection
from bus.settings import ROOT

BAR = 1.5
ROUNDS = 20
WAIT_SECONDS = 30
PAUSE_SECONDS = 0.2  # for the processes of the round before to be gone
SET_UP = """
CREATE TABLE floor AS SELECT 0 AS value;
CREATE FUNCTION arrived() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NOTIFY arrived; RETURN NULL; END $$;
CREATE TRIGGER arrived AFTER INSERT ON executions FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION arrived();
LISTEN arrived;
"""
TAKE_DOWN = "DROP FUNCTION arrived CASCADE"
FLOOR = """
import os, sys, psycopg2
connection = psycopg2.connect(sys.argv[1])
connection.cursor().execute("UPDATE floor SET value = value + 1")
connection.commit()
os.write(1, b".")
"""


def measure(place: Place) -> Figure:
    """Milliseconds, medians."""
    place.let_tasks_run("benchmarks.steps:nothing")
    with place.session() as connection:
        db.execute(connection, SET_UP, None)
        alternate(lambda: _ours(place, connection), lambda: _floor(place), 1)  # unmeasured: caches
        ours, floor = alternate(lambda: _ours(place, connection), lambda: _floor(place), ROUNDS)
        db.execute(connection, TAKE_DOWN, None)
    ratio = ours / floor
    return Figure(
        "create to first step row", f"{ours:.1f} ms", f"{floor:.1f} ms", ratio, f"at most {BAR}", ratio <= BAR
    )


def _ours(place: Place, connection: Connection) -> float:
    started = time.perf_counter()
    task_id = place.start_task()
    if not select.select([connection], [], [], WAIT_SECONDS)[0]:
        raise RuntimeError(f"the first step of {task_id} was not recorded within {WAIT_SECONDS} s")
    taken = time.perf_counter() - started
    connection.poll()
    connection.notifies.clear()
    ended(connection, task_id)
    time.sleep(PAUSE_SECONDS)
    return taken * 1000


def _floor(place: Place) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", FLOOR, place.url],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout
        done = process.stdout.read(1)
        taken = time.perf_counter() - started
    if not done:
        raise RuntimeError("the floor's process failed")
    time.sleep(PAUSE_SECONDS)
    return taken * 1000
