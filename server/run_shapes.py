"""Runs and the steps of workflows in the shapes of the 003 and 004 faces."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bus.advice import Advice
from bus.executions import COMPLETE
from bus.rows import Log, Task, Workflow
from server.schemas.v1_executions import LogLine
from server.schemas.v1_workflows import RunError, RunRow, TaskOfWorkflow, V1Row
from server.words import in_language, task_word, utc

BESIDE_CONFIG = ("id", "name", "kind", "order", "depends_on")

ELSE = (  # where nothing better can be said of a failure
    "Look at the log of the step; when the reason is gone, resume from there.",
    "请查看该步骤的日志，排除原因后从失败步骤恢复",
)


def v1_row(workflow: Workflow) -> V1Row:
    """A workflow; ``id`` stays, ``version`` counts up with every change."""
    return {
        "id": workflow.id,
        "name": workflow.name,
        "description": workflow.description,
        "status": workflow.status,
        "version": workflow.label,
        "tasks_count": len(workflow.steps),
        "created_at": utc(workflow.created_at) or "",
        "updated_at": utc(workflow.updated_at) or "",
    }


def tasks_of(workflow: Workflow, language: str) -> list[TaskOfWorkflow]:
    """Its steps; the id of each is its place, from 1."""
    places = {step["id"]: place for place, step in enumerate(workflow.steps, 1)}
    return [_task_of(workflow.id, step, places, language) for step in workflow.steps]


def _task_of(workflow_id: int, step: dict[str, Any], places: dict[str, int], language: str) -> TaskOfWorkflow:
    return {
        "id": places[step["id"]],
        "step_id": step["id"],
        "name": in_language(step["name"], language),
        "task_type": step["kind"].upper(),
        "config": {key: value for key, value in step.items() if key not in BESIDE_CONFIG},
        "order": step["order"],
        "depends_on": [places[need] for need in step["depends_on"]],
        "workflow_id": workflow_id,
    }


def run_row(task: Task, language: str, helps: Advice | None) -> RunRow:
    """A run as a line of a list; ``helps`` is what to do where it failed."""
    return {
        "run_id": task.number,
        "task_id": task.task_id,
        "workflow_id": task.workflow_id,
        "workflow_version": task.workflow_label,
        "status": task_word(task),
        "progress": task.progress,
        "current_step": current_step(task),
        "created_at": utc(task.created_at) or "",
        "started_at": utc(started_at(task)),
        "completed_at": utc(task.completed_at),
        "duration_seconds": duration_seconds(task),
        "error": run_error(task, language, helps),
    }


def current_step(task: Task) -> str | None:
    """The step that runs, or else the one that failed; None when there is neither."""
    if task.current_execution is not None and task.current_execution["step"] != COMPLETE:
        return str(task.current_execution["step"])
    failed = [step for step, status in task.step_status.items() if status in ("failed", "timeout")]
    return failed[0] if failed and task.status == "failed" else None


def started_at(task: Task) -> datetime | None:
    """When it was first claimed, or until then when it was allowed to start; None while it waits."""
    return task.started_at or task.admitted_at


def duration_seconds(task: Task) -> float | None:
    """From its start to its end, or until now; None before the start."""
    begun = started_at(task)
    return None if begun is None else round(((task.completed_at or datetime.now(UTC)) - begun).total_seconds(), 3)


def run_error(task: Task, language: str, helps: Advice | None) -> RunError | None:
    """Why it failed, and what may help; None when it did not."""
    if task.status != "failed":
        return None
    suggestion = (helps or ELSE)[language != "en"]
    return {"type": task.error_code or "failed", "message": task.error_message or "", "suggestion": suggestion}


def log_line(line: Log) -> LogLine:
    """A line of the log."""
    return {
        "timestamp": utc(line.logged_at) or "",
        "level": line.level.lower(),
        "message": line.message,
        "step": line.step,
    }
