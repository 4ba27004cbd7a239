"""Taking an execution: whoever's UPDATE finds the row still queued has it, with a token that fences out the others."""

from __future__ import annotations

from dataclasses import dataclass

from bus import identity, tasks, workflows
from bus.clock import stamp
from bus.db import Connection, execute, fetch_one
from bus.executions import STOP_CHANNEL
from bus.liveness import LOCK_CLASS
from bus.queries import load
from bus.rows import Execution, Task, Workflow


@dataclass(frozen=True, slots=True)
class Claimed:
    """An execution that is ours, and what it is about."""

    execution: Execution
    task: Task
    workflow: Workflow


def claim(connection: Connection, execution_id: str, run_token: str) -> Claimed | None:
    """Take it: now running, its first step recorded, locked by this session; None when it is not queued (any more).

    Claiming again with the same token finds what was claimed before, should the answer have been lost.
    """
    execution = _take(connection, execution_id, run_token) or _taken(connection, execution_id, run_token)
    if execution is None:
        return None
    execute(connection, f"LISTEN {STOP_CHANNEL}", {})
    task = tasks.get(connection, execution.task_id)
    return Claimed(execution, task, workflows.get(connection, task.workflow_id))


def _take(connection: Connection, execution_id: str, run_token: str) -> Execution | None:
    me = identity.this_process()
    values = {
        "execution_id": execution_id,
        "run_token": run_token,
        "host": me.host,
        "boot_id": me.boot_id,
        "pid": me.pid,
        "pid_started": me.pid_started,
        "stamp": stamp().replace("_", ""),
        "lock_class": LOCK_CLASS,
    }
    row = fetch_one(connection, load("executions").claim_execution, values)
    return Execution.of(row) if row else None


def _taken(connection: Connection, execution_id: str, run_token: str) -> Execution | None:
    row = fetch_one(connection, load("executions").get_execution, {"execution_id": execution_id})
    if row is None or row["status"] != "running" or str(row["run_token"]) != run_token:
        return None
    execute(connection, load("executions").hold_lock, {"lock_class": LOCK_CLASS, "id": row["id"]})
    return Execution.of(row)
