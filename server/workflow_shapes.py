"""Workflows in the shapes of the faces that speak of them."""

from __future__ import annotations

from typing import cast

from bus.rows import Workflow, WorkflowSummary
from bus.workflows import Version
from server.schemas.v1_workflows import V1Row
from server.schemas.workflows import ImportedWorkflow, VersionRow, WorkflowFields, WorkflowRow
from server.words import utc


def workflow_row(workflow: WorkflowSummary) -> WorkflowRow:
    """A workflow as a line of a list."""
    return {
        "id": workflow.id,
        "name": workflow.name,
        "version": workflow.label,
        "description": workflow.description,
        "status": workflow.status,
        "steps_count": workflow.steps_count,
        "created_at": utc(workflow.created_at) or "",
        "updated_at": utc(workflow.updated_at) or "",
    }


def v1_summary(workflow: WorkflowSummary) -> V1Row:
    """The same in the 003 face, where steps are called tasks."""
    row = {key: value for key, value in workflow_row(workflow).items() if key != "steps_count"}
    return cast(V1Row, {**row, "tasks_count": workflow.steps_count})


def workflow_fields(workflow: Workflow, versions: list[Version]) -> WorkflowFields:
    """A workflow as one of its versions, with the list of all. Without ``parameters`` its tasks may have any."""
    definition = workflow.definition
    return {
        "id": workflow.id,
        "name": workflow.name,
        "version": workflow.label,
        "status": workflow.status,
        "description": definition["workflow"]["description"],
        "created_at": utc(workflow.created_at) or "",
        "updated_at": utc(workflow.updated_at) or "",
        "execution": definition["execution"],
        "steps": definition["steps"],
        "parameters": definition.get("parameters"),
        "notifications": definition["notifications"],
        "output": definition["output"],
        "versions": [version_row(one) for one in versions],
    }


def version_row(version: Version) -> VersionRow:
    """A line of a workflow's history."""
    return {
        "version": version.label,
        "number": version.version,
        "active": version.active,
        "created_at": utc(version.created_at) or "",
    }


def made(workflow: Workflow) -> ImportedWorkflow:
    """What is told of a workflow that has just been made or changed."""
    return {
        "workflow_id": workflow.id,
        "id": workflow.id,
        "name": workflow.name,
        "version": workflow.label,
        "status": workflow.status,
    }
