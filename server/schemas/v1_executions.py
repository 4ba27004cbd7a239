"""Running a workflow by its button, as the 004 specification has it."""

from __future__ import annotations

from typing_extensions import TypedDict

from server.schemas.v1_workflows import RunError


class StartedExecution(TypedDict):
    success: bool
    execution_id: str
    workflow_id: int
    run_id: int
    status: str
    message: str


class LogLine(TypedDict):
    timestamp: str
    level: str
    message: str
    step: str | None


class ExecutionState(TypedDict):
    success: bool
    execution_id: str
    workflow_id: int
    run_id: int
    status: str
    progress: int
    current_node: str | None
    current_step: str | None
    steps: dict[str, str]
    started_at: str | None
    completed_at: str | None
    duration_seconds: float | None
    logs: list[LogLine]
    error: RunError | None
    allowed_actions: list[str]


class StoppedExecution(TypedDict):
    success: bool
    execution_id: str
    workflow_id: int
    status: str
    message: str
