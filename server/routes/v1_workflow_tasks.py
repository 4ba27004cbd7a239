"""The tasks of a workflow in the words of the 003 face: the steps of its definition."""

from __future__ import annotations

from flask import Blueprint, Response

from bus.users import Role
from server.answers import flat, language
from server.context import context
from server.definition_bodies import part_body
from server.operation import operation
from server.run_shapes import tasks_of
from server.schemas.v1_workflows import NewTaskAnswer003, NewTaskOfWorkflow, SkipQuery, TasksOfWorkflow
from server.services import definitions
from server.services.workflow_steps import add_step

blueprint = Blueprint("v1_workflow_tasks", __name__, url_prefix="/api/v1/workflows")
TAG = "workflows v1"


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/tasks",
    summary="Add a task (a step) to a workflow, which is a new version of it",
    tag=TAG,
    role=Role.admin,
    body=NewTaskOfWorkflow,
    reads_body=True,
    answer=NewTaskAnswer003,
    status=201,
    enveloped=False,
)
def add_task(workflow_id: str) -> Response:
    body = part_body(NewTaskOfWorkflow)
    here = context()
    with here.pool.session() as connection:
        workflow, step_id = add_step(connection, here.settings, workflow_id, body)
    (added,) = (one for one in tasks_of(workflow, language()) if one["step_id"] == step_id)
    return flat({**added, "version": workflow.label}, status=201)


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/tasks",
    summary="The tasks (steps) of a workflow, in their order",
    tag=TAG,
    query=SkipQuery,
    answer=TasksOfWorkflow,
    enveloped=False,
)
def list_tasks(workflow_id: str, query: SkipQuery) -> Response:
    with context().pool.session() as connection:
        rows = tasks_of(definitions.found(connection, workflow_id), language())
    shown = rows[query.skip : query.skip + query.limit]
    return flat({"tasks": shown, "total": len(rows), "skip": query.skip, "limit": query.limit})
