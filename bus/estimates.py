"""When a live task will start and end, from what the steps of its workflow took before. Two statements, no write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bus.db import Connection, Row, fetch_all
from bus.limits import Limits
from bus.queries import load
from bus.queue_forecast import Expected, seconds_until_start
from bus.time_left import Standing, StepHistory, TimeLeft, time_left

MOST_RUNS = 200  # before it and beside it; where there are more, no start is told
HISTORY = {"days": 90, "most_samples": 50, "most_looked_at": 1000}
Which = Literal["median_seconds", "p90_seconds"]


@dataclass(frozen=True, slots=True)
class Estimates:
    """None = not known, or not to be known: nothing lives, it stands still, or a step has no history.

    ``completion_at`` is as likely too late as too early, ``completion_p90_at`` is kept nine times of ten.
    ``queue_position`` counts from 1; ``samples`` is the number of earlier attempts of the step that is known least.
    """

    completion_at: datetime | None = None
    completion_p90_at: datetime | None = None
    start_at: datetime | None = None
    queue_position: int | None = None
    samples: int | None = None


def of_task(connection: Connection, task_id: str, limits: Limits) -> Estimates:
    """The estimates for the live run of that task; all None when there is none."""
    values = {"task_id": task_id, "ageing_seconds": limits.ageing_seconds, "most": MOST_RUNS}
    rows = fetch_all(connection, load("estimates").live_runs, values)
    if not rows or rows[0]["task_id"] != task_id or rows[0]["frozen"]:
        return Estimates()
    left = _times_left(connection, rows)
    if rows[0]["place"] is None:
        return _ending(rows[0], left[0], 0, 0)
    if len(rows) == MOST_RUNS:
        return Estimates(queue_position=rows[0]["place"])
    median, p90 = (_start(rows, left, limits, which) for which in ("median_seconds", "p90_seconds"))
    return _ending(rows[0], left[0], median, p90)


def _times_left(connection: Connection, rows: Sequence[Row]) -> list[TimeLeft | None]:
    """Of each run; one that stands still has no end."""
    versions = list({row["workflow_version_id"] for row in rows})
    known: dict[int, list[StepHistory]] = {version: [] for version in versions}
    parallel: dict[int, int] = {}
    for step in fetch_all(connection, load("estimates").step_durations, HISTORY | {"workflow_version_ids": versions}):
        version = step.pop("workflow_version_id")
        parallel[version] = step.pop("max_parallel")
        known[version].append(StepHistory(**step))
    whole: dict[str, TimeLeft | None] = {}  # of runs that have begun nothing: those that wait are many, and alike
    return [_time_left(row, known[row["workflow_version_id"]], parallel, whole) for row in rows]


def _time_left(
    row: Row, steps: list[StepHistory], parallel: dict[int, int], whole: dict[str, TimeLeft | None]
) -> TimeLeft | None:
    if row["frozen"]:
        return None
    version, plan = row["workflow_version_id"], row["plan"]
    key = f"{version} {plan} {row['parameters']}"
    if row["steps"] or key not in whole:
        standing = {step: Standing(**one) for step, one in row["steps"].items()}
        left = time_left(steps, plan, standing, parallel.get(version, 1), row["parameters"])
        return left if standing else whole.setdefault(key, left)
    return whole[key]


def _start(rows: Sequence[Row], left: Sequence[TimeLeft | None], limits: Limits, which: Which) -> float | None:
    """Seconds until the first of the rows is let in."""
    expected = [_expected(row, time, which) for row, time in zip(rows, left, strict=True)]
    running = [one for one, row in zip(expected, rows, strict=True) if row["place"] is None]
    waiting = [one for one, row in zip(expected[1:], rows[1:], strict=True) if row["place"] is not None]
    return seconds_until_start(running, [*waiting, expected[0]], limits)


def _expected(row: dict[str, Any], left: TimeLeft | None, which: Which) -> Expected:
    seconds = None if left is None else float(getattr(left, which))
    return Expected(row["owner"], row["workflow_id"], row["most_of_workflow"], seconds)


def _ending(row: Row, left: TimeLeft | None, start: float | None, start_p90: float | None) -> Estimates:
    """From the seconds until the start and those that it takes; where its start is not known, neither is its end."""
    place, now = row["place"], row["as_of"]
    start_at = None if start is None or place is None else now + timedelta(seconds=start)
    if left is None or start is None or start_p90 is None:
        return Estimates(start_at=start_at, queue_position=place)
    return Estimates(
        completion_at=now + timedelta(seconds=start + left.median_seconds),
        # More time for each may make a better order, so the later start is not always the later one.
        completion_p90_at=now + timedelta(seconds=max(start, start_p90) + left.p90_seconds),
        start_at=start_at,
        queue_position=place,
        samples=left.samples,
    )
