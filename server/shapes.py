"""Rows in the shapes of the v0 face."""

from __future__ import annotations

from bus.rows import Execution, Log, Task
from server.answers import local
from server.schemas.logs import LogRow, Pagination
from server.schemas.tasks import CurrentExecution, ExecutionRow, TaskDetail, TaskSummary


def task_status(task: Task) -> str:
    """The status in v0's words."""
    return "in_progress" if task.status == "running" else task.status


def step_status(task: Task) -> dict[str, str]:
    """Per step; one that may start but is not claimed yet runs, as far as anybody outside can tell."""
    if task.status == "running" and "queued" in task.step_status.values():
        return {step: "running" if status == "queued" else status for step, status in task.step_status.items()}
    return task.step_status


def execution_status(execution: Execution) -> str:
    """The status in v0's words: what may start but is not claimed yet runs."""
    return "running" if execution.status == "queued" and execution.admitted_at else execution.status


def started(execution: Execution) -> str | None:
    """When it was claimed, or until then when it was allowed to start; None while it waits."""
    return local(execution.started_at or execution.admitted_at)


def task_detail(task: Task) -> TaskDetail:
    """Everything of a task. What may start but is not claimed yet started when it was allowed to."""
    current = _current(task)
    return {
        "task_id": task.task_id,
        "task_type": task.task_type,
        "status": task_status(task),
        "progress": task.progress,
        "parameters": task.parameters,
        "step_status": step_status(task),
        "output_directory": task.output_directory,
        "db_name": task.db_name,
        "business_context": task.business_context,
        "created_by": task.created_by,
        "created_at": local(task.created_at) or "",
        "started_at": local(task.started_at) or (current and current["started_at"]),
        "completed_at": local(task.completed_at),
        "current_execution": current,
        "result": task.result,
        "error_code": task.error_code,
        "error_message": task.error_message,
    }


def task_summary(task: Task) -> TaskSummary:
    """A task as a line of a list."""
    return {
        "task_id": task.task_id,
        "task_type": task.task_type,
        "status": task_status(task),
        "progress": task.progress,
        "step_status": step_status(task),
        "db_name": task.db_name,
        "business_context": task.business_context,
        "created_by": task.created_by,
        "error_message": task.error_message,
        "created_at": local(task.created_at) or "",
        "started_at": local(task.started_at),
        "completed_at": local(task.completed_at),
    }


def execution_row(execution: Execution) -> ExecutionRow:
    """An execution; ``duration`` in whole seconds, None until it has ended."""
    begun, ended = execution.started_at, execution.completed_at
    return {
        "execution_id": execution.execution_id,
        "parent_execution_id": execution.parent_id,
        "step": execution.step,
        "status": execution_status(execution),
        "started_at": started(execution),
        "completed_at": local(ended),
        "duration": round((ended - begun).total_seconds()) if begun and ended else None,
        "attempt": execution.attempt,
        "force_executed": execution.force_executed,
        "files_cleaned": execution.files_cleaned,
        "progress_message": execution.progress_message,
        "error_code": execution.error_code,
        "error_message": execution.error_message,
        "result": execution.result,
    }


def log_row(line: Log) -> LogRow:
    """A line of the log."""
    return {
        "id": line.id,
        "timestamp": local(line.logged_at) or "",
        "level": line.level,
        "step_name": line.step,
        "logger": line.logger,
        "message": line.message,
        "execution_id": line.execution_id,
    }


def pagination(page: int, page_size: int, total: int) -> Pagination:
    """Where in the whole a page stands."""
    return {"page": page, "page_size": page_size, "total": total, "total_pages": -(-total // page_size)}


def _current(task: Task) -> CurrentExecution | None:
    current = task.current_execution
    if current is None:
        return None
    queued = current["status"] == "queued" and task.status == "running"
    return {
        "execution_id": current["execution_id"],
        "step": current["step"],
        "status": "running" if queued else current["status"],
        "started_at": current["started_at"],
        "progress_message": current["progress_message"],
    }
