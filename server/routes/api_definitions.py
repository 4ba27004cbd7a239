"""Definitions of workflows as files: export, import, the schema, checking one without keeping it."""

from __future__ import annotations

import json
from io import BytesIO

from flask import Blueprint, Response, send_file

from bus.users import Role
from server.answers import as_json, flat, language
from server.auth import Caller
from server.context import context
from server.definition_bodies import definition_body, imported_body
from server.definitions.models import Definition
from server.definitions.schema import json_schema
from server.operation import operation
from server.schemas.api_task_answers import ValidAnswer
from server.schemas.api_tasks import TaskParameters
from server.schemas.workflows import (
    Definitions,
    ImportedWorkflows,
    ImportQuery,
    ValidatedDefinition,
    VersionQuery,
)
from server.services import definitions, workflow_tasks
from server.services.definition_faults import faults
from server.validity import validity
from server.workflow_shapes import made

blueprint = Blueprint("api_definitions", __name__, url_prefix="/api/workflows")
TAG = "workflows"


@operation(
    blueprint,
    "GET",
    "/<workflow_id>/export",
    summary="The definition as a file, which import takes",
    tag=TAG,
    query=VersionQuery,
    enveloped=False,
)
def export_workflow(workflow_id: str, query: VersionQuery) -> Response:
    with context().pool.session() as connection:
        workflow = definitions.found(connection, workflow_id, query.version)
    text = json.dumps(workflow.definition, ensure_ascii=False, indent=2) + "\n"
    name = f"{workflow.name}-{workflow.label}.json"
    return send_file(BytesIO(text.encode()), "application/json", as_attachment=True, download_name=name)


@operation(
    blueprint,
    "POST",
    "/import",
    summary="Create workflows from one definition or a list, a body or the file of a form: all of them or none",
    tag=TAG,
    role=Role.admin,
    body=Definitions,
    reads_body=True,
    query=ImportQuery,
    answer=ImportedWorkflows,
    status=201,
    enveloped=False,
)
def import_workflows(query: ImportQuery, caller: Caller) -> Response:
    given = imported_body()
    here = context()
    with here.pool.session() as connection:
        imported = definitions.import_all(connection, here.settings, given, caller.name, update=query.update)
    rows = [made(one) for one in imported]
    message = (f"已导入 {len(rows)} 个工作流", _imported(len(rows)))
    return flat({"workflows": rows, "total": len(rows)}, message, status=201)


def _imported(count: int) -> str:
    return "1 workflow has been imported." if count == 1 else f"{count} workflows have been imported."


@operation(blueprint, "GET", "/schema", summary="The JSON Schema of definitions", tag=TAG, enveloped=False)
def show_schema() -> Response:
    return as_json(json_schema())


@operation(
    blueprint,
    "POST",
    "/validate",
    summary="Check a definition without keeping it",
    tag=TAG,
    role=Role.operator,
    body=Definition,
    reads_body=True,
    answer=ValidatedDefinition,
    enveloped=False,
)
def validate_definition() -> Response:
    found = faults(definition_body(), context().settings, language())
    return flat({"valid": not found, "errors": found})


@operation(
    blueprint,
    "POST",
    "/<workflow_id>/validate",
    summary="Whether a task of this workflow could be made with these parameters; none is made",
    tag=TAG,
    body=TaskParameters,
    body_optional=True,
    answer=ValidAnswer,
    enveloped=False,
)
def validate_for_workflow(workflow_id: str, body: TaskParameters) -> Response:
    with context().pool.session() as connection:
        workflow = workflow_tasks.workflow_for(connection, definitions.key_of(workflow_id), None)
        return validity(lambda: workflow_tasks.checked(connection, workflow, body.parameters))
