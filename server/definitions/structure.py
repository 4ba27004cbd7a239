"""The form of a definition: what the models find, said as faults with paths into what was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bus.definition_steps import KINDS, kind_of
from bus.faults import MOST_FAULTS, Fault, unknown
from server.definitions.bounds import MOST_STEPS, Path, out_of_bounds
from server.definitions.conditions import Condition
from server.definitions.fields import InBothLanguages
from server.definitions.models import (
    Definition,
    Email,
    Execution,
    Notifications,
    OptionalParameter,
    Output,
    Parameter,
    Parameters,
    Webhook,
    Workflow,
)
from server.definitions.steps import MODELS, AnyStep, OnFailure, OutputFile
from server.schemas.sentences import chinese, english

_DEFINITION: TypeAdapter[Any] = TypeAdapter(Definition)
_STEP: TypeAdapter[Any] = TypeAdapter(AnyStep)
# The model of the object that a field, or an entry of it, is: for the names of its fields.
_OBJECTS: dict[str, type[BaseModel]] = {
    "workflow": Workflow,
    "execution": Execution,
    "parameters": Parameters,
    "required": Parameter,
    "optional": OptionalParameter,
    "notifications": Notifications,
    "webhook": Webhook,
    "email": Email,
    "output": Output,
    "output_files": OutputFile,
    "on_failure": OnFailure,
    "when": Condition,
    "name": InBothLanguages,
}


def form_faults(given: object) -> Iterator[Fault]:
    """Whatever is too large, of the wrong type, missing or unknown."""
    if not isinstance(given, dict):
        yield Fault("body", "a definition is a JSON object", "工作流定义应为 JSON 对象")
        return
    steps = given.get("steps")
    if isinstance(steps, list) and len(steps) > MOST_STEPS:
        yield Fault(
            "steps",
            f"there are {len(steps)} steps, and {MOST_STEPS} are allowed",
            f"步骤 {len(steps)} 个，最多 {MOST_STEPS} 个",
        )
        return
    if found := [*out_of_bounds(given)]:
        yield from found
        return
    yield from _model_faults(given)
    yield from _name_faults(given)


def _model_faults(given: Mapping[str, Any]) -> Iterator[Fault]:
    """Step after step, so that whoever has heard enough can stop: telling every fault of 500 steps takes long."""
    steps = given.get("steps")
    if not isinstance(steps, list):
        yield from _faults_of(_DEFINITION, given, given, ())
        return
    yield from _faults_of(_DEFINITION, {**given, "steps": []}, given, ())
    for place, step in enumerate(steps):
        yield from _faults_of(_STEP, step, given, ("steps", place))


def _faults_of(model: TypeAdapter[Any], value: object, given: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    try:
        model.validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        yield from (_fault(given, path + one["loc"], one) for one in islice(found, MOST_FAULTS))


def _fault(given: Mapping[str, Any], whole: Path, error: ErrorDetails) -> Fault:
    path = [part for part in whole if not (isinstance(part, str) and part.startswith("<"))]
    field = ".".join(str(part)[:100] for part in path) or "body"
    if error["type"] == "extra_forbidden":
        return unknown(field, _names_at(given, path))
    return Fault(field, english(error), chinese(error))


def _names_at(given: Mapping[str, Any], path: list[int | str]) -> list[str]:
    """The fields that the object has in which the last part of the path is one too many."""
    named = [part for part in path[:-1] if isinstance(part, str)]
    if not named:
        return [*Definition.model_fields]
    if named == ["steps"]:
        kind = kind_of(given["steps"][path[1]])
        return [*MODELS[kind if kind in KINDS else "python"].model_fields]
    within = "parameters" if named == ["parameters"] else named[-1]
    if named[0] == "parameters" and len(named) > 2:
        within = named[1]
    return [*_OBJECTS[within].model_fields] if within in _OBJECTS else []


def _name_faults(given: Mapping[str, Any]) -> Iterator[Fault]:
    """A name must be given, and what is given twice must be the same."""
    part = given.get("workflow")
    part = part if isinstance(part, dict) else {}
    for key in ("name", "version", "description"):
        top, inner = given.get(key), part.get(key)
        if top is not None and inner is not None and top != inner:
            yield Fault(key, f"workflow.{key} says something else", f"与 workflow.{key} 不一致")
    if given.get("name") is None and part.get("name") is None:
        yield Fault("workflow.name", "a workflow needs a name, here or at the top", "缺少工作流名称")
