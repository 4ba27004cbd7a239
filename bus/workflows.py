"""Workflows: a name with a stable id, and versions of its definition that never change; a task keeps its version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bus.db import Connection, Row, execute, fetch_all, fetch_one, fetch_value, transaction
from bus.definitions import normalised
from bus.queries import load
from bus.rows import Workflow, WorkflowSummary
from bus.settings import ROOT
from bus.workflow_errors import WorkflowExists, WorkflowNotFound

DEFINITIONS = ROOT / "workflows"


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a workflow's history."""

    version: int
    label: str
    active: bool
    created_at: datetime


def of_version(connection: Connection, version_id: int) -> Workflow:
    """The workflow as the version with that id; WorkflowNotFound."""
    row = fetch_one(connection, load("workflows").workflow_of_version, {"version_id": version_id})
    return _found(row, version_id)


def active(connection: Connection, key: str | int) -> Workflow:
    """By name or id, as the version that new tasks take; WorkflowNotFound."""
    values = {"name": key if isinstance(key, str) else None, "id": key if isinstance(key, int) else None}
    return _found(fetch_one(connection, load("workflows").active_workflow, values), key)


def labelled(connection: Connection, key: str | int, label: str) -> Workflow:
    """By name or id, as the version with that label; WorkflowNotFound names what is missing."""
    workflow = active(connection, key)
    row = fetch_one(connection, load("workflows").labelled_workflow, {"id": workflow.id, "label": label})
    if row is None:
        en, zh = f"The workflow {workflow.name!r} has no version {label!r}.", f"工作流 {workflow.name} 没有版本 {label}"
        raise WorkflowNotFound(en, zh)
    return Workflow.of(row)


def page(connection: Connection, status: str | None, *, limit: int, offset: int) -> tuple[list[WorkflowSummary], int]:
    """One page in the order of their ids, each as its active version, and the number of all that match."""
    values = {"status": status, "limit": limit, "offset": offset}
    found = [WorkflowSummary.of(row) for row in fetch_all(connection, load("workflows").page_of_workflows, values)]
    return found, int(fetch_value(connection, load("workflows").count_workflows, values))


def versions(connection: Connection, workflow_id: int) -> list[Version]:
    """Its history, the oldest first."""
    rows = fetch_all(connection, load("workflows").versions_of_workflow, {"id": workflow_id})
    return [Version(row["version"], row["label"], row["active"], row["created_at"]) for row in rows]


def lock(connection: Connection, workflow_id: int) -> None:
    """Let nobody else change the workflow until the transaction ends."""
    execute(connection, load("workflows").lock_workflow, {"id": workflow_id})


def create(connection: Connection, definition: dict[str, Any], created_by: str | None = None) -> Workflow:
    """A new workflow from a normalised definition, active; WorkflowExists. The caller owns the transaction."""
    about = definition["workflow"]
    values = {"name": about["name"], "description": about["description"], "created_by": created_by}
    workflow_id = fetch_value(connection, load("workflows").create_workflow, values)
    if workflow_id is None:
        raise WorkflowExists(about["name"])
    return add_version(connection, int(workflow_id), definition)


def add_version(connection: Connection, workflow_id: int, definition: dict[str, Any]) -> Workflow:
    """The next version, which new tasks take from now on. A label that is taken is counted up: 1.0.0 becomes 1.0.1."""
    lock(connection, workflow_id)
    about, taken = definition["workflow"], {one.label for one in versions(connection, workflow_id)}
    label = about["version"]
    while label in taken:
        label = _next(label)
    definition = definition | {"workflow": about | {"version": label}}
    values = {"id": workflow_id, "label": label, "definition": json.dumps(definition, ensure_ascii=False)}
    version_id = fetch_value(connection, load("workflows").add_version, values)
    activate(connection, workflow_id, version_id, about["description"])
    return of_version(connection, version_id)


def activate(connection: Connection, workflow_id: int, version_id: int, description: str) -> None:
    """Let new tasks take that version."""
    values = {"id": workflow_id, "version_id": version_id, "description": description}
    execute(connection, load("workflows").activate_version, values)


def set_status(connection: Connection, workflow_id: int, status: str) -> None:
    """active, inactive or deprecated; of the latter two no new task is made."""
    execute(connection, load("workflows").set_workflow_status, {"id": workflow_id, "status": status})


def publish(connection: Connection) -> list[Workflow]:
    """Record the shipped definitions; one that differs from its newest version becomes the next version."""
    definitions = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(DEFINITIONS.glob("*.json"))]
    with transaction(connection):
        execute(connection, load("workflows").lock_workflows, {})
        return [_publish(connection, normalised(definition)) for definition in definitions]


def _publish(connection: Connection, definition: dict[str, Any]) -> Workflow:
    try:
        workflow_id = active(connection, definition["workflow"]["name"]).id
    except WorkflowNotFound:
        return create(connection, definition)
    newest = labelled(connection, workflow_id, versions(connection, workflow_id)[-1].label)
    return newest if is_same(newest.definition, definition) else add_version(connection, workflow_id, definition)


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two normalised definitions differ in nothing but the label, which may have been counted up."""
    unlabelled = [made | {"workflow": made["workflow"] | {"version": None}} for made in (one, other)]
    return unlabelled[0] == unlabelled[1]


def _next(label: str) -> str:
    """``label`` with its last number counted up."""
    head, dot, last = label.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdecimal() else f"{label}.1"


def unknown(key: object) -> WorkflowNotFound:
    """What is said of a workflow that does not exist."""
    return WorkflowNotFound(f"There is no workflow {key!r}.", f"工作流不存在: {key!r}")


def _found(row: Row | None, key: object) -> Workflow:
    if row is None:
        raise unknown(key)
    return Workflow.of(row)
