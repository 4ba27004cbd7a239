"""Workflows, their tasks (steps) and runs, as the face of the 003 specification has them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from server.definitions.fields import Sentence, Title, WorkflowName
from server.schemas.fields import Query, Request


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


TaskType = Literal["HTTP", "PYTHON", "COMMAND", "WAIT_FOR_FILES", "WORKFLOW"]


class NewWorkflow(Request):
    """A workflow without steps. What becomes part of a definition has no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: WorkflowName
    description: Sentence | None = None


class ChangedDescription(Request):
    model_config = ConfigDict(extra="forbid", strict=True)

    description: Sentence


class NewTaskOfWorkflow(Request):
    """A step: what it is, and in ``config`` the fields that its kind has in a definition."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Title
    task_type: Annotated[TaskType, BeforeValidator(_upper)]
    config: Annotated[dict[str, Any], Field(max_length=100)]
    order: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] | None = Field(
        None, description="sorts the tasks; behind the last one unless given"
    )
    depends_on: Annotated[list[int | str], Field(max_length=500)] | None = Field(
        None, description="ids or names of tasks; the one before unless given, [] = none"
    )


class RunRequest(Request):
    """Of a run or an execution: a misspelt ``paramters`` must not be a run with the defaults."""

    model_config = ConfigDict(extra="forbid", strict=True)

    parameters: dict[str, Any] | None = None
    priority: int = Field(0, ge=-1000, le=1000, description="larger first")


class SkipQuery(Query):
    skip: int = Field(0, ge=0, le=2**53)
    limit: int = Field(100, ge=1, le=1000)


class RunsQuery(SkipQuery):
    status: Title | None = Field(None, description="pending, running, success, failed, paused, cancelled")


class V1Row(TypedDict):
    id: int
    name: str
    description: str
    status: str
    version: str
    tasks_count: int
    created_at: str
    updated_at: str


class V1Workflow(V1Row):
    success: bool


class V1Workflows(TypedDict):
    success: bool
    workflows: list[V1Row]
    total: int
    skip: int
    limit: int


class TaskOfWorkflow(TypedDict):
    id: int
    step_id: str
    name: str
    task_type: str
    config: dict[str, Any]
    order: int
    depends_on: list[int]
    workflow_id: int


class NewTaskAnswer003(TaskOfWorkflow):
    success: bool
    version: str


class TasksOfWorkflow(TypedDict):
    success: bool
    tasks: list[TaskOfWorkflow]
    total: int
    skip: int
    limit: int


class StartedRun(TypedDict):
    success: bool
    run_id: int
    task_id: str
    workflow_id: int
    status: str
    message: str


class RunError(TypedDict):
    type: str
    message: str
    suggestion: str


class RunRow(TypedDict):
    run_id: int
    task_id: str
    workflow_id: int
    workflow_version: str
    status: str
    progress: int
    current_step: str | None
    created_at: str
    started_at: str | None
    completed_at: str | None
    duration_seconds: float | None
    error: RunError | None


class RunRows(TypedDict):
    success: bool
    runs: list[RunRow]
    total: int
    skip: int
    limit: int


class StepOfRun(TypedDict):
    id: str
    status: str


class RunFields(RunRow):
    success: bool
    parameters: dict[str, Any]
    steps: list[StepOfRun]
    allowed_actions: list[str]
