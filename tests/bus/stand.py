"""Short ways to a task, an execution and its end, for the tests of the bus."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any, TypeVar

from bus import executions, identity, tasks, workflows
from bus.db import Connection, execute, fetch_one
from bus.definitions import normalised
from bus.identity import LOCK_CLASS
from bus.queries import load
from bus.requests import Request, request_execution
from bus.rows import Execution, Task

STEPS = ("ddl_generation", "qa_generation", "sql_validation", "training_load")
Result = TypeVar("Result")
_numbers = count(1)


def new_task(connection: Connection, workflow: str = "data_pipeline", **fields: Any) -> Task:
    """A pending task with an id that no test used before."""
    workflow_version_id = workflows.active(connection, workflow).version_id
    new = tasks.NewTask(workflow_version_id, "data_pipeline", fields.pop("parameters", {}), **fields)
    task_id = f"task_20240101_{next(_numbers):06d}"
    return tasks.create(connection, task_id, new, f"./training_data/{task_id}")


def add_workflow(connection: Connection, name: str, max_running: int | None, steps: Sequence[str] = STEPS) -> None:
    """A workflow whose steps need each other in that order."""
    definition = {
        "name": name,
        "execution": {} if max_running is None else {"max_running": max_running},
        "output": {"log_file": "run.log"},
        "steps": [{"id": step, "kind": "python", "module": "m", "function": "f"} for step in steps],
    }
    workflows.create(connection, normalised(definition))


def claim(connection: Connection, execution_id: str) -> Execution | None:
    """What an executor does first, in the name of this process; None when somebody else was quicker."""
    me = identity.this_process()
    values = {"execution_id": execution_id, "run_token": str(uuid.uuid4()), "host": me.host, "boot_id": me.boot_id,
              "pid": me.pid, "pid_started": me.pid_started, "stamp": "20240101000000",
              "lock_class": LOCK_CLASS}  # fmt: skip
    row = fetch_one(connection, load("executions").claim_execution, values)
    return Execution.of(row) if row else None


def started(connection: Connection, task_id: str, step: str = "complete", **request: Any) -> Execution:
    """A requested and claimed execution."""
    requested = request_execution(connection, task_id, Request(step=step, **request))
    execution = claim(connection, requested.execution_id)
    assert execution is not None
    return execution


def finished(connection: Connection, task_id: str, step: str, status: str = "completed") -> str | None:
    """The task's status after that step was run to that end."""
    execution = started(connection, task_id, step, force=True)
    return executions.end(connection, execution.execution_id, status, run_token=execution.run_token)


def end_step(connection: Connection, root: Execution, step: str, status: str) -> None:
    """What an executor records of a step of a complete run: its start (if that is not recorded) and its end."""
    keys = {"execution_id": root.execution_id, "run_token": root.run_token, "step": step}
    execute(connection, load("executions").start_step, keys | {"stamp": "20240101000000", "attempt": 1})
    end = {"status": status, "exit_code": 0, "error_code": None, "error_message": None, "result": None,
           "cpu_seconds": None, "peak_memory_bytes": None}  # fmt: skip
    execute(connection, load("executions").end_step, keys | end)


def row_of(connection: Connection, execution_id: str) -> Execution:
    """The execution as it stands now."""
    row = fetch_one(connection, "SELECT * FROM executions WHERE execution_id = %(id)s", {"id": execution_id})
    assert row is not None
    return Execution.of(row)


def at_once(connections: Sequence[Connection], call: Callable[[Connection], Result]) -> list[Result | Exception]:
    """The same call on every session, each in a thread of its own, all let go at one moment; results or errors."""
    gate = Barrier(len(connections))

    def one(connection: Connection) -> Result | Exception:
        gate.wait(timeout=10)
        try:
            return call(connection)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            return error

    with ThreadPoolExecutor(len(connections)) as threads:
        return list(threads.map(one, connections))
