"""Runs of a workflow: the 003 face's word for its tasks."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import actions
from bus.users import Role
from server.answers import flat, language
from server.auth import Caller
from server.context import context
from server.idempotency import idempotency_key
from server.operation import operation
from server.run_shapes import run_row
from server.schemas.v1_workflows import RunFields, RunRequest, RunRows, RunsQuery, StartedRun
from server.services import advice, runs
from server.services.control import Control
from server.words import step_status_word, task_word

blueprint = Blueprint("v1_runs", __name__, url_prefix="/api/v1/workflows")
TAG = "workflows v1"


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/run",
    summary="Run a workflow, once per Idempotency-Key",
    tag=TAG,
    role=Role.operator,
    body=RunRequest,
    body_optional=True,
    answer=StartedRun,
    status=202,
    enveloped=False,
)
def run_workflow(workflow_id: str, body: RunRequest, caller: Caller) -> Response:
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
    answer = {"run_id": task.number, "task_id": task.task_id, "workflow_id": task.workflow_id}
    message = ("工作流已开始执行", "The workflow has been started.")
    return flat({**answer, "status": task_word(task)}, message, status=202)


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/runs",
    summary="The runs of a workflow, the newest first",
    tag=TAG,
    query=RunsQuery,
    answer=RunRows,
    enveloped=False,
)
def list_runs(workflow_id: str, query: RunsQuery) -> Response:
    with context().pool.session() as connection:
        found, total = runs.page(connection, workflow_id, query.status, limit=query.limit, offset=query.skip)
        helps = advice.for_tasks(connection, found)
    rows = [run_row(task, language(), helps.get(task.task_id)) for task in found]
    return flat({"runs": rows, "total": total, "skip": query.skip, "limit": query.limit})


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/runs/<run_id>",
    summary="A run, by its number or task id",
    tag=TAG,
    answer=RunFields,
    enveloped=False,
)
def show_run(workflow_id: str, run_id: str) -> Response:
    with context().pool.session() as connection:
        task = runs.of_workflow(connection, workflow_id, run_id)
        helps = advice.for_task(connection, task)
    steps = [{"id": step, "status": step_status_word(status)} for step, status in task.step_status.items()]
    return flat(
        {
            **run_row(task, language(), helps),
            "parameters": task.parameters,
            "steps": steps,
            "allowed_actions": actions.allowed(task),
        }
    )
