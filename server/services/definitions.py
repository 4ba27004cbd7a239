"""Workflows: finding, creating and changing them. Every change of a definition is a new version of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from bus import workflows
from bus.db import Connection, transaction
from bus.definitions import Definition
from bus.errors import TooLarge
from bus.rows import Workflow
from bus.settings import Settings
from bus.workflow_errors import InvalidDefinition, WorkflowExists, WorkflowNotFound
from server.definitions.bounds import MOST_BYTES
from server.definitions.checked import checked
from server.requests import wrong_field

LONGEST_ID = 18  # digits


def too_large() -> TooLarge:
    """What is said of a definition, or of its parts together, that nobody needs to be so large."""
    megabytes = MOST_BYTES // 1_000_000
    return TooLarge(f"Definitions may have {megabytes} MB at most.", f"工作流定义不能超过 {megabytes} MB")


def key_of(text: str) -> str | int:
    """What stands for a workflow in an address: its id where it is all digits, else its name; WorkflowNotFound."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):  # PostgreSQL cannot be asked for it
        raise workflows.unknown(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else text


def found(connection: Connection, text: str, label: str | None = None) -> Workflow:
    """By id or name, as its active version or the one of that label; WorkflowNotFound."""
    key = key_of(text)
    return workflows.active(connection, key) if label is None else workflows.labelled(connection, key, label)


def create(
    connection: Connection, settings: Settings, given: object, created_by: str | None, *, may_be_empty: bool = False
) -> Workflow:
    """A new workflow; InvalidDefinition, ForbiddenModule, WorkflowExists."""
    definition = checked(given, settings, may_be_empty=may_be_empty)
    with transaction(connection):
        return _created(connection, definition, created_by)


def update(connection: Connection, settings: Settings, text: str, given: object) -> Workflow:
    """The next version, which new tasks take from now on; whether it is active stays as it was.

    A definition need not repeat the name, and cannot change it. Without a label of its own it counts up the newest one.
    """
    workflow = found(connection, text)
    definition = checked(_named(given, workflow.name), settings)
    if definition["workflow"]["name"] != workflow.name:
        raise wrong_field(
            "workflow.name",
            f"the workflow is {workflow.name!r}, and keeps its name",
            f"名称不能更改，应为 {workflow.name}",
        )
    with transaction(connection):
        return _updated(connection, workflow.id, definition, labelled=_label(given) is not None)


def describe(connection: Connection, text: str, description: str) -> Workflow:
    """The same workflow in other words: its next version."""
    with transaction(connection):
        workflow_id = found(connection, text).id
        workflows.lock(connection, workflow_id)
        definition = workflows.active(connection, workflow_id).definition
        about = definition["workflow"] | {"description": description}
        return workflows.add_version(connection, workflow_id, definition | {"workflow": about})


def import_all(
    connection: Connection, settings: Settings, given: Sequence[object], created_by: str | None, *, update: bool
) -> list[Workflow]:
    """Every one of these definitions, or none; WorkflowExists for a name that is taken, unless ``update``."""
    definitions = [_checked_at(one, settings, place, len(given)) for place, one in enumerate(given)]
    made: dict[int, Workflow] = {}
    in_order = sorted(range(len(given)), key=lambda place: str(definitions[place]["workflow"]["name"]))
    with transaction(connection):
        for place in in_order:  # of names, so that no two imports wait for each other
            labelled = _label(given[place]) is not None
            made[place] = _imported(connection, definitions[place], created_by, labelled, update)
    return [made[place] for place in range(len(given))]


def activate(connection: Connection, text: str, label: str | None = None) -> Workflow:
    """Let new tasks be made of it, with the version of that label (None = the one it has); WorkflowNotFound."""
    with transaction(connection):
        workflow = found(connection, text, label)
        if label is not None:
            description = workflow.definition["workflow"]["description"]
            workflows.activate(connection, workflow.id, workflow.version_id, description)
        workflows.set_status(connection, workflow.id, "active")
        return workflows.active(connection, workflow.id)


def retire(connection: Connection, text: str, status: str) -> Workflow:
    """inactive (for now) or deprecated (for good): no new tasks are made of it, those that exist go on."""
    with transaction(connection):
        workflow = found(connection, text)
        workflows.set_status(connection, workflow.id, status)
        return workflows.active(connection, workflow.id)


def _created(connection: Connection, definition: Definition, created_by: str | None) -> Workflow:
    name = definition["workflow"]["name"]
    if name.isdigit():
        raise wrong_field("workflow.name", "a name of digits alone would be taken for an id", "名称不能全为数字")
    return workflows.create(connection, definition, created_by)


def _updated(connection: Connection, workflow_id: int, definition: Definition, *, labelled: bool) -> Workflow:
    workflows.lock(connection, workflow_id)
    if not labelled:
        newest = workflows.versions(connection, workflow_id)[-1].label
        definition = definition | {"workflow": definition["workflow"] | {"version": newest}}
    return workflows.add_version(connection, workflow_id, definition)


def _imported(
    connection: Connection, definition: Definition, created_by: str | None, labelled: bool, update: bool
) -> Workflow:
    name = definition["workflow"]["name"]
    with suppress(WorkflowNotFound):
        workflow_id = workflows.active(connection, name).id
        if not update:
            raise WorkflowExists(name)
        if (same := _unchanged(connection, workflow_id, definition, labelled)) is not None:
            return same
        return _updated(connection, workflow_id, definition, labelled=labelled)
    return _created(connection, definition, created_by)


def _unchanged(connection: Connection, workflow_id: int, definition: Definition, labelled: bool) -> Workflow | None:
    """The active version, where the file says the same, and no label that is new: it may be imported every day."""
    active, label = workflows.active(connection, workflow_id), definition["workflow"]["version"]
    known = not labelled or label in [one.label for one in workflows.versions(connection, workflow_id)]
    return active if known and workflows.is_same(active.definition, definition) else None


def _checked_at(given: object, settings: Settings, place: int, count: int) -> Definition:
    """The definition; faults of one among several say of which."""
    try:
        return checked(given, settings)
    except InvalidDefinition as error:
        if count == 1:
            raise
        raise InvalidDefinition(
            f"definition {place + 1}: {error.en}",
            f"第 {place + 1} 个定义: {error.zh}",
            [{**one, "field": f"{place}.{one['field']}"} for one in error.details],
            [{**one, "field": f"{place}.{one['field']}"} for one in error.zh_details],
        ) from None


def _named(given: object, name: str) -> object:
    """The definition with that name where it gives none; what is no object is told by whoever checks it."""
    if not isinstance(given, dict) or "name" in given or "name" in _about(given):
        return given
    return {**given, "workflow": {**_about(given), "name": name}} if "workflow" in given else {**given, "name": name}


def _label(given: object) -> Any:
    return _about(given).get("version", given.get("version")) if isinstance(given, dict) else None


def _about(given: dict[str, Any]) -> dict[str, Any]:
    about = given.get("workflow")
    return about if isinstance(about, dict) else {}
