"""Creating, cancelling and deleting tasks."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bus import connections, executions, retention, tasks, workflows
from bus.db import Connection, transaction
from bus.errors import ConnectionNotFound, Forbidden, InvalidInput, InvalidTransition, TaskBusy
from bus.rows import Task, Workflow
from bus.settings import Settings
from bus.users import Role
from server.answers import Sentence, local
from server.auth import Caller
from server.schemas.tasks import CreateTask
from server.services import directories

WORKFLOW = "data_pipeline"
CANCEL_SECONDS = 3.0  # a cancel ends the processes of a step within two
CANCELLABLE = ("pending", "partial_completed", "failed", "paused")


def create(
    connection: Connection, settings: Settings, fields: CreateTask, caller: Caller
) -> tuple[Task, list[Sentence]]:
    """The task, pending, with its directory and ``task_config.json``; and what is odd about it, as sentences."""
    warnings = _warnings(connection, fields)
    with new_task(connection, settings, fields, caller) as (task, _):
        return task, warnings


@contextmanager
def new_task(
    connection: Connection, settings: Settings, fields: CreateTask, caller: Caller
) -> Iterator[tuple[Task, Workflow]]:
    """A task and its workflow, in a transaction that the block may add to.

    Rows and directory come into being together: if anything fails, none of them is left.
    """
    parameters = fields.parameters()
    if fields.db_connection is not None:
        parameters["db_connection"] = connections.masked(connections.parse(fields.db_connection))
    made: list[Path] = []
    try:
        with transaction(connection):
            workflow = workflows.latest(connection, WORKFLOW)
            made.append(directories.make(connection, settings))
            new = _new_task(workflow, fields, parameters, caller)
            yield record(connection, settings, made[0], new, fields.db_connection), workflow
    except BaseException:
        for directory in made:
            shutil.rmtree(directory)
        raise


def _new_task(workflow: Workflow, fields: CreateTask, parameters: dict[str, Any], caller: Caller) -> tasks.NewTask:
    return tasks.NewTask(
        workflow.id,
        fields.task_type,
        parameters,
        fields.db_name,
        fields.business_context,
        caller.name or fields.created_by,
    )


def record(
    connection: Connection, settings: Settings, directory: Path, new: tasks.NewTask, db_connection: object | None
) -> Task:
    """Insert the task of that directory with its own connection, if it has one, and write its ``task_config.json``."""
    shown = f"{settings.training_data_text.rstrip('/')}/{directory.name}"
    task = tasks.create(connection, directory.name, new, shown)
    if db_connection is not None:
        connections.put(connection, settings, task.task_id, db_connection, task_id=task.task_id)
    directories.write_config(directory, task.task_type, local(task.created_at) or "", new.parameters)
    return task


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


def cancel(connection: Connection, task_id: str) -> Task:
    """Stop what runs (the executor ends it within seconds), or end what waits, at once; the task as it is then.

    InvalidTransition when the task is completed or cancelled already.
    """
    with transaction(connection):
        stopped = executions.request_stop(connection, task_id, "cancel")
        if stopped is not None and stopped.status == "queued":
            executions.end(connection, stopped.execution_id, "cancelled", run_token=None, from_statuses=["queued"])
    if stopped is None and not tasks.cancel_idle(connection, task_id, CANCELLABLE):
        task = tasks.get(connection, task_id)
        raise InvalidTransition(
            f"Task {task_id} is {task.status}; only one that is not can be cancelled.",
            f"任务 {task_id} 当前状态为 {task.status}，无法取消",
        )
    return tasks.get(connection, task_id)


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
