"""Asking for an execution: readiness, the one-live-per-task rule and the limits, decided in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bus import executions, tasks, workflows
from bus.clock import stamp
from bus.db import Connection, execute, fetch_all, fetch_one, fetch_value, transaction
from bus.errors import InvalidInput, LimitReached, QueueFull, StepNotReady, TaskBusy
from bus.executions import COMPLETE
from bus.limits import Limits
from bus.queries import load
from bus.rows import Execution, Task, Workflow
from bus.steps import DONE
from bus.workflow_errors import WorkflowEmpty

UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Request:
    """What to execute: a step's name, or ``complete``."""

    step: str = COMPLETE
    force: bool = False  # although a needed step is not completed
    clean: bool = False  # remove the files of an earlier run first, so that the step does everything anew
    queue: bool = False  # wait where a limit is reached, instead of being refused
    created_by: str | None = None
    plan: list[str] | None = None  # of a complete one: the steps to do; None = all
    changed_parameters: dict[str, Any] | None = None  # for the record


def request_execution(connection: Connection, task_id: str, request: Request, limits: Limits = UNLIMITED) -> Execution:
    """Record the execution and grant or queue it.

    TaskNotFound, InvalidInput, StepNotReady, TaskBusy, WorkflowEmpty, LimitReached, QueueFull.
    """
    with transaction(connection):
        task = tasks.lock(connection, task_id)
        workflow = workflows.of_version(connection, task.workflow_version_id)
        return record_request(connection, task, workflow, request, limits)


def record_request(
    connection: Connection, task: Task, workflow: Workflow, request: Request, limits: Limits = UNLIMITED
) -> Execution:
    """The same within the caller's transaction, which holds the task."""
    if executions.live(connection, task.task_id):
        raise TaskBusy(task.task_id)
    if not workflow.steps:
        raise WorkflowEmpty(workflow.name)
    requested = _insert(connection, task, _plan(connection, task, workflow, request), request)
    if requested.admitted_at is not None:  # on the slot of its parent: whoever waits is none of its business
        tasks.show_requested(connection, [task.task_id], admitted=True)
        return requested
    admitted = {e.execution_id: e for e in admit(connection, limits)}
    execution = admitted.get(requested.execution_id, requested)
    if execution.admitted_at is None:
        _check_waiting(connection, request, limits)
    tasks.show_requested(connection, [task.task_id], admitted=execution.admitted_at is not None)
    others = [one.task_id for one in admitted.values() if one.task_id != task.task_id]
    tasks.show_requested(connection, others, admitted=True)
    return execution


def admit(connection: Connection, limits: Limits) -> list[Execution]:
    """Let waiting executions start, as many as the limits leave room for; the caller tells their tasks."""
    if limits.closed:
        return []
    execute(connection, load("executions").lock_limit, {})
    values = {"most": limits.most, "most_of_user": limits.most_of_user, "ageing_seconds": limits.ageing_seconds}
    return [Execution.of(row) for row in fetch_all(connection, load("executions").admit, values)]


def admit_waiting(connection: Connection, limits: Limits = UNLIMITED) -> list[Execution]:
    """The same in a transaction of its own; their tasks now say that they run."""
    with transaction(connection):
        admitted = admit(connection, limits)
        tasks.show_requested(connection, [e.task_id for e in admitted], admitted=True)
    return admitted


def _check_waiting(connection: Connection, request: Request, limits: Limits) -> None:
    """LimitReached for who will not wait, QueueFull where too many do (this one is counted already)."""
    if not request.queue:
        raise LimitReached
    if limits.most_waiting is None:
        return
    if int(fetch_value(connection, load("executions").count_waiting, {})) > limits.most_waiting:
        raise QueueFull(limits.most_waiting)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the execution is (a step, or COMPLETE), and the steps that it does; None = all."""

    step: str
    first_step: str
    steps: list[str] | None = None


def _plan(connection: Connection, task: Task, workflow: Workflow, request: Request) -> _Plan:
    names = [step["id"] for step in workflow.steps]
    if request.step == COMPLETE:
        return _Plan(COMPLETE, (request.plan or names)[0], request.plan)
    if request.step not in names:
        raise InvalidInput(
            f"Unknown step {request.step!r}; the steps are: {', '.join(names)}.",
            f"未知步骤 {request.step!r}，可用步骤: {'、'.join(names)}",
            [{"field": "step", "error": f"one of {', '.join(names)}, {COMPLETE}"}],
            [{"field": "step", "error": f"应为 {'、'.join(names)} 或 {COMPLETE}"}],
        )
    missing = [need for need in workflow.step(request.step)["depends_on"] if task.step_status[need] not in DONE]
    if missing and not request.force:
        raise StepNotReady(request.step, missing[0])
    # The step at which a complete run broke off: executing it takes that run up again, through to the end.
    latest = executions.latest_root(connection, task.task_id)
    broke_off = latest is not None and latest.step == COMPLETE and latest.status in ("failed", "timeout")
    if broke_off and task.step_status[request.step] in ("failed", "timeout"):
        return _Plan(COMPLETE, request.step, names[names.index(request.step) :])
    return _Plan(request.step, request.step)


def _insert(connection: Connection, task: Task, plan: _Plan, request: Request) -> Execution:
    changes = request.changed_parameters
    values = {
        "base": f"{task.task_id}_step_{plan.step}_exec_{stamp().replace('_', '')}",
        "task_id": task.task_id,
        "step": plan.step,
        "first_step": plan.first_step,
        "plan": plan.steps,
        "force": request.force,
        "clean": request.clean,
        "created_by": request.created_by,
        "changed_parameters": None if changes is None else json.dumps(changes, ensure_ascii=False),
        "admitted": task.parent_task_id is not None,
    }
    return Execution.of(fetch_one(connection, load("executions").request_execution, values) or {})
