"""Executing tasks, and what was executed."""

from __future__ import annotations

from flask import Blueprint, Response

from bus.users import Role
from server.answers import success
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.tasks import ExecuteStep, ExecutionList, PageQuery, RunTask, StartedStep, StartedTask
from server.services import executions as service
from server.shapes import execution_row, execution_status, started

blueprint = Blueprint("executions", __name__, url_prefix="/api/v0/data_pipeline")
TAG = "executions"


@operation(
    blueprint,
    "POST",
    "/tasks/<task_id>/execute",
    summary="Execute a step, or the whole workflow",
    tag=TAG,
    role=Role.operator,
    body=ExecuteStep,
    answer=StartedStep,
    status=202,
)
def execute_step(task_id: str, body: ExecuteStep, caller: Caller) -> Response:
    with context().pool.session() as connection:
        execution = service.execute(connection, context().settings, context().launch, task_id, body, caller)
    data: StartedStep = {
        "execution_id": execution.execution_id,
        "task_id": task_id,
        "step": body.step,
        "status": execution_status(execution),
        "started_at": started(execution),
    }
    if execution.admitted_at is None:
        return success(data, ("步骤已进入等待队列", "The step waits in the queue."), status=202)
    return success(data, ("步骤执行已启动", "The step has been started."), status=202)


@operation(
    blueprint,
    "POST",
    "/tasks/execute-complete",
    summary="Create a task and execute all of it",
    tag=TAG,
    role=Role.operator,
    body=RunTask,
    answer=StartedTask,
    status=202,
)
def execute_complete(body: RunTask, caller: Caller) -> Response:
    here = context()
    with here.pool.session() as connection:
        execution = service.execute_complete(connection, here.settings, here.launch, body, caller)
    data: StartedTask = {
        "task_id": execution.task_id,
        "execution_id": execution.execution_id,
        "status": execution_status(execution),
        "started_at": started(execution),
    }
    if execution.admitted_at is None:
        return success(data, ("完整工作流已进入等待队列", "The workflow waits in the queue."), status=202)
    return success(data, ("完整工作流执行已启动", "The workflow has been started."), status=202)


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/executions",
    summary="What was executed, in order",
    tag=TAG,
    query=PageQuery,
    answer=ExecutionList,
)
def list_executions(task_id: str, query: PageQuery) -> Response:
    with context().pool.session() as connection:
        found, total = service.page(connection, task_id, limit=query.limit, offset=query.offset)
    data = {"executions": [execution_row(execution) for execution in found], "total": total}
    return success(data | {"limit": query.limit, "offset": query.offset})
