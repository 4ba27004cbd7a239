"""The outputs table: files that an execution left, with type, size and SHA-256. The executor records them."""

from __future__ import annotations

from bus.db import Connection, fetch_all
from bus.queries import load
from bus.rows import Output


def of_task(connection: Connection, task_id: str) -> list[Output]:
    """The recorded files of a task, by name."""
    return [Output.of(row) for row in fetch_all(connection, load("outputs").list_outputs, {"task_id": task_id})]


def of_execution(connection: Connection, task_id: str, execution_id: str) -> list[Output]:
    """The files that an execution of the task left last, its steps' among them, by name."""
    values = {"task_id": task_id, "execution_id": execution_id}
    return [Output.of(row) for row in fetch_all(connection, load("outputs").outputs_of_execution, values)]
