"""How the faces of the other specifications say what a task or a step is doing, and what time it is."""

from __future__ import annotations

from datetime import UTC, datetime

from bus.rows import Execution, Task

_TASKS = {"completed": "success", "partial_completed": "paused"}
_STEPS = {"completed": "success", "queued": "pending"}
STATUSES = ("pending", "running", "success", "failed", "paused", "cancelled")


def task_word(task: Task) -> str:
    """pending, running, success, failed, paused or cancelled."""
    return task_status_word(task.status)


def task_status_word(status: str) -> str:
    """The same of a task's status alone."""
    return _TASKS.get(status, status)


def statuses_of(word: str) -> list[str]:
    """The statuses of the bus that such a word stands for; KeyError for one that is none of them."""
    if word not in STATUSES:
        raise KeyError(word)
    return [status for status, shown in _TASKS.items() if shown == word] + ([] if word == "success" else [word])


def step_word(execution: Execution) -> str:
    """pending, running, success, failed, timeout, cancelled or skipped."""
    return step_status_word(execution.status)


def step_status_word(status: str) -> str:
    """The same of the status of a step's execution alone."""
    return _STEPS.get(status, status)


def utc(moment: datetime | None) -> str | None:
    """``2025-02-23T10:00:00.000000Z``."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
