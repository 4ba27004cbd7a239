"""Tasks as their users see them: with their place in the queue and what can be foretold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bus import actions, queue
from bus.actions import State
from bus.db import Connection
from bus.limits import limits_of
from bus.rows import Task
from bus.settings import Settings


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a task is expected to start and to end; None = nobody can say."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """``queue_position`` is 1 for the task that starts next, None for one that does not wait."""

    task: Task
    state: State
    queue_position: int | None
    forecast: Forecast


def views(connection: Connection, settings: Settings, tasks: Sequence[Task]) -> list[TaskView]:
    """The tasks with what stands beside their rows."""
    states = {task.task_id: actions.state_of(task) for task in tasks}
    waiting = [task_id for task_id, state in states.items() if state is State.QUEUED]
    ageing_seconds = limits_of(settings).ageing_seconds
    places = queue.positions(connection, waiting, ageing_seconds) if waiting else {}
    forecasts = _forecasts(tasks)
    return [
        TaskView(task, states[task.task_id], places.get(task.task_id), forecasts.get(task.task_id, Forecast()))
        for task in tasks
    ]


def _forecasts(tasks: Sequence[Task]) -> dict[str, Forecast]:
    """By task; none is made yet."""
    return {}
