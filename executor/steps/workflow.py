"""A step that is a task of another workflow: made, watched until it ends, cancelled with its parent.

The sub-task runs on the slot of its parent, so it never waits for a limit that its parent holds.
"""

from __future__ import annotations

import os
import select
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bus import tasks, workflows
from bus.db import Connection, connect, execute, poll
from bus.leftovers import MARK
from bus.new_tasks import new_task
from bus.parameters import checked_parameters
from bus.pipeline_parameters import refuse_unknown
from bus.requests import Request, record_request
from bus.rows import Task, Workflow
from bus.settings import read_settings
from bus.tasks import NewTask
from bus.workflow_errors import WorkflowRetired
from executor.insist import insist
from executor.step_error import StepError

DEEPEST = 5  # tasks that start tasks that start tasks ...
BUS_SECONDS = 3600  # how long a bus that breaks while the task is made is waited for
LOOK_SECONDS = 5.0  # between two looks, should a notice get lost
EVENTS_CHANNEL = "trainyard_events"
ENDED = ("completed", "failed", "cancelled")


class Step(Protocol):
    """What is needed of the step's context."""

    directory: Path
    connections: dict[str, str]
    definition: dict[str, Any]

    def progress(self, fraction: float, message: str = "") -> None: ...


def run(step: Step) -> dict[str, Any]:
    """Its result once it is completed; StepError ``subtask_failed`` when it ends otherwise."""
    session = partial(_session, step.connections["bus"])
    connection, task_id = insist(session, partial(_made, step=step), BUS_SECONDS)
    connection.close()
    connection, task = insist(session, partial(_await_end, task_id=task_id, step=step), float("inf"))
    connection.close()
    if task.status != "completed":
        raise StepError(
            f"The sub-task {task.task_id} is {task.status}: {task.error_message or task.status}",
            f"子任务 {task.task_id} 状态为 {task.status}: {task.error_message or task.status}",
            code="subtask_failed",
        )
    return {"task_id": task.task_id, "status": task.status, "result": task.result}


def _session(url: str) -> Connection:
    connection = connect(url, application="trainyard sub-task")
    execute(connection, f"LISTEN {EVENTS_CHANNEL}", {})
    return connection


def _made(connection: Connection, step: Step) -> str:
    """The id of the sub-task of this attempt: made here, or before the bus broke and the answer was lost."""
    parent = tasks.get(connection, step.directory.name)
    known = tasks.of_key(connection, parent.created_by, os.environ[MARK])
    return known[0] if known else _start(connection, step).task_id


def _start(connection: Connection, step: Step) -> Task:
    """The task, requested; the dispatcher launches it."""
    parent = tasks.get(connection, step.directory.name)
    if tasks.depth(connection, parent.task_id) >= DEEPEST:
        raise StepError(
            f"Tasks that start tasks go at most {DEEPEST} deep; does the workflow start itself through others?",
            f"子任务最多嵌套 {DEEPEST} 层，请检查工作流是否间接启动了自身",
            code="too_deep",
        )
    workflow = _workflow(connection, step.definition)
    given = step.definition.get("workflow_parameters")
    refuse_unknown(workflow, given or (), within="workflow_parameters.")
    parameters = checked_parameters(workflow.definition, given)
    new = NewTask(
        workflow.version_id,
        workflow.name,
        parameters,
        parameters.get("db_name"),
        created_by=parent.created_by,
        priority=parent.priority,
        language=parent.speaks,
        parent_task_id=parent.task_id,
        parent_step=step.definition["id"],
        idempotency_key=os.environ[MARK],
    )
    with new_task(connection, read_settings(), new) as task:
        record_request(connection, task, workflow, Request(queue=True, created_by=parent.created_by))
    return task


def _workflow(connection: Connection, definition: dict[str, Any]) -> Workflow:
    workflow = workflows.active(connection, definition["workflow"])
    if workflow.status != "active":
        raise WorkflowRetired(workflow.name, workflow.status)
    label = definition.get("workflow_version")
    return workflow if label is None else workflows.labelled(connection, workflow.id, label)


def _await_end(connection: Connection, task_id: str, step: Step) -> Task:
    """However long it takes: the step's own time limit ends the wait, and the executor then ends the sub-task."""
    while (task := tasks.get(connection, task_id)).status not in ENDED:
        step.progress(task.progress / 100, f"{task_id}: {task.status}")
        if not connection.notifies:  # one that came with the answer is not to be selected any more
            select.select([connection], [], [], LOOK_SECONDS)
            poll(connection)
        connection.notifies.clear()
    return task
