"""The face ``/api/tasks``: whether parameters are right, without making anything."""

from __future__ import annotations

from flask import Blueprint, Response

from server.auth import Caller
from server.context import context
from server.operation import operation
from server.schemas.api_task_answers import ValidAnswer
from server.schemas.api_tasks import TaskParameters, WorkflowParameters
from server.services import task_parameters, workflow_tasks
from server.services.preferences import named_or_default
from server.validity import validity

blueprint = Blueprint("api_task_validation", __name__, url_prefix="/api/tasks")
TAG = "tasks of any workflow"


@operation(
    blueprint,
    "POST",
    "/validate",
    summary="Whether a task could be made with these parameters; none is made",
    tag=TAG,
    body=WorkflowParameters,
    answer=ValidAnswer,
    enveloped=False,
)
def validate_new(body: WorkflowParameters, caller: Caller) -> Response:
    caller.require_self(body.user_id)
    user_id = caller.name or body.user_id
    with context().pool.session() as connection:
        key = named_or_default(connection, body.workflow_name or body.workflow_id, user_id)
        workflow = workflow_tasks.workflow_for(connection, key, body.workflow_version)
        return validity(lambda: workflow_tasks.checked(connection, workflow, body.parameters))


@operation(
    blueprint,
    "POST",
    "/<task_id>/validate",
    summary="Whether a task could go on with these parameters; nothing is changed",
    tag=TAG,
    body=TaskParameters,
    body_optional=True,
    answer=ValidAnswer,
    enveloped=False,
)
def validate_task(task_id: str, body: TaskParameters) -> Response:
    with context().pool.session() as connection:
        task, workflow = workflow_tasks.with_workflow(connection, task_id)
    return validity(lambda: task_parameters.changed(workflow, task.parameters, body.parameters))
