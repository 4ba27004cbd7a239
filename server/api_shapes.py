"""Tasks in the shapes of the face ``/api/tasks``."""

from __future__ import annotations

from collections.abc import Sequence

from bus import actions
from bus.rows import Task
from bus.step_rows import StepStanding
from server.schemas.api_task_answers import TaskRow, TaskStep, WholeTask
from server.services.task_views import TaskView
from server.words import in_language, step_status_word, task_word, utc


def task_row(view: TaskView) -> TaskRow:
    """A task as a line of a list. What may start but is not claimed yet started when it was allowed to."""
    task = view.task
    return {
        "id": task.task_id,
        "task_id": task.task_id,
        "user_id": task.created_by,
        "workflow_id": task.workflow_id,
        "workflow_name": task.workflow_name,
        "workflow_version": task.workflow_label,
        "task_name": task.task_name,
        "status": task_word(task),
        "state": view.state,
        "progress_percentage": task.progress,
        "current_step": current_step(task),
        "parameters": task.parameters,
        "parent_task_id": task.parent_task_id,
        "priority": task.priority,
        "queue_position": view.queue_position,
        "created_at": utc(task.created_at) or "",
        "started_at": utc(task.started_at or task.admitted_at),
        "completed_at": utc(task.completed_at),
        "expected_start_time": utc(view.forecast.starts_at),
        "estimated_completion_time": utc(view.forecast.ends_at),
        "error_message": task.error_message,
        "error_code": task.error_code,
        "allowed_actions": actions.allowed(task),
    }


def whole_task(view: TaskView, standings: Sequence[StepStanding], language: str) -> WholeTask:
    """A task with its steps, what is foretold of it, and what may help it."""
    forecast, english = view.forecast, language == "en"
    return {
        **task_row(view),
        "estimated_completion_time_p90": utc(forecast.ends_at_p90),
        "estimate_basis": None if forecast.samples is None else {"samples": forecast.samples},
        "advice": None if view.advice is None else view.advice[0 if english else 1],
        "steps": [task_step(one, language) for one in standings],
    }


def foretold(answer: TaskRow | WholeTask) -> list[str | None]:
    """What moves with the clock although nothing has happened."""
    fields = ("expected_start_time", "estimated_completion_time", "estimated_completion_time_p90")
    return [answer.get(field) for field in fields]  # type: ignore[misc]


def task_step(standing: StepStanding, language: str) -> TaskStep:
    """How a step stands."""
    done = standing.status in ("completed", "skipped")
    return {
        "id": standing.id,
        "name": in_language(standing.name, language),
        "kind": standing.kind,
        "step_order": standing.step_order,
        "status": step_status_word(standing.status),
        "progress_percentage": 100 if done else round(100 * standing.progress),
        "progress_message": standing.progress_message,
        "attempt": standing.attempt,
        "start_time": utc(standing.started_at),
        "end_time": utc(standing.completed_at),
        "error_code": standing.error_code,
        "error_message": standing.error_message,
    }


def current_step(task: Task) -> str | None:
    """The first step that runs, in the order of the workflow."""
    return next((step for step, status in task.step_status.items() if status == "running"), None)
