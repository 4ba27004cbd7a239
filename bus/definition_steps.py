"""One step of a definition with its defaults filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

RETRIES = 3  # of a step that says ``on_failure: retry`` without a number
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,20})$")

# What tells the kind of a step that does not name it.
KIND_BY_FIELD = {
    "module": "python",
    "command": "command",
    "url": "http",
    "files": "wait_for_files",
    "workflow": "workflow",
}
KINDS = tuple(KIND_BY_FIELD.values())

_STEP: dict[str, Any] = {
    "weight": 1,
    "timeout_minutes": None,
    "retry_count": 0,
    "retry_delay_seconds": 1,
    "retry_max_delay_seconds": 300,
    "retry_on": ["any"],
    "required_files": [],
    "cleanup_patterns": [],
    "connections": {},
}
_OF_KIND: dict[str, dict[str, Any]] = {
    "python": {},
    "command": {"env": {}, "shell": False},
    "http": {
        "method": "GET",
        "headers": {},
        "body": None,
        "expected_status": None,
        "timeout_seconds": 30,
        "follow_redirects": False,
    },
    "wait_for_files": {"minimum_age_seconds": 0, "minimum_size_bytes": 0, "poll_seconds": 1},
    "workflow": {"workflow_version": None, "workflow_parameters": {}},
}
_ONCE = ("POST", "PATCH")  # requests that may not be the same when they are done twice
_OUTPUT = {"description": None, "primary": False, "required": True}


def step_with_defaults(given: Mapping[str, Any], before: list[str]) -> dict[str, Any]:
    """The step with every default; ``before`` is what it depends on when it does not say."""
    step = {key: value for key, value in given.items() if key not in ("dependencies", "enabled_by")}
    kind = kind_of(step)
    needs = next((given[key] for key in ("depends_on", "dependencies") if given.get(key) is not None), before)
    known: dict[str, Any] = {
        **_fresh(_STEP),
        **_fresh(_OF_KIND[kind]),
        **step,
        "name": step.get("name") or step["id"],
        "kind": kind,
        "depends_on": list(needs),
        "on_failure": step.get("on_failure") or {"action": "stop"},
        "output_files": [_output(one) for one in step.get("output_files") or []],
        "when": _conditions(given),
    }
    if known.get("method") in _ONCE and "retry_on" not in step:
        known["retry_on"] = ["transient"]
    if known["on_failure"]["action"] == "retry":
        known["retry_count"] = step.get("retry_count", RETRIES)
    return known | _lists(known)


def kind_of(step: Mapping[str, Any]) -> str:
    """What the step says, else what its fields tell: ``python`` when they tell nothing."""
    told = (kind for field, kind in KIND_BY_FIELD.items() if field in step)
    return str(step.get("kind") or next(told, "python"))


def _fresh(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults, without sharing what can be changed."""
    return {key: value.copy() if isinstance(value, list | dict) else value for key, value in defaults.items()}


def _output(given: str | Mapping[str, Any]) -> dict[str, Any]:
    """A pattern with what is said of it; its type is the extension, in small letters."""
    output = {"pattern": given} if isinstance(given, str) else given
    extension = EXTENSION.search(output["pattern"])
    kind = output.get("type") or (extension[1].lower() if extension else "file")
    return {**_OUTPUT, **output, "type": kind}


def _conditions(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """``when``, with the operator of each; ``enabled_by: x`` is the condition that parameter x is not false."""
    conditions = [{"operator": "=", **one} for one in given.get("when") or []]
    if given.get("enabled_by"):
        conditions.append({"parameter": given["enabled_by"], "operator": "!=", "value": False})
    return conditions


def _lists(step: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that may be given as one value and are lists ever after."""
    return {key: [step[key]] for key in ("command", "files", "expected_status") if isinstance(step.get(key), str | int)}
