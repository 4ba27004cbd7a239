"""What the face of tasks answers: flat objects, the times in UTC."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict


class NewTaskAnswer(TypedDict):
    success: bool
    task_id: str
    status: str
    message: str


class TaskRow(TypedDict):
    """``id`` and ``task_id`` are the same; ``queue_position`` is None unless it waits for its turn.

    A task with a ``parent_task_id`` is a step of that one.
    """

    id: str
    task_id: str
    user_id: str | None
    workflow_id: int
    workflow_name: str
    workflow_version: str
    task_name: str | None
    status: str
    state: str
    progress_percentage: int
    current_step: str | None
    parameters: dict[str, Any]
    parent_task_id: str | None
    priority: int
    queue_position: int | None
    created_at: str
    started_at: str | None
    completed_at: str | None
    expected_start_time: str | None
    estimated_completion_time: str | None
    error_message: str | None
    error_code: str | None
    allowed_actions: list[str]


class TaskStep(TypedDict):
    id: str
    name: str
    kind: str
    step_order: int
    status: str
    progress_percentage: int
    progress_message: str | None
    attempt: int
    start_time: str | None
    end_time: str | None
    error_code: str | None
    error_message: str | None


class WholeTask(TaskRow):
    """The estimate is kept as often as not, its ``_p90`` nine times of ten; ``estimate_basis`` has the earlier runs."""

    estimated_completion_time_p90: str | None
    estimate_basis: dict[str, int] | None
    advice: str | None
    steps: list[TaskStep]


class WholeTaskAnswer(TypedDict):
    success: bool
    task: WholeTask


class TaskRowsAnswer(TypedDict):
    success: bool
    tasks: list[TaskRow]
    total: int
    page: int
    limit: int
    offset: int


class ProgressAnswer(TypedDict):
    success: bool
    task_id: str
    status: str
    progress_percentage: int
    current_step: str | None
    queue_position: int | None
    estimated_completion_time: str | None
    steps: list[TaskStep]


class ControlledAnswer(TypedDict):
    success: bool
    task_id: str
    status: str
    state: str
    allowed_actions: list[str]
    message: str


class RemovedAnswer(TypedDict):
    success: bool
    task_id: str
    message: str


class ParameterFault(TypedDict):
    field: str
    error: str


class ValidAnswer(TypedDict):
    success: bool
    valid: bool
    errors: list[ParameterFault]
    message: str
