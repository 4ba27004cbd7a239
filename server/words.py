"""How the faces of the other specifications say what a task or a step is doing, and what time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bus.rows import Execution, Task

_TASKS = {"completed": "success", "partial_completed": "paused"}
_STEPS = {"completed": "success", "queued": "pending"}
# What is said when an action was done, by the API and by the command line: Chinese, English.
DONE = {
    "start": ("任务已启动", "The task has been started."),
    "pause": ("任务已暂停", "The task has been paused."),
    "resume": ("任务已恢复", "The task has been resumed."),
    "retry": ("任务已重试", "The task is run again."),
    "cancel": ("任务已取消", "The task has been cancelled."),
    "delete": ("任务已删除", "The task has been deleted."),
}
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


def step_status_word(status: str | None) -> str:
    """The same of a status; None = it was never started."""
    return "pending" if status is None else _STEPS.get(status, status)


def in_language(name: Any, language: str) -> str:
    """A name of a definition, which is a text or one for each language."""
    if isinstance(name, dict):
        return str(name.get(language) or next(iter(name.values()), ""))
    return str(name)


def utc(moment: datetime | None) -> str | None:
    """``2025-02-23T10:00:00.000000Z``."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
