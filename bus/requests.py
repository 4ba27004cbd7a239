"""Asking for an execution: readiness, the one-live-per-task rule and the limits, decided in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bus import executions, tasks, workflows
from bus.clock import stamp
from bus.db import Connection, execute, fetch_all, fetch_one, transaction
from bus.errors import InvalidInput, LimitReached, StepNotReady, TaskBusy
from bus.executions import COMPLETE
from bus.queries import load
from bus.rows import Execution, Task, Workflow

DONE = ("completed", "skipped")
NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What to execute: a step's name, or ``complete``."""

    step: str = COMPLETE
    force: bool = False  # although a needed step is not completed
    clean: bool = False  # remove the files of an earlier run first, so that the step does everything anew
    queue: bool = False  # wait where a limit is reached, instead of being refused
    created_by: str | None = None


def request_execution(connection: Connection, task_id: str, request: Request) -> Execution:
    """Record the execution and grant or queue it; TaskNotFound, InvalidInput, StepNotReady, TaskBusy, LimitReached."""
    with transaction(connection):
        task = tasks.lock(connection, task_id)
        return record_request(connection, task, workflows.get(connection, task.workflow_id), request)


def record_request(connection: Connection, task: Task, workflow: Workflow, request: Request) -> Execution:
    """The same within the caller's transaction, which holds the task."""
    if executions.live(connection, task.task_id):
        raise TaskBusy(task.task_id)
    step, first_step = _plan(connection, task, workflow, request)
    requested = _insert(connection, task.task_id, step, first_step, request)
    admitted = {e.execution_id: e for e in admit(connection, workflow.name, limit_of(workflow))}
    execution = admitted.get(requested.execution_id, requested)
    if execution.admitted_at is None and not request.queue:
        raise LimitReached
    tasks.show_requested(connection, [task.task_id], admitted=execution.admitted_at is not None)
    return execution


def admit(connection: Connection, workflow: str, max_running: int) -> list[Execution]:
    """Let the oldest waiting executions of a workflow start, as many as its limit leaves room for."""
    execute(connection, load("executions").lock_limit, {"workflow": workflow})
    rows = fetch_all(connection, load("executions").admit, {"workflow": workflow, "max_running": max_running})
    return [Execution.of(row) for row in rows]


def admit_waiting(connection: Connection) -> list[Execution]:
    """The same for every workflow in which something waits; their tasks now say that they run."""
    admitted: list[Execution] = []
    with transaction(connection):
        for waiting in fetch_all(connection, load("executions").workflows_with_waiting, {}):
            admitted += admit(connection, waiting["name"], waiting["max_running"] or NO_LIMIT)
        tasks.show_requested(connection, [e.task_id for e in admitted], admitted=True)
    return admitted


def limit_of(workflow: Workflow) -> int:
    """How many executions of this workflow may run at once."""
    return int(workflow.definition.get("execution", {}).get("max_running") or NO_LIMIT)


def _plan(connection: Connection, task: Task, workflow: Workflow, request: Request) -> tuple[str, str]:
    """The execution's step and the step at which it starts."""
    names = [step["id"] for step in workflow.steps]
    if request.step == COMPLETE:
        return COMPLETE, names[0]
    if request.step not in names:
        raise InvalidInput(
            f"Unknown step {request.step!r}; the steps are: {', '.join(names)}.",
            f"未知步骤 {request.step!r}，可用步骤: {'、'.join(names)}",
            [{"field": "step", "error": f"one of {', '.join(names)}, {COMPLETE}"}],
        )
    missing = [need for need in workflow.step(request.step)["depends_on"] if task.step_status[need] not in DONE]
    if missing and not request.force:
        raise StepNotReady(request.step, missing[0])
    # The step at which a complete run broke off: executing it takes that run up again, through to the end.
    latest = executions.latest_root(connection, task.task_id)
    broke_off = latest is not None and latest.step == COMPLETE and latest.status in ("failed", "timeout")
    if broke_off and task.step_status[request.step] in ("failed", "timeout"):
        return COMPLETE, request.step
    return request.step, request.step


def _insert(connection: Connection, task_id: str, step: str, first_step: str, request: Request) -> Execution:
    base = f"{task_id}_step_{step}_exec_{stamp().replace('_', '')}"
    values = {"base": base, "task_id": task_id, "step": step, "first_step": first_step, "force": request.force,
              "clean": request.clean, "created_by": request.created_by}  # fmt: skip
    row = fetch_one(connection, load("executions").request_execution, values)
    return Execution.of(row or {})
