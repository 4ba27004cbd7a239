"""The outputs table: files that an execution left, with type, size and SHA-256."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bus.db import Connection, execute, fetch_all
from bus.queries import load
from bus.rows import Output


def record(connection: Connection, task_id: str, files: Iterable[Mapping[str, Any]]) -> None:
    """Insert or refresh one row per file (keys as the columns)."""
    for file in files:
        execute(connection, load("outputs").record_output, {**file, "task_id": task_id})


def forget_missing(connection: Connection, task_id: str, present: Iterable[str]) -> None:
    """Drop the rows of files that are gone."""
    execute(connection, load("outputs").forget_missing, {"task_id": task_id, "present": list(present)})


def of_task(connection: Connection, task_id: str) -> list[Output]:
    """The recorded files of a task, by name."""
    return [Output.of(row) for row in fetch_all(connection, load("outputs").list_outputs, {"task_id": task_id})]
