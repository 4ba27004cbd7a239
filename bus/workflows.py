"""Workflow definitions: JSON in ``workflows/``, versioned in the table; a task keeps the version it was made with."""

from __future__ import annotations

import json

from bus.db import Connection, execute, fetch_one, transaction
from bus.errors import WorkflowNotFound
from bus.queries import load
from bus.rows import Workflow
from bus.settings import ROOT

DEFINITIONS = ROOT / "workflows"


def get(connection: Connection, workflow_id: int) -> Workflow:
    """The version with that id."""
    row = fetch_one(connection, load("workflows").get_workflow, {"id": workflow_id})
    if row is None:
        raise WorkflowNotFound(f"There is no workflow {workflow_id}.", f"工作流不存在: {workflow_id}")
    return Workflow.of(row)


def latest(connection: Connection, name: str) -> Workflow:
    """The newest version of that name."""
    row = fetch_one(connection, load("workflows").latest_workflow, {"name": name})
    if row is None:
        raise WorkflowNotFound(f"There is no workflow {name!r}.", f"工作流不存在: {name}")
    return Workflow.of(row)


def publish(connection: Connection) -> list[Workflow]:
    """Record the shipped definitions; one that differs from its newest version becomes the next version."""
    definitions = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(DEFINITIONS.glob("*.json"))]
    with transaction(connection):
        execute(connection, load("workflows").lock_workflows, {})
        return [_publish(connection, definition) for definition in definitions]


def _publish(connection: Connection, definition: dict[str, object]) -> Workflow:
    row = fetch_one(connection, load("workflows").latest_workflow, {"name": definition["name"]})
    if row is None or row["definition"] != definition:
        values = {"name": definition["name"], "definition": json.dumps(definition, ensure_ascii=False)}
        row = fetch_one(connection, load("workflows").add_version, values)
    return Workflow.of(row or {})
