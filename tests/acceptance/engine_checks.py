"""What must hold of tasks that are at rest, whatever was done to them.

Read from the tables, the files and the steps' own footprints (see footprint.sh), each on its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine_world import MOST, MOST_OF_USER, World

TASKS = """
SELECT t.*, v.workflow_id, (v.definition #>> '{execution,max_running}')::integer AS most_of_workflow,
       v.definition #>> '{output,log_file}' AS log_file
FROM tasks t JOIN workflow_versions v ON v.id = t.workflow_version_id WHERE t.number > %(after)s ORDER BY t.number
"""
OF = "SELECT * FROM {} WHERE task_id = %(task_id)s ORDER BY {}"
Row = dict[str, Any]
Interval = tuple[float, float, Row]  # since, until, the task


def check(world: World, after: int) -> None:
    """Of all tasks whose number is above ``after``."""
    found = world.rows(TASKS, after=after)
    for task in found:
        executions = world.rows(OF.format("executions", "id"), task_id=task["task_id"])
        _events(task, world.rows(OF.format("events", "id"), task_id=task["task_id"]))
        _outputs(world, task)
        _log(world, task)
        _attempts(task, executions)
        _one_at_a_time(task, [row for row in executions if row["parent_id"] is None])
        _no_overlap(world.data / task["task_id"])
    counted = [task for task in found if task["parent_task_id"] is None]
    _limits([one for task in counted for one in _admitted(world, task)])
    _limits([one for task in counted for one in _footprints(world, task)])


def _events(task: Row, events: list[Row]) -> None:
    assert [row["id"] for row in events] == list(range(1, task["event_count"] + 1)), task["task_id"]
    if events:
        assert events[-1]["status"] == task["status"], (task["task_id"], events[-1], task["status"])


def _outputs(world: World, task: Row) -> None:
    for row in world.rows(OF.format("outputs", "id"), task_id=task["task_id"]):
        file = world.data / task["task_id"] / row["file_name"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"], (task["task_id"], row["file_name"])


def _log(world: World, task: Row) -> None:
    file = world.data / task["task_id"] / task["log_file"]
    lines = [line.split(": ", 1)[1] for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    rows = [row["message"] for row in world.rows(OF.format("logs", "position"), task_id=task["task_id"])]
    assert rows == lines, (task["task_id"], list(unified_diff(rows, lines, "table", "file")))


def _attempts(task: Row, executions: list[Row]) -> None:
    numbers = defaultdict(list)
    for row in executions:
        if row["parent_id"] is not None:
            numbers[row["step"]].append(row["attempt"])
            assert row["completed_at"] is not None, (task["task_id"], row)
    for step, attempts in numbers.items():
        assert attempts == list(range(1, len(attempts) + 1)), (task["task_id"], step, attempts)


def _one_at_a_time(task: Row, roots: list[Row]) -> None:
    """By when they were let in: ``created_at`` is when the request began, which may have waited for the end before."""
    for before, after in pairwise(roots):
        let_in = after["admitted_at"]
        assert let_in is None or before["completed_at"] <= let_in, (task["task_id"], before, after)


def _no_overlap(directory: Path) -> None:
    path = directory / ".footprints"
    overlaps = [line for line in path.read_text().splitlines() if line.startswith("OVERLAP")] if path.exists() else []
    assert not overlaps, overlaps


def _admitted(world: World, task: Row) -> Iterable[Interval]:
    """When the table says that the task held a slot."""
    for row in world.rows(OF.format("executions", "id"), task_id=task["task_id"]):
        if row["parent_id"] is None and row["admitted_at"] is not None:
            yield row["admitted_at"].timestamp(), row["completed_at"].timestamp(), task


def _footprints(world: World, task: Row) -> Iterable[Interval]:
    """When its steps say that they worked; the ones that left no end were dead before their execution ended."""
    path = world.data / task["task_id"] / ".footprints"
    ended = {row["execution_id"]: row["completed_at"] for row in
             world.rows(OF.format("executions", "id"), task_id=task["task_id"])}  # fmt: skip
    spans: dict[str, list[float]] = {}
    for what, attempt, _, at in (line.split() for line in (path.read_text().splitlines() if path.exists() else [])):
        if what == "start":
            spans[attempt] = [float(at), ended[attempt.partition("@")[0]].timestamp()]
        else:
            spans[attempt][1] = float(at)
    runs: dict[str, list[float]] = {}
    for attempt, (since, until) in spans.items():  # the steps of one execution share its slot
        run = runs.setdefault(attempt.partition("@")[0], [since, until])
        run[:] = min(run[0], since), max(run[1], until)
    for since, until in runs.values():
        yield since, until, task


def _limits(intervals: list[Interval]) -> None:
    """Sweep over time: at no instant more than allowed, of all, of a user, of a workflow."""
    moments = sorted([(until, -1, task["number"], task) for _, until, task in intervals]
                     + [(since, 1, task["number"], task) for since, _, task in intervals],
                     key=lambda one: one[:2])  # fmt: skip
    total, users, flows = 0, Counter[str](), Counter[int]()
    for at, change, number, task in moments:
        total += change
        users[task["created_by"]] += change
        flows[task["workflow_id"]] += change
        assert total <= MOST, (at, number)
        assert users[task["created_by"]] <= MOST_OF_USER, (at, number, task["created_by"])
        most: int = task["most_of_workflow"]
        assert not most or flows[task["workflow_id"]] <= most, (at, number, task["workflow_id"])


def final(statuses: Mapping[str, str]) -> dict[str, str]:
    """The ones that nothing may move any more."""
    return {task_id: status for task_id, status in statuses.items() if status in ("completed", "cancelled")}
