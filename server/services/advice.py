"""What to do about a task that failed, for the faces that show it beside ``error_message``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bus import advice, connections, executions
from bus.advice import DATABASE_CODES, Advice, Failure
from bus.db import Connection
from bus.errors import ConnectionNotFound, InvalidInput
from bus.rows import Execution, Task


def for_task(connection: Connection, task: Task) -> Advice | None:
    """English and Chinese; None for a task that did not fail (without a statement), and where nothing can be said."""
    if task.error_code is None:
        return None
    return for_execution(connection, task, executions.failed(connection, task.task_id))


def for_tasks(connection: Connection, tasks: Sequence[Task]) -> dict[str, Advice]:
    """For the tasks of a list, by their ids, in one query: a database is only named where the task names it."""
    failed = [task for task in tasks if task.error_code is not None]
    found = executions.failed_of(connection, [task.task_id for task in failed]) if failed else {}
    helps = {}
    for task in failed:
        execution = found.get(task.task_id)
        code = task.error_code if execution is None else execution.error_code
        helps[task.task_id] = advice.advice_for(code, advice.failure_of(task, execution))
    return {task_id: one for task_id, one in helps.items() if one is not None}


def for_execution(connection: Connection, task: Task, execution: Execution | None) -> Advice | None:
    """The same for one execution of it; None = the task's own error, of which no execution is known."""
    code = task.error_code if execution is None else execution.error_code
    failure = advice.failure_of(task, execution)
    if code in DATABASE_CODES:
        failure = _named(connection, task, failure)
    return advice.advice_for(code, failure)


def _named(connection: Connection, task: Task, failure: Failure) -> Failure:
    """With the name of the connection that the task reads, if it has one of its own."""
    try:
        named = connections.for_task(connection, task.task_id, task.db_name)
    except (ConnectionNotFound, InvalidInput):  # gone, or never known
        return replace(failure, connection="")
    return replace(failure, connection="" if named.task_id else named.name)
