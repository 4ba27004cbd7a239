"""Workflows of the 003 face: made empty, then given tasks one by one."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import workflows
from bus.users import Role
from server.answers import flat
from server.auth import Caller
from server.context import context
from server.definition_bodies import part_body
from server.operation import operation
from server.run_shapes import v1_row
from server.schemas.v1_workflows import ChangedDescription, NewWorkflow, SkipQuery, V1Workflow, V1Workflows
from server.services import definitions
from server.workflow_shapes import v1_summary

blueprint = Blueprint("v1_workflows", __name__, url_prefix="/api/v1/workflows")
TAG = "workflows v1"


@operation(
    blueprint,
    "POST",
    "",
    summary="Create a workflow without tasks",
    tag=TAG,
    role=Role.admin,
    body=NewWorkflow,
    reads_body=True,
    answer=V1Workflow,
    status=201,
    enveloped=False,
)
def create_workflow(caller: Caller) -> Response:
    body = part_body(NewWorkflow)
    given = {"name": body.name, "description": body.description or "", "steps": []}
    here = context()
    with here.pool.session() as connection:
        workflow = definitions.create(connection, here.settings, given, caller.name, may_be_empty=True)
    return flat({**v1_row(workflow)}, status=201)


@operation(
    blueprint,
    "GET",
    "",
    summary="The workflows, the oldest first",
    tag=TAG,
    query=SkipQuery,
    answer=V1Workflows,
    enveloped=False,
)
def list_workflows(query: SkipQuery) -> Response:
    with context().pool.session() as connection:
        found, total = workflows.page(connection, None, limit=query.limit, offset=query.skip)
    rows = [v1_summary(one) for one in found]
    return flat({"workflows": rows, "total": total, "skip": query.skip, "limit": query.limit})


@operation(
    blueprint,
    "GET",
    "/<workflow_id>",
    summary="A workflow, by id or name",
    tag=TAG,
    answer=V1Workflow,
    enveloped=False,
)
def show_workflow(workflow_id: str) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.found(connection, workflow_id)
    return flat({**v1_row(workflow)})


@operation(
    blueprint,
    "PUT",
    "/<workflow_id>",
    summary="Describe a workflow in other words, which is a new version of it",
    tag=TAG,
    role=Role.admin,
    body=ChangedDescription,
    reads_body=True,
    answer=V1Workflow,
    enveloped=False,
)
def describe_workflow(workflow_id: str) -> Response:
    body = part_body(ChangedDescription)
    with context().pool.session() as connection:
        workflow = definitions.describe(connection, workflow_id, body.description)
    return flat({**v1_row(workflow)})


@operation(
    blueprint,
    "DELETE",
    "/<workflow_id>",
    summary="Let no new runs be made of a workflow; what was run stays",
    tag=TAG,
    role=Role.operator,
    answer=V1Workflow,
    enveloped=False,
)
def delete_workflow(workflow_id: str) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.retire(connection, workflow_id, "deprecated")
    return flat({**v1_row(workflow)})
