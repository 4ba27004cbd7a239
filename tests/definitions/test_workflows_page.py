"""The examples of docs/workflows.md are right as they stand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from made import OPEN

from bus.settings import ROOT
from server.definitions.checked import checked
from server.definitions.schema import json_schema

PAGE = (ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
PARAMETERS = {
    "required": {"day": {"type": "text"}},
    "optional": {"max_wait_minutes": {"type": "integer"}, "submit_job": {"type": "boolean"}},
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.get("id", "whole"))
def test_examples__pass_schema_and_checks(example: dict[str, Any]) -> None:
    whole = example if "steps" in example else {"name": "x", "steps": [example], "parameters": PARAMETERS}
    checked(whole, OPEN)
    assert Draft202012Validator(json_schema()).is_valid(whole)


def test_examples__one_of_each_kind() -> None:
    assert {example.get("kind") for example in EXAMPLES} >= {
        "python",
        "command",
        "http",
        "wait_for_files",
        "workflow",
    }
