"""Tasks as their users see them: with their place in the queue and what can be foretold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bus import actions, queue
from bus.actions import State
from bus.advice import Advice
from bus.db import Connection
from bus.limits import limits_of
from bus.rows import Task
from bus.settings import Settings
from server.services import advice, estimates


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a task is expected to start and to end; None = nobody can say. It stands on ``samples`` earlier runs."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    ends_at_p90: datetime | None = None  # kept nine times of ten
    samples: int | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """``queue_position`` is 1 for the task that starts next, None for one that does not wait."""

    task: Task
    state: State
    queue_position: int | None
    forecast: Forecast = Forecast()
    advice: Advice | None = None  # what to do about its failure, English and Chinese


def views(connection: Connection, settings: Settings, tasks: Sequence[Task]) -> list[TaskView]:
    """The tasks with what stands beside their rows."""
    states = {task.task_id: actions.state_of(task) for task in tasks}
    waiting = [task_id for task_id, state in states.items() if state is State.QUEUED]
    ageing_seconds = limits_of(settings).ageing_seconds
    places = queue.positions(connection, waiting, ageing_seconds) if waiting else {}
    return [TaskView(task, states[task.task_id], places.get(task.task_id)) for task in tasks]


def view(connection: Connection, settings: Settings, task: Task) -> TaskView:
    """One task, also with what can be foretold of it, and what may help it."""
    foretold = estimates.for_task(connection, settings, task)
    forecast = Forecast(foretold.start_at, foretold.completion_at, foretold.completion_p90_at, foretold.samples)
    helps = advice.for_task(connection, task)
    return TaskView(task, actions.state_of(task), foretold.queue_position, forecast, helps)
