"""The run button of the 004 face: execute a workflow, see how it goes, stop it."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import actions, logs
from bus.users import Role
from server.answers import flat, language
from server.auth import Caller
from server.context import context
from server.idempotency import idempotency_key
from server.operation import operation
from server.run_shapes import current_step, duration_seconds, log_line, run_error, started_at
from server.schemas.v1_executions import ExecutionState, StartedExecution, StoppedExecution
from server.schemas.v1_workflows import RunRequest
from server.services import advice, runs
from server.services.control import Control
from server.words import step_status_word, task_word, utc

blueprint = Blueprint("v1_executions", __name__, url_prefix="/api/v1/workflows")
TAG = "workflows v1"
LOG_LINES = 100


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/execute",
    summary="Execute a workflow, once per Idempotency-Key",
    tag=TAG,
    role=Role.operator,
    body=RunRequest,
    body_optional=True,
    answer=StartedExecution,
    status=202,
    enveloped=False,
)
def execute_workflow(workflow_id: str, body: RunRequest, caller: Caller) -> Response:
    here = context()
    with here.pool.session() as connection:
        task = runs.start(
            Control(connection, here.settings, here.launch, caller),
            workflow_id,
            body.parameters,
            priority=body.priority,
            language=language(),
            idempotency_key=idempotency_key(),
        )
    answer = {"execution_id": task.task_id, "workflow_id": task.workflow_id, "run_id": task.number}
    message = ("工作流已开始执行", "The workflow has been started.")
    return flat({**answer, "status": task_word(task)}, message, status=202)


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/status",
    summary="How an execution goes: by its id, or the latest one of a workflow",
    tag=TAG,
    answer=ExecutionState,
    enveloped=False,
)
def show_status(workflow_id: str) -> Response:
    with context().pool.session() as connection:
        task = runs.meant(connection, workflow_id)
        lines = logs.last(connection, task.task_id, None, LOG_LINES)
        helps = advice.for_task(connection, task)
    step = current_step(task)
    return flat(
        {
            "execution_id": task.task_id,
            "workflow_id": task.workflow_id,
            "run_id": task.number,
            "status": task_word(task),
            "progress": task.progress,
            "current_node": step,
            "current_step": step,
            "steps": {one: step_status_word(status) for one, status in task.step_status.items()},
            "started_at": utc(started_at(task)),
            "completed_at": utc(task.completed_at),
            "duration_seconds": duration_seconds(task),
            "logs": [log_line(line) for line in lines],
            "error": run_error(task, language(), helps),
            "allowed_actions": actions.allowed(task),
        }
    )


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/stop",
    summary="Stop an execution: by its id, or the latest one of a workflow",
    tag=TAG,
    role=Role.operator,
    answer=StoppedExecution,
    enveloped=False,
)
def stop_execution(workflow_id: str, caller: Caller) -> Response:
    here = context()
    with here.pool.session() as connection:
        control = Control(connection, here.settings, here.launch, caller)
        task = control.cancel(runs.meant(connection, workflow_id).task_id)
    answer = {"execution_id": task.task_id, "workflow_id": task.workflow_id, "status": task_word(task)}
    return flat(answer, ("已请求停止执行", "The execution is being stopped."))
