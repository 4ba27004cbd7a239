"""What the models (and so schema and documentation) call a default is what the normal form fills in."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from bus.definition_steps import KINDS
from bus.definitions import normalised
from server.definitions import models
from server.definitions.conditions import Condition
from server.definitions.steps import MODELS, OutputFile

GIVEN: dict[str, Any] = {
    "name": "x",
    "steps": [{"id": kind, "kind": kind, "output_files": ["x"], "when": [{"parameter": "x"}]} for kind in KINDS],
    "parameters": {"optional": {"x": {"type": "text"}}},
    "notifications": {"webhook": [{"url": "http://x"}], "email": [{"to": ["x"]}]},
}
MADE = normalised(GIVEN)
# Given above, or without a value of their own: another field, or the place, decides.
DECIDED = {"name", "order", "depends_on", "on_failure", "output_files", "when", "type", "parameter"}


def differing(model: type[BaseModel], filled: dict[str, Any]) -> list[str]:
    """The fields whose default is another one when it is filled in."""
    fields = [(name, one.default) for name, one in model.model_fields.items() if not one.is_required()]
    return [name for name, default in fields if name not in DECIDED and name in filled and filled[name] != default]


@pytest.mark.parametrize("kind", KINDS)
def test_defaults__of_steps(kind: str) -> None:
    (step,) = (one for one in MADE["steps"] if one["kind"] == kind)
    assert differing(MODELS[kind], step) == []
    assert differing(OutputFile, step["output_files"][0]) == []
    assert differing(Condition, step["when"][0]) == []
    silent = {"description", "dependencies", "enabled_by"}
    assert {name for name, one in MODELS[kind].model_fields.items() if not one.is_required()} - step.keys() == silent


def test_defaults__of_parts() -> None:
    assert differing(models.Workflow, MADE["workflow"]) == []
    assert differing(models.Execution, MADE["execution"]) == []
    assert differing(models.Output, MADE["output"]) == []
    assert differing(models.OptionalParameter, MADE["parameters"]["optional"]["x"]) == []
    assert differing(models.Webhook, MADE["notifications"]["webhook"][0]) == []
    assert differing(models.Email, MADE["notifications"]["email"][0]) == []


@pytest.mark.parametrize(
    ("method", "retry_on"), [("GET", "any"), ("PUT", "any"), ("POST", "transient"), ("PATCH", "transient")]
)
def test_defaults__what_may_be_done_twice_is_tried_again(method: str, retry_on: str) -> None:
    step = {"id": "tell", "url": "http://x", "method": method}
    assert normalised({"name": "x", "steps": [step]})["steps"][0]["retry_on"] == [retry_on]
    stated = normalised({"name": "x", "steps": [{**step, "retry_on": ["any"]}]})
    assert stated["steps"][0]["retry_on"] == ["any"]
    assert normalised(stated) == stated
