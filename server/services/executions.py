"""Executing tasks: what is needed is checked first, then the row is committed, then the process started."""

from __future__ import annotations

import logging

from bus import connections, executions, tasks
from bus.db import Connection
from bus.new_tasks import new_task
from bus.requests import Request, record_request, request_execution
from bus.rows import Execution
from bus.settings import Settings
from server.auth import Caller
from server.context import Launch
from server.load_mark import limits_now
from server.schemas.tasks import ExecuteStep, RunTask
from server.services.tasks import new_pipeline_task

LOG = logging.getLogger("trainyard.executions")


def execute(
    connection: Connection, settings: Settings, launch: Launch, task_id: str, fields: ExecuteStep, caller: Caller
) -> Execution:
    """Start a step (or ``complete``) of a task; ConnectionNotFound, StepNotReady, TaskBusy, LimitReached."""
    task = tasks.get(connection, task_id)
    connections.for_task(connection, task_id, task.db_name)
    request = Request(fields.step, fields.force_execute, fields.clean_previous, fields.queue, caller.name)
    return launched(connection, launch, request_execution(connection, task_id, request, limits_now(settings)))


def execute_complete(
    connection: Connection, settings: Settings, launch: Launch, fields: RunTask, caller: Caller
) -> Execution:
    """Create a task and start all of it; where no database is known, or a limit is reached, nothing is made."""
    if fields.db_connection is None:
        connections.for_task(connection, None, fields.db_name)
    request = Request(queue=fields.queue, created_by=caller.name)
    new, workflow = new_pipeline_task(connection, fields, caller)
    with new_task(connection, settings, new, fields.db_connection) as task:
        execution = record_request(connection, task, workflow, request, limits_now(settings))
    return launched(connection, launch, execution)


def launched(connection: Connection, launch: Launch, execution: Execution) -> Execution:
    """The committed execution, its process started if the limits let it; the dispatcher tries again what fails here."""
    if execution.admitted_at is not None:
        try:
            launch(connection, execution)
        except OSError:
            LOG.exception("cannot launch %s", execution.execution_id)
    return execution


def page(connection: Connection, task_id: str, *, limit: int, offset: int) -> tuple[list[Execution], int]:
    """Everything that was executed of a task, in order; TaskNotFound."""
    tasks.get(connection, task_id)
    return executions.of_task(connection, task_id, limit=limit, offset=offset)
