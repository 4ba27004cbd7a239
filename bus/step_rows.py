"""The executions table as steps: a row per attempt, and how each step of a task stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bus.db import Connection, execute, fetch_all, fetch_value
from bus.errors import ExecutionNotFound
from bus.queries import load
from bus.rows import Row

LONGEST_NUMBER = 18  # digits of a bigint


@dataclass(frozen=True, slots=True)
class StepRow(Row):
    """One attempt of a step."""

    id: int
    execution_id: str
    step: str
    name: Any  # as the definition has it: a text, or one per language
    step_order: int
    status: str
    attempt: int
    started_at: datetime | None
    completed_at: datetime | None
    duration_seconds: float | None  # None until it has ended
    waiting_seconds: float  # from when it could start until it did
    progress: float
    progress_message: str | None
    exit_code: int | None
    cpu_seconds: float | None
    peak_memory_bytes: int | None
    error_code: str | None
    error_message: str | None
    file_names: list[str]  # recorded as what it left


@dataclass(frozen=True, slots=True)
class StepStanding(Row):
    """A step as its latest row says; ``status`` is None where it was never started."""

    id: str
    name: Any
    kind: str
    step_order: int
    status: str | None
    attempt: int
    progress: float  # 0..1
    progress_message: str | None
    started_at: datetime | None
    completed_at: datetime | None
    error_code: str | None
    error_message: str | None


def page(connection: Connection, task_id: str, *, limit: int, offset: int) -> tuple[list[StepRow], int]:
    """One page in the order in which they came to be, and the number of all."""
    values = {"task_id": task_id, "limit": limit, "offset": offset}
    rows = fetch_all(connection, load("step_rows").page_of_step_rows, values)
    return [StepRow.of(row) for row in rows], int(fetch_value(connection, load("step_rows").count_step_rows, values))


def prepare_standings(connection: Connection) -> None:
    """Plan ``step_standings`` once for this session: planning it costs more than running it."""
    statement = load("step_rows").step_standings.replace("%(task_id)s", "$1")
    execute(connection, f"PREPARE step_standings (text) AS {statement}", None)


def standings(connection: Connection, task_id: str) -> list[StepStanding]:
    """Every step of the task in the order of its definition, in a session that has prepared it."""
    rows = fetch_all(connection, "EXECUTE step_standings (%(task_id)s)", {"task_id": task_id})
    return [StepStanding.of(row) for row in rows]


def execution_id(connection: Connection, task_id: str, key: str) -> str:
    """The id of an execution of the task that is called by its number or its id; ExecutionNotFound."""
    numbered = key.isascii() and key.isdigit() and len(key) <= LONGEST_NUMBER
    values = {"task_id": task_id, "number": int(key) if numbered else None, "execution_id": key}
    found = fetch_value(connection, load("step_rows").execution_of_task, values) if key.isprintable() else None
    if found is None:
        raise ExecutionNotFound(key)
    return str(found)
