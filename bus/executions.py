"""The executions table: a row per thing an executor was told to do, and one per step that it did.

The caller owns the transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bus.db import Connection, execute, fetch_all, fetch_one, fetch_value
from bus.queries import load
from bus.rows import Execution
from bus.states import LIVE

COMPLETE = "complete"  # the step name of an execution of the whole workflow
QUEUE_CHANNEL = "trainyard_queue"  # NOTIFY: something began to wait, or made room
STOP_CHANNEL = "trainyard_stop"  # NOTIFY: look at stop_requested now


def live(connection: Connection, task_id: str) -> Execution | None:
    """The queued or running execution of the task, of which the database allows one."""
    return _one(fetch_one(connection, load("executions").live_execution, {"task_id": task_id}))


def latest_root(connection: Connection, task_id: str) -> Execution | None:
    """What an executor was last told to do for this task."""
    return _one(fetch_one(connection, load("executions").latest_root, {"task_id": task_id}))


def failed(connection: Connection, task_id: str) -> Execution | None:
    """The attempt at which the latest run of the task failed, or that run itself; None when it did not fail."""
    return failed_of(connection, [task_id]).get(task_id)


def failed_of(connection: Connection, task_ids: Sequence[str]) -> dict[str, Execution]:
    """The same for several tasks, by their ids; without those that did not fail."""
    rows = fetch_all(connection, load("executions").failed_executions, {"task_ids": list(task_ids)})
    return {row["task_id"]: Execution.of(row) for row in rows}


def of_task(connection: Connection, task_id: str, *, limit: int, offset: int) -> tuple[list[Execution], int]:
    """One page in the order of execution, and the number of all."""
    rows = fetch_all(
        connection, load("executions").list_executions, {"task_id": task_id, "limit": limit, "offset": offset}
    )
    total = fetch_value(connection, load("executions").count_executions, {"task_id": task_id})
    return [Execution.of(row) for row in rows], int(total)


def mark_launched(connection: Connection, execution_id: str) -> None:
    """Note that a process was started for it (a claim may have come first; then nothing is to be noted)."""
    execute(connection, load("executions").mark_launched, {"execution_id": execution_id})


def never_launched(connection: Connection, older_than_seconds: float) -> list[Execution]:
    """Admitted, committed, but no process was started: the server died in between, or the queue moved on."""
    rows = fetch_all(connection, load("executions").never_launched, {"older_than_seconds": older_than_seconds})
    return [Execution.of(row) for row in rows]


def never_claimed(connection: Connection, seconds: float) -> list[Execution]:
    """A process was started that long ago and has not claimed its execution."""
    return [Execution.of(row) for row in fetch_all(connection, load("executions").never_claimed, {"seconds": seconds})]


def request_stop(connection: Connection, task_id: str, reason: str) -> Execution | None:
    """Mark the live execution and wake its executor; None when nothing is live."""
    stopped = _one(fetch_one(connection, load("executions").request_stop, {"task_id": task_id, "reason": reason}))
    if stopped is not None:
        execute(connection, load("executions").notify_stop, {"execution_id": stopped.execution_id})
    return stopped


def withdraw_pause(connection: Connection, task_id: str) -> Execution | None:
    """Take back a pause that has not ended the run (or froze it), and wake its executor; None when there is none."""
    going_on = _one(fetch_one(connection, load("executions").withdraw_pause, {"task_id": task_id}))
    if going_on is not None:
        execute(connection, load("executions").notify_stop, {"execution_id": going_on.execution_id})
    return going_on


def stop_subtasks(connection: Connection, task_id: str, step: str | None = None) -> None:
    """Cancel whatever still runs for a task, or for one step of it."""
    fetch_all(connection, load("executions").stop_subtasks, {"task_id": task_id, "step": step})


def end(
    connection: Connection,
    execution_id: str,
    status: str,
    *,
    run_token: str | None,
    from_statuses: Sequence[str] = LIVE,
    error_code: str | None = None,
    error_message: str | None = None,
    result: dict[str, Any] | None = None,
) -> str | None:
    """End a root execution, its open steps and its task's run together; the task's new status.

    None = no such row in ``from_statuses`` with that token: somebody else has ended or replaced it.
    """
    values = {
        "execution_id": execution_id,
        "status": str(status),
        "run_token": run_token,
        "from_statuses": [str(one) for one in from_statuses],
        "error_code": error_code,
        "error_message": error_message,
        "exit_code": None,
        "peak_memory_bytes": None,
        "result": None if result is None else json.dumps(result, ensure_ascii=False),
    }
    row = fetch_one(connection, load("executions").end_execution, values)
    return row["status"] if row else None


def _one(row: dict[str, Any] | None) -> Execution | None:
    return Execution.of(row) if row else None
