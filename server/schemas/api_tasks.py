"""What the face of tasks is asked."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from server.schemas.fault_words import wrong
from server.schemas.fields import Name, Person, Query, Request

MOST = 2**53
WorkflowId = Field(None, ge=1, le=MOST, description="its number")


class NewTask(Request):
    """A task of a workflow that is named or numbered; of the user's default workflow where neither is said."""

    user_id: Person | None = Field(None, description="a token's user comes first")
    workflow_name: Name | None = None
    workflow_id: int | None = WorkflowId
    workflow_version: Name | None = Field(None, description="its label, as 1.0.0; the active one unless given")
    task_name: Name | None = None
    parameters: dict[str, Any] = Field({}, description="as the workflow declares them")
    priority: int = Field(0, ge=-1000, le=1000, description="the larger one starts first")
    start: bool = Field(False, description="run it at once, or let it wait for its turn")

    @model_validator(mode="after")
    def _one_workflow(self) -> Self:
        refuse_both(self.workflow_name, self.workflow_id)
        return self


class Control(Request):
    """Base of what is done to a task: a slip in a name must not go on as if nothing had been said."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Pause(Control):
    immediate: bool = Field(False, description="the processes stand still at once, instead of ending their steps")


class Resume(Control):
    parameters: dict[str, Any] = Field({}, description="those that change for what is still to do")
    retry_from_step: Name | None = Field(None, description="this step and all that stands on it are done again")


class Retry(Control):
    retry_from_step: Name | None = Field(None, description="this step and whatever is not done; all unless given")


class NoFields(Request):
    """Nothing needs to be said."""


class TaskParameters(Request):
    parameters: dict[str, Any] = Field({}, description="in place of the task's own, where both have one")


class WorkflowParameters(Request):
    """The parameters that a task is to be made with, and of what, as NewTask has it."""

    user_id: Person | None = Field(None, description="whose default workflow is meant where none is named")
    workflow_name: Name | None = None
    workflow_id: int | None = WorkflowId
    workflow_version: Name | None = None
    parameters: dict[str, Any] = Field({})

    @model_validator(mode="after")
    def _one_workflow(self) -> Self:
        refuse_both(self.workflow_name, self.workflow_id)
        return self


class TaskListQuery(Query):
    """Which tasks, the newest first; several statuses are separated by commas."""

    user_id: Name | None = None
    status: Name | None = Field(None, description="pending, running, success, failed, paused, cancelled")
    workflow_name: Name | None = None
    limit: int = Field(10, ge=1, le=1000)
    offset: int | None = Field(None, ge=0, le=MOST)
    page: int | None = Field(None, ge=1, le=10**9, description="counted from 1, in place of offset")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.page is not None and self.offset is not None:
            raise wrong("send page or offset, not both", "page 与 offset 只能二选一")
        return self

    @property
    def start(self) -> int:
        """How many are left out before the first."""
        return self.offset if self.offset is not None else ((self.page or 1) - 1) * self.limit


class StepRowQuery(Query):
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=MOST)


class TaskLogQuery(Query):
    level: Name | None = Field(None, description="that level and graver ones")
    step: Name | None = None
    search: Name | None = Field(None, description="found anywhere in the message")
    order: Literal["asc", "desc"] = Field("asc", description="asc = the oldest line first")
    limit: int = Field(100, ge=1, le=10_000)
    offset: int = Field(0, ge=0, le=MOST)


def refuse_both(name: str | None, number: int | None) -> None:
    """A workflow is named or numbered: of two that differ nobody knows which one is meant."""
    if name is not None and number is not None:
        raise wrong("send workflow_name or workflow_id, not both", "workflow_name 与 workflow_id 只能二选一")
