"""Adding one step to a workflow: the next version of its definition, checked like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from bus import workflows
from bus.db import Connection, transaction
from bus.rows import Workflow
from bus.settings import Settings
from bus.workflow_errors import InvalidDefinition
from server.definitions.bounds import MOST_BYTES
from server.definitions.checked import checked
from server.requests import wrong_field
from server.schemas.v1_workflows import NewTaskOfWorkflow
from server.services import definitions

OUTSIDE_CONFIG = ("id", "name", "kind", "order", "depends_on", "dependencies", "connections")
BESIDE_CONFIG = {"name": "name", "order": "order", "depends_on": "depends_on", "kind": "task_type"}
LONGEST_ID = 40


def add_step(connection: Connection, settings: Settings, text: str, new: NewTaskOfWorkflow) -> tuple[Workflow, str]:
    """The workflow with that step, and the step's id.

    WorkflowNotFound, ForbiddenModule, TooLarge, InvalidInput; an InvalidDefinition names fields as the request does.
    """
    with transaction(connection):
        workflow_id = definitions.found(connection, text).id
        workflows.lock(connection, workflow_id)
        workflow = workflows.active(connection, workflow_id)
        step = _step(workflow.steps, new)
        given = workflow.definition | {"steps": [*workflow.steps, step]}
        try:
            definition = checked(given, settings)
        except InvalidDefinition as error:
            raise _as_requested(error, len(workflow.steps)) from None
        if len(json.dumps(definition, ensure_ascii=False).encode()) > MOST_BYTES:
            raise definitions.too_large()
        return workflows.add_version(connection, workflow_id, definition), step["id"]


def _step(steps: list[dict[str, Any]], new: NewTaskOfWorkflow) -> dict[str, Any]:
    for key in OUTSIDE_CONFIG:
        if key in new.config:
            raise wrong_field(f"config.{key}", "this is not part of config", "不能写在 config 中")
    last = max((one["order"] for one in steps), default=0)
    step = {
        **new.config,
        "id": _free_id(new.name, {one["id"] for one in steps}),
        "name": new.name,
        "kind": new.task_type.lower(),
        "order": last + 1 if new.order is None else new.order,
    }
    if new.depends_on is not None:
        step["depends_on"] = [_named(steps, place, one) for place, one in enumerate(new.depends_on)]
    return step


def _free_id(name: str, taken: Iterable[str]) -> str:
    """A word made of the name that no other step has."""
    word = re.sub(r"[^\w.-]+", "_", name).strip("_.-")[:LONGEST_ID] or "step"
    taken, count, free = {*taken, "complete"}, 1, word
    while free in taken:
        count += 1
        free = f"{word}_{count}"
    return free


def _named(steps: list[dict[str, Any]], place: int, wanted: int | str) -> str:
    """The id of the step that stands at that place (from 1), or has that id or name."""
    for number, step in enumerate(steps, 1):
        if wanted in (number, step["id"], step["name"]):
            return str(step["id"])
    raise wrong_field(f"depends_on.{place}", f"there is no task {wanted!r}", f"没有任务 {wanted}")


def _as_requested(error: InvalidDefinition, place: int) -> InvalidDefinition:
    """The same, the fields of the new step named as the request has them."""

    def renamed(text: str) -> str:
        return re.sub(rf"\bsteps\.{place}\.(\w+)", lambda found: _of_request(found[1]), text)

    return InvalidDefinition(
        renamed(error.en),
        renamed(error.zh),
        [{**one, "field": renamed(one["field"])} for one in error.details],
        [{**one, "field": renamed(one["field"])} for one in error.zh_details],
    )


def _of_request(field: str) -> str:
    return BESIDE_CONFIG.get(field, f"config.{field}")
