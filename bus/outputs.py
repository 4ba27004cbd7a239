"""The outputs table: files that an execution left, with type, size and SHA-256. The executor records them."""

from __future__ import annotations

from bus.db import Connection, fetch_all
from bus.queries import load
from bus.rows import Output


def of_task(connection: Connection, task_id: str) -> list[Output]:
    """The recorded files of a task, by name."""
    return [Output.of(row) for row in fetch_all(connection, load("outputs").list_outputs, {"task_id": task_id})]
