"""When a task will start and end, for whoever looks at one; never in the poll of the v0 face."""

from __future__ import annotations

from bus import estimates
from bus.db import Connection
from bus.estimates import Estimates
from bus.limits import limits_of
from bus.rows import Task
from bus.settings import Settings


def for_task(connection: Connection, settings: Settings, task: Task) -> Estimates:
    """What is known of a task that runs or waits; all None, without a statement, for any other.

    Whoever is asked to stop will not get to the end, so nothing is foretold of it.
    """
    if task.current_execution is None or task.stop_requested or task.status not in ("pending", "running"):
        return Estimates()
    return estimates.of_task(connection, task.task_id, limits_of(settings))
