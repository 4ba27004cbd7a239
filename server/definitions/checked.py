"""A definition from outside, checked through and through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from bus.definitions import Definition, normalised
from bus.faults import MOST_FAULTS, Fault, refuse
from bus.parameters import declaration_faults
from bus.settings import Settings
from server.definitions import graph
from server.definitions.engine_files import engine_file_faults
from server.definitions.hosts import address_faults
from server.definitions.insertions import insertion_faults
from server.definitions.modules import import_faults, refuse_forbidden
from server.definitions.structure import form_faults

ADDRESSES = ("schema", "validate", "import")  # below /api/workflows, where a workflow's name may stand as well


def checked(given: object, settings: Settings, *, may_be_empty: bool = False) -> Definition:
    """The normalised definition.

    InvalidDefinition names the faults with their paths in ``given``, ForbiddenModule the module. ``may_be_empty`` lets
    the steps come later. The functions of python steps are imported by a process of its own, which takes a part of a
    second, at most 10 s.
    """
    refuse(form_faults(given))
    assert isinstance(given, dict)  # noqa: S101 (its form was found good)
    refuse(graph.id_faults(given["steps"]))
    definition = normalised(given)
    refuse_forbidden(definition["steps"], settings)
    places = {step["id"]: place for place, step in enumerate(given["steps"])}
    found = _faults(definition, places, settings, may_be_empty)
    refuse(_where_given(fault, given["steps"]) for fault in found)
    refuse(import_faults(definition["steps"], places))
    return definition


def _where_given(fault: Fault, given: graph.Steps) -> Fault:
    """The same under the name that the field had before it was normalised."""
    path = fault.field.split(".")
    if path[0] != "steps" or len(path) < 3:
        return fault
    step = given[int(path[1])]
    if path[2] == "depends_on" and step.get("depends_on") is None and step.get("dependencies") is not None:
        path[2] = "dependencies"
    elif path[2] == "when" and int(path[3]) >= len(step.get("when") or []):
        path[2:] = ["enabled_by"]
    return replace(fault, field=".".join(path))


def _faults(definition: Definition, places: graph.Places, settings: Settings, may_be_empty: bool) -> Iterator[Fault]:
    steps, declared = definition["steps"], definition.get("parameters")
    if not steps and not may_be_empty:
        yield Fault("steps", "a workflow needs a step", "工作流至少需要一个步骤")
    disorder = [*islice(graph.order_faults(steps, places), MOST_FAULTS)]
    yield from disorder
    if declared is not None:
        yield from declaration_faults(declared)
    types = _types(declared)
    if not disorder:  # what comes before a step is only known in order
        yield from graph.condition_faults(steps, places, None if declared is None else set(types))
    yield from insertion_faults(steps, places, types)
    webhooks = definition["notifications"]["webhook"]
    yield from address_faults(steps, places, webhooks, settings.http_allow_private)
    yield from _place_faults(steps, places, settings.wait_directories)
    yield from engine_file_faults(steps, places, definition["output"]["log_file"])
    yield from _own_faults(definition, places)


def _place_faults(steps: graph.Steps, places: graph.Places, allowed: list[Path]) -> Iterator[Fault]:
    """Absolute patterns that are waited for where nobody may; what a parameter says is seen when the step runs."""
    for step in steps:
        for pattern in step["files"] if step["kind"] == "wait_for_files" else []:
            if pattern.startswith("/") and not any(one in Path(pattern).parents for one in allowed):
                field = f"steps.{places[step['id']]}.files"
                yield Fault(
                    field, f"{pattern} lies below none of WAIT_DIRECTORIES", f"{pattern} 不在 WAIT_DIRECTORIES 之内"
                )


def _types(declared: dict[str, Any] | None) -> dict[str, str]:
    """The type of each declared parameter."""
    parts = declared or {"required": {}, "optional": {}}
    return {name: one["type"] for name, one in (parts["required"] | parts["optional"]).items()}


def _own_faults(definition: Definition, places: graph.Places) -> Iterator[Fault]:
    name = definition["workflow"]["name"]
    if name in ADDRESSES:
        yield Fault(
            "workflow.name",
            f"/api/workflows/{name} is something else; take another name",
            f"/api/workflows/{name} 另有用途，请换一个名称",
        )
    for step in definition["steps"]:
        path = f"steps.{places[step['id']]}"
        if step.get("workflow") == name:
            yield Fault(f"{path}.workflow", "a workflow cannot be a step of its own", "工作流不能包含自身")
        if step["connections"] and step["kind"] != "python":
            yield Fault(f"{path}.connections", "only a python step gets them", "仅 python 步骤可以使用")
