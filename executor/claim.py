"""Taking an execution: whoever's UPDATE finds the row still queued has it, with a token that fences out the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bus import identity
from bus.clock import stamp
from bus.db import Connection, Row, execute, fetch_all, fetch_one
from bus.identity import LOCK_CLASS
from bus.queries import load

if TYPE_CHECKING:
    from bus.rows import Execution, Output, Task, Workflow


class Claimed(NamedTuple):
    """An execution that is ours, what it is about, and what earlier runs of its task left on the bus.

    ``outcomes`` tells by step its status, its result and the number of its last attempt, ``default_timeout_minutes`` is
    what the task's user prefers. All of it is read with the claim, where a bus that breaks is waited for.
    """

    execution: Execution
    task: Task
    workflow: Workflow
    outcomes: dict[str, Row]
    outputs: list[Output]
    default_timeout_minutes: int | None

    @property
    def seconds(self) -> float | None:
        """How long the run may take; None = for ever."""
        from bus.definitions import timeout_seconds

        said = timeout_seconds(self.workflow.definition["execution"], {})
        preferred = self.default_timeout_minutes
        return said if said is not None or preferred is None else preferred * 60.0


def claim(connection: Connection, execution_id: str, run_token: str) -> Claimed | None:
    """Take it: now running, its first step recorded, locked by this session; None when it is not queued (any more).

    Claiming again with the same token finds what was claimed before, should the answer have been lost.
    """
    row = _take(connection, execution_id, run_token) or _taken(connection, execution_id, run_token)
    return None if row is None else _claimed(connection, row)


def _claimed(connection: Connection, row: Row) -> Claimed:
    from bus import outputs, preferences, tasks, workflows  # their import takes longer than the claim, which goes first
    from bus.executions import STOP_CHANNEL
    from bus.rows import Execution

    execute(connection, f"LISTEN {STOP_CHANNEL}", {})
    task = tasks.get(connection, row["task_id"])
    outcomes = fetch_all(connection, load("executions").step_outcomes, {"task_id": task.task_id})
    return Claimed(
        Execution.of(row),
        task,
        workflows.of_version(connection, task.workflow_version_id),
        {outcome["step"]: outcome for outcome in outcomes},
        outputs.of_task(connection, task.task_id),
        preferences.get(connection, task.created_by).default_timeout if task.created_by else None,
    )


def _take(connection: Connection, execution_id: str, run_token: str) -> Row | None:
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
    return fetch_one(connection, load("executions").claim_execution, values)


def _taken(connection: Connection, execution_id: str, run_token: str) -> Row | None:
    row = fetch_one(connection, load("executions").get_execution, {"execution_id": execution_id})
    if row is None or row["status"] != "running" or str(row["run_token"]).replace("-", "") != run_token:
        return None
    execute(connection, load("executions").hold_lock, {"lock_class": LOCK_CLASS, "id": row["id"]})
    return row
