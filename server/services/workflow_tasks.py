"""Making tasks of any workflow, once per idempotency key; started in the same transaction if that is wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg2

from bus import tasks, workflows
from bus.db import Connection
from bus.errors import IdempotencyKeyReused
from bus.new_tasks import new_task
from bus.pipeline_parameters import refuse_unknown_of_steps
from bus.requests import Request, record_request
from bus.rows import Execution, Task, Workflow
from bus.tasks import NewTask
from bus.workflow_errors import WorkflowRetired
from server.load_mark import limits_now
from server.services.control import Control
from server.services.executions import launched
from server.services.task_parameters import usable


@dataclass(frozen=True, slots=True)
class NewRun:
    """What a request says of a task; ``workflow`` is a name or an id, ``version`` a label (None = the active one)."""

    workflow: str | int
    version: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    task_name: str | None = None
    user_id: str | None = None
    priority: int = 0
    language: str | None = None
    idempotency_key: str | None = None

    @property
    def digest(self) -> str:
        """What tells this request from another one under the same key."""
        said = [self.workflow, self.version, self.parameters, self.task_name, self.priority]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def create(control: Control, run: NewRun, *, start: bool) -> Task:
    """The task; with ``start`` it runs, or waits for its turn. The same key and request give the same task again.

    WorkflowNotFound, WorkflowRetired, InvalidInput (parameters), IdempotencyKeyReused, WorkflowEmpty, QueueFull.
    """
    owner = control.caller.name or run.user_id
    if (known := _known(control.connection, owner, run)) is not None:
        return known
    workflow = workflow_for(control.connection, run.workflow, run.version)
    new = _new(workflow, run, checked(control.connection, workflow, run.parameters), owner)
    execution: Execution | None = None
    try:
        with new_task(control.connection, control.settings, new) as task:
            if start:
                request = Request(queue=True, created_by=owner)
                limits = limits_now(control.settings)
                execution = record_request(control.connection, task, workflow, request, limits)
    except psycopg2.errors.UniqueViolation:  # the same request at the same moment was quicker
        if (known := _known(control.connection, owner, run)) is None:
            raise
        return known
    if execution is not None:
        launched(control.connection, control.launch, execution)
    return tasks.get(control.connection, task.task_id)


def _known(connection: Connection, owner: str | None, run: NewRun) -> Task | None:
    """The task that this key made before; IdempotencyKeyReused where the request was another one."""
    found = None if run.idempotency_key is None else tasks.of_key(connection, owner, run.idempotency_key)
    if found is None:
        return None
    task_id, digest = found
    if digest != run.digest:
        raise IdempotencyKeyReused
    return tasks.get(connection, task_id)


def checked(connection: Connection, workflow: Workflow, given: Mapping[str, Any]) -> dict[str, Any]:
    """What ``usable`` makes of the parameters; UnknownParameter also for those that a step gives to the pipeline."""
    read = usable(workflow, given)
    refuse_unknown_of_steps(connection, workflow)
    return read


def workflow_for(connection: Connection, key: str | int, version: str | None) -> Workflow:
    """What a new task is made of; WorkflowNotFound, WorkflowRetired."""
    workflow = workflows.active(connection, key)
    if workflow.status != "active":
        raise WorkflowRetired(workflow.name, workflow.status)
    return workflow if version is None else workflows.labelled(connection, workflow.id, version)


def with_workflow(connection: Connection, task_id: str) -> tuple[Task, Workflow]:
    """A task and the workflow as it was made of it; TaskNotFound."""
    task = tasks.get(connection, task_id)
    return task, workflows.of_version(connection, task.workflow_version_id)


def _new(workflow: Workflow, run: NewRun, parameters: dict[str, Any], owner: str | None) -> NewTask:
    keyed = run.idempotency_key is not None
    return NewTask(
        workflow_version_id=workflow.version_id,
        task_type=workflow.name,
        parameters=parameters,
        db_name=parameters.get("db_name"),
        business_context=parameters.get("business_context"),
        created_by=owner,
        task_name=run.task_name,
        priority=run.priority,
        language=run.language,
        idempotency_key=run.idempotency_key,
        request_digest=run.digest if keyed else None,
    )
