"""What the tables hold, as frozen values: one class per table, fields named after the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


class Row:
    """Mixin of the row classes: made from a fetched row, of which it takes the columns that it knows."""

    __slots__ = ()

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        names: tuple[str, ...] = cls.__slots__  # dataclass(slots=True) lists the fields there, in order
        return cls(*[row[name] for name in names])


def spoken(parameters: dict[str, Any], asked_in: str | None) -> str:
    """``en`` or ``zh``: the parameter ``language``, else that of the request; ``zh`` for all else, ``both`` among it.

    A parameter that is null, as an optional one without a default, says nothing.
    """
    said = parameters.get("language")
    return "en" if (asked_in if said is None else said) == "en" else "zh"


@dataclass(frozen=True, slots=True)
class Workflow(Row):
    """A workflow as one of its versions, which never change. ``label`` is the version as people write it: 1.0.0."""

    id: int  # stays, whatever the version
    version_id: int
    name: str
    version: int
    label: str
    status: str
    description: str
    definition: dict[str, Any]
    created_by: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def log_file(self) -> str:
        name: str = self.definition["output"]["log_file"]
        return name

    @property
    def steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = self.definition["steps"]
        return steps

    def step(self, step_id: str) -> dict[str, Any]:
        """The definition of that step; KeyError when the workflow has none."""
        for step in self.steps:
            if step["id"] == step_id:
                return step
        raise KeyError(step_id)


@dataclass(frozen=True, slots=True)
class WorkflowSummary(Row):
    """A workflow in a list: what is told of it without its definition."""

    id: int
    name: str
    label: str
    status: str
    description: str
    steps_count: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Task(Row):
    task_id: str
    number: int
    workflow_version_id: int
    task_type: str
    status: str
    parameters: dict[str, Any]
    result: dict[str, Any] | None
    error_code: str | None
    error_message: str | None
    output_directory: str
    db_name: str | None
    business_context: str | None
    created_by: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    task_name: str | None
    priority: int
    language: str | None
    parent_task_id: str | None
    event_count: int
    workflow_id: int
    workflow_name: str
    workflow_version: int
    workflow_label: str
    step_status: dict[str, str]  # computed from the executions
    progress: int  # 0..100, computed
    current_execution: dict[str, Any] | None
    stop_requested: str | None  # of what is live
    queued_at: datetime | None  # when what is live was asked for
    admitted_at: datetime | None  # and when the limits let it start; None while it waits

    @property
    def speaks(self) -> str:
        """The language of its log and of its errors; see ``spoken``."""
        return spoken(self.parameters, self.language)


@dataclass(frozen=True, slots=True)
class Execution(Row):
    id: int
    execution_id: str
    task_id: str
    parent_id: str | None
    step: str
    first_step: str
    plan: list[str] | None
    changed_parameters: dict[str, Any] | None
    status: str
    attempt: int
    force_executed: bool
    files_cleaned: bool
    clean_previous: bool
    created_at: datetime
    admitted_at: datetime | None
    launched_at: datetime | None
    run_token: str | None
    host: str | None
    boot_id: str | None
    pid: int | None
    pid_started: str | None
    heartbeat_at: datetime | None
    memory_bytes: int | None
    cpu_seconds: float | None
    peak_memory_bytes: int | None
    started_at: datetime | None
    progress: float
    progress_message: str | None
    stop_requested: str | None
    frozen_at: datetime | None
    completed_at: datetime | None
    exit_code: int | None
    error_code: str | None
    error_message: str | None
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Event(Row):
    """Something that happened to a task, with the task's status and progress (%) after it."""

    task_id: str
    id: int  # counted per task
    happened_at: datetime
    kind: str  # status, step or progress
    status: str
    progress: int
    step: str | None
    step_status: str | None
    attempt: int | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Log(Row):
    id: int
    logged_at: datetime
    level: str
    step: str | None
    logger: str
    message: str
    execution_id: str | None


@dataclass(frozen=True, slots=True)
class Output(Row):
    id: int
    file_name: str
    file_type: str
    size_bytes: int
    sha256: str
    description: str | None
    is_primary: bool
    step: str | None
    execution_id: str | None
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class NamedConnection(Row):
    """A business database. ``parameters`` are libpq's, without the password; ``secret`` is the password, encrypted."""

    name: str
    parameters: dict[str, str]
    secret: str | None
    task_id: str | None
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, slots=True)
class User(Row):
    username: str
    password_hash: str
    role: str
    created_at: datetime
