"""Workflows: list, look at, create, change. A change is a new version; the old ones stay."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import workflows
from bus.rows import Workflow
from bus.users import Role
from server.answers import Sentence, flat
from server.auth import Caller
from server.context import context
from server.definition_bodies import definition_body
from server.definitions.models import Definition
from server.operation import operation
from server.schemas.workflows import (
    ActivateVersion,
    ChangedWorkflow,
    VersionList,
    VersionQuery,
    VersionsQuery,
    WorkflowDetail,
    WorkflowList,
    WorkflowQuery,
)
from server.services import definitions
from server.workflow_shapes import made, version_row, workflow_fields, workflow_row

blueprint = Blueprint("api_workflows", __name__, url_prefix="/api/workflows")
TAG = "workflows"


@operation(
    blueprint,
    "GET",
    "",
    summary="The workflows, the oldest first",
    tag=TAG,
    query=WorkflowQuery,
    answer=WorkflowList,
    enveloped=False,
)
def list_workflows(query: WorkflowQuery) -> Response:
    with context().pool.session() as connection:
        found, total = workflows.page(connection, query.status, limit=query.limit, offset=query.offset)
    rows = [workflow_row(one) for one in found]
    return flat({"workflows": rows, "total": total, "limit": query.limit, "offset": query.offset})


@operation(
    blueprint,
    "POST",
    "",
    summary="Create a workflow",
    tag=TAG,
    role=Role.admin,
    body=Definition,
    reads_body=True,
    answer=ChangedWorkflow,
    status=201,
    enveloped=False,
)
def create_workflow(caller: Caller) -> Response:
    given = definition_body()
    here = context()
    with here.pool.session() as connection:
        workflow = definitions.create(connection, here.settings, given, caller.name)
    return _changed(workflow, ("工作流创建成功", "The workflow has been created."), 201)


@operation(
    blueprint,
    "GET",
    "/<workflow_id>",
    summary="A workflow, by id or name, as its active version or another one",
    tag=TAG,
    query=VersionQuery,
    answer=WorkflowDetail,
    enveloped=False,
)
def show_workflow(workflow_id: str, query: VersionQuery) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.found(connection, workflow_id, query.version)
        versions = workflows.versions(connection, workflow.id)
    return flat({"workflow": workflow_fields(workflow, versions)})


@operation(
    blueprint,
    "PUT",
    "/<workflow_id>",
    summary="Give a workflow a new version; the old ones stay",
    tag=TAG,
    role=Role.admin,
    body=Definition,
    reads_body=True,
    answer=ChangedWorkflow,
    enveloped=False,
)
def update_workflow(workflow_id: str) -> Response:
    given = definition_body()
    here = context()
    with here.pool.session() as connection:
        workflow = definitions.update(connection, here.settings, workflow_id, given)
    return _changed(workflow, ("工作流已更新", "The workflow has a new version."))


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/versions",
    summary="The versions of a workflow, the oldest first",
    tag=TAG,
    query=VersionsQuery,
    answer=VersionList,
    enveloped=False,
)
def list_versions(workflow_id: str, query: VersionsQuery) -> Response:
    with context().pool.session() as connection:
        versions = workflows.versions(connection, definitions.found(connection, workflow_id).id)
    rows = [version_row(one) for one in versions[query.offset : query.offset + query.limit]]
    return flat({"versions": rows, "total": len(versions), "limit": query.limit, "offset": query.offset})


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/activate",
    summary="Let new tasks be made of a workflow, or with another version of it",
    tag=TAG,
    role=Role.operator,
    body=ActivateVersion,
    body_optional=True,
    answer=ChangedWorkflow,
    enveloped=False,
)
def activate_workflow(workflow_id: str, body: ActivateVersion) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.activate(connection, workflow_id, body.version)
    return _changed(workflow, ("工作流已激活", "The workflow is active."))


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/deactivate",
    summary="Let no new tasks be made of a workflow for now",
    tag=TAG,
    role=Role.operator,
    answer=ChangedWorkflow,
    enveloped=False,
)
def deactivate_workflow(workflow_id: str) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.retire(connection, workflow_id, "inactive")
    return _changed(workflow, ("工作流已停用", "The workflow is inactive; no new tasks are made of it."))


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/deprecate",
    summary="Let no new tasks be made of a workflow any more",
    tag=TAG,
    role=Role.operator,
    answer=ChangedWorkflow,
    enveloped=False,
)
def deprecate_workflow(workflow_id: str) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.retire(connection, workflow_id, "deprecated")
    return _changed(workflow, ("工作流已弃用", "The workflow is deprecated; no new tasks are made of it."))


def _changed(workflow: Workflow, message: Sentence, status: int = 200) -> Response:
    return flat({**made(workflow)}, message, status=status)
