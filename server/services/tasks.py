"""Creating, cancelling and deleting tasks."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from bus import connections, executions, retention, tasks, workflows
from bus.db import Connection, transaction
from bus.errors import ConnectionNotFound, Forbidden, InvalidInput, TaskBusy
from bus.new_tasks import new_task
from bus.pipeline_parameters import WORKFLOW, refuse_unknown
from bus.rows import Task, Workflow
from bus.settings import Settings
from bus.users import Role
from bus.workflow_errors import WorkflowRetired
from server.answers import Sentence
from server.auth import Caller
from server.schemas.tasks import CreateTask
from server.services import directories

CANCEL_SECONDS = 3.0  # a cancel ends the processes of a step within two


def create(
    connection: Connection, settings: Settings, fields: CreateTask, caller: Caller
) -> tuple[Task, list[Sentence]]:
    """The task, pending, with its directory and ``task_config.json``; and what is odd about it, as sentences."""
    warnings = _warnings(connection, fields)
    new, _ = new_pipeline_task(connection, fields, caller)
    with new_task(connection, settings, new, fields.db_connection) as task:
        return task, warnings


def new_pipeline_task(connection: Connection, fields: CreateTask, caller: Caller) -> tuple[tasks.NewTask, Workflow]:
    """What the request says of a task of the data pipeline, and the workflow; a password in it is masked.

    WorkflowRetired, UnknownParameter.
    """
    parameters = fields.parameters()
    if fields.db_connection is not None:
        parameters["db_connection"] = connections.masked(connections.parse(fields.db_connection))
    workflow = workflows.active(connection, WORKFLOW)
    if workflow.status != "active":
        raise WorkflowRetired(workflow.name, workflow.status)
    refuse_unknown(workflow, fields.model_extra or (), type(fields).model_fields)
    created_by = caller.name or fields.created_by
    new = tasks.NewTask(
        workflow.version_id, fields.task_type, parameters, fields.db_name, fields.business_context, created_by
    )
    return new, workflow


def _warnings(connection: Connection, fields: CreateTask) -> list[Sentence]:
    """What is accepted although it may be a slip: (Chinese, English)."""
    warnings = [
        (f"未知字段 {name}，将原样保存，但没有步骤会使用它", f"Unknown field {name}: it is kept, but no step uses it.")
        for name in sorted(fields.model_extra or {})
    ]
    if fields.db_connection is None:
        try:
            connections.for_task(connection, None, fields.db_name)
        except (ConnectionNotFound, InvalidInput) as error:
            warnings.append((error.zh, error.en))
    return warnings


def delete(connection: Connection, settings: Settings, task_id: str, caller: Caller) -> None:
    """Delete row and directory; TaskBusy while something is live, Forbidden for a task of others, but for admins.

    What is being cancelled is waited for, as long as that may take.
    """
    _await_cancel(connection, task_id)
    doomed: Path | None = None
    try:
        with transaction(connection):
            _delete_row(connection, task_id, caller)
            doomed = retention.doom(directories.directory_of(settings, task_id))
    except BaseException:
        if doomed is not None:  # the commit failed: the row still stands, and so must its files
            doomed.rename(directories.directory_of(settings, task_id))
        raise
    if doomed is not None:
        shutil.rmtree(doomed, ignore_errors=True)  # what is left of it, the next cleanup removes


def _await_cancel(connection: Connection, task_id: str) -> None:
    deadline = time.monotonic() + CANCEL_SECONDS
    while time.monotonic() < deadline:
        live = executions.live(connection, task_id)
        if live is None or live.stop_requested is None:
            return
        time.sleep(0.05)


def _delete_row(connection: Connection, task_id: str, caller: Caller) -> None:
    task = tasks.lock(connection, task_id)
    if caller.role < Role.admin and task.created_by != caller.name:
        raise Forbidden(
            f"Task {task_id} is not yours; an admin can delete it.",
            f"任务 {task_id} 不是由您创建的，只有管理员可以删除",
        )
    if not tasks.delete(connection, task_id):
        raise TaskBusy(task_id)
