"""Executing tasks: what is needed is checked first, then the row is committed, then the process started."""

from __future__ import annotations

from bus import connections, executions, tasks
from bus.db import Connection
from bus.errors import Conflict
from bus.requests import Request, request_execution
from bus.rows import Execution, Task
from bus.settings import Settings
from server.answers import Sentence
from server.auth import Caller
from server.context import Launch
from server.schemas.tasks import ExecuteStep, RunTask
from server.services.tasks import create, delete


def execute(connection: Connection, launch: Launch, task_id: str, fields: ExecuteStep, caller: Caller) -> Execution:
    """Start a step (or ``complete``) of a task; ConnectionNotFound, StepNotReady, TaskBusy, LimitReached."""
    task = tasks.get(connection, task_id)
    connections.for_task(connection, task_id, task.db_name)
    request = Request(fields.step, fields.force_execute, fields.clean_previous, fields.queue, caller.name)
    return _start(connection, launch, task_id, request)


def execute_complete(
    connection: Connection, settings: Settings, launch: Launch, fields: RunTask, caller: Caller
) -> tuple[Task, Execution, list[Sentence]]:
    """Create a task and start all of it; refused before anything is made where no database is known."""
    if fields.db_connection is None:
        connections.for_task(connection, None, fields.db_name)
    task, warnings = create(connection, settings, fields, caller)
    try:
        request = Request(queue=fields.queue, created_by=caller.name)
        return task, _start(connection, launch, task.task_id, request), warnings
    except Conflict:  # a limit is reached: the task that nobody will start is not left behind
        delete(connection, settings, task.task_id, caller)
        raise


def _start(connection: Connection, launch: Launch, task_id: str, request: Request) -> Execution:
    execution = request_execution(connection, task_id, request)
    if execution.admitted_at is not None:
        launch(connection, execution)
    return execution


def page(connection: Connection, task_id: str, *, limit: int, offset: int) -> tuple[list[Execution], int]:
    """Everything that was executed of a task, in order; TaskNotFound."""
    tasks.get(connection, task_id)
    return executions.of_task(connection, task_id, limit=limit, offset=offset)
