"""The events table: what happened to a task, counted per task in commit order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bus.db import Connection, fetch_all, fetch_one
from bus.errors import TaskNotFound
from bus.queries import load
from bus.rows import Event, Task

CHANNEL = "trainyard_events"  # a notification's payload is the id of the task that has new events


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A task as it is after its event number ``task.event_count``, which happened at ``changed_at``."""

    task: Task
    changed_at: datetime


def after(connection: Connection, task_id: str, event_id: int, limit: int) -> list[Event]:
    """The events of a task behind that one, at most ``limit``, the oldest first. 0 = from the beginning."""
    values = {"task_id": task_id, "after_id": event_id, "limit": limit}
    return [Event.of(row) for row in fetch_all(connection, load("events").events_after, values)]


def snapshot(connection: Connection, task_id: str) -> Snapshot:
    """The task and where its events stand; TaskNotFound."""
    row = fetch_one(connection, load("events").task_as_it_is, {"task_id": task_id})
    if row is None:
        raise TaskNotFound(task_id)
    return Snapshot(Task.of(row), row["changed_at"])
