"""The published schema says what the checks say, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from made import OPEN, definition, faults

from bus.definitions import normalised
from bus.settings import ROOT
from server.definitions.checked import checked
from server.definitions.schema import ID, json_schema

SHIPPED = sorted((ROOT / "workflows").glob("*.json"))
NAMES = ["data_pipeline", "http_check_workflow", "topup_quick_workflow", "topup_standard_workflow"]
VALIDATOR = Draft202012Validator(json_schema())


def test_schema__is_one() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$id"] == ID


def test_schema__every_field_is_described() -> None:
    schema = json_schema()
    for name, model in [("Definition", schema), *schema["$defs"].items()]:
        for field, one in model["properties"].items():
            assert one.get("description"), f"{name}.{field}"


def test_shipped__are_these() -> None:
    assert [file.stem for file in SHIPPED] == NAMES


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped__pass_schema_and_checks(file: Path) -> None:
    given = json.loads(file.read_text(encoding="utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(given)] == []
    made = checked(given, OPEN)
    assert made["workflow"]["name"] == file.stem
    assert [error.message for error in VALIDATOR.iter_errors(made)] == []


def test_shipped__pipeline_is_as_it_was() -> None:
    """What the v0 face shows of it: steps, weights, and files that need not be there."""
    made = normalised(json.loads((ROOT / "workflows" / "data_pipeline.json").read_text(encoding="utf-8")))
    steps = {step["id"]: step for step in made["steps"]}
    assert {name: step["weight"] for name, step in steps.items()} == {
        "ddl_generation": 40,
        "qa_generation": 30,
        "sql_validation": 20,
        "training_load": 10,
    }
    assert steps["training_load"]["when"] == [
        {"parameter": "enable_training_data_load", "operator": "!=", "value": False}
    ]
    assert steps["training_load"]["connections"] == {"business": "task", "store": "vector_store"}
    assert not any(one["required"] for step in steps.values() for one in step["output_files"])
    assert made["output"] == {"log_file": "data_pipeline.log"}
    assert "parameters" not in made


WRONG: list[dict[str, Any]] = [
    definition({"kind": "sql"}),
    definition({"id": "a/b"}),
    definition({"comand": 1}),
    definition({"retry_count": "3"}),
    definition({"timeout_minutes": "25"}),
    definition({"on_failure": {"action": "x"}}),
    definition({"output_files": [{"type": "x"}]}),
    definition({"kind": "python", "module": "a b", "function": "f"}),
    definition({"kind": "http", "url": "ftp://x"}),
    definition({}, parameters={"required": {"x": {}}}),
    definition({}, output={"log_file": "../x.log"}),
    definition({}, exeuction={}),
]


@pytest.mark.parametrize("given", WRONG, ids=lambda given: json.dumps(given["steps"])[:40])
def test_schema__refuses_what_the_checks_refuse(given: dict[str, Any]) -> None:
    assert faults(given)
    assert not VALIDATOR.is_valid(given)
