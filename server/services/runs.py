"""Runs: what the faces that speak of workflows, runs and executions call the tasks of a workflow."""

from __future__ import annotations

from typing import Any

from bus import tasks
from bus.db import Connection
from bus.errors import TaskNotFound
from bus.retention import TASK_ID
from bus.rows import Task, Workflow
from bus.tasks import Filter
from bus.workflow_errors import NeverRun, RunNotFound, WorkflowNotFound
from server.services import definitions, workflow_tasks
from server.services.control import Control
from server.services.listing import face_statuses
from server.services.workflow_tasks import NewRun


def start(
    control: Control,
    workflow: str,
    parameters: dict[str, Any] | None,
    *,
    priority: int = 0,
    language: str | None = None,
    idempotency_key: str | None = None,
) -> Task:
    """A task of that workflow (its id or name), which runs or waits for its turn.

    WorkflowNotFound, WorkflowRetired, WorkflowEmpty, InvalidParameters, IdempotencyKeyReused, QueueFull.
    """
    run = NewRun(
        definitions.key_of(workflow),
        parameters=parameters or {},
        priority=priority,
        language=language,
        idempotency_key=idempotency_key,
    )
    return workflow_tasks.create(control, run, start=True)


def page(
    connection: Connection, workflow: str, status: str | None, *, limit: int, offset: int
) -> tuple[list[Task], int]:
    """One page of its runs of that status, the newest first, and the number of all; WorkflowNotFound, InvalidInput."""
    wanted = Filter(statuses=face_statuses(status), workflow_id=definitions.found(connection, workflow).id)
    return tasks.page(connection, wanted, limit=limit, offset=offset)


def of_workflow(connection: Connection, workflow: str, run: str) -> Task:
    """A run of that workflow by its number or task id; WorkflowNotFound, RunNotFound."""
    workflow_id = definitions.found(connection, workflow).id
    task = _task(connection, run)
    if task is None or task.workflow_id != workflow_id:
        raise RunNotFound(run)
    return task


def meant(connection: Connection, text: str) -> Task:
    """The run that an address of the execute face means.

    By the execution's id (``task_...``); by the workflow's id or name, then it is its latest run; or by the run's
    number, where no workflow has that id. TaskNotFound, NeverRun, WorkflowNotFound.
    """
    if TASK_ID.fullmatch(text):
        return tasks.get(connection, text)
    try:
        return _latest(connection, definitions.found(connection, text))
    except WorkflowNotFound:
        task = _task(connection, text)
        if task is None:
            raise
        return task


def _latest(connection: Connection, workflow: Workflow) -> Task:
    latest = tasks.latest_of_workflow(connection, workflow.id)
    if latest is None:
        raise NeverRun(workflow.name)
    return tasks.get(connection, latest)


def _task(connection: Connection, text: str) -> Task | None:
    """By number or id; None when there is none."""
    key = definitions.key_of(text)
    try:
        if isinstance(key, int):
            return tasks.get(connection, tasks.of_number(connection, key))
        return tasks.get(connection, key) if TASK_ID.fullmatch(key) else None
    except TaskNotFound:
        return None
