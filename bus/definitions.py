"""Definitions of workflows in the one form that everything else reads: every default filled in (docs/workflows.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from bus.definition_steps import step_with_defaults
from bus.placeholders import filled

PARTS = ("workflow", "execution", "steps", "parameters", "notifications", "output")
LEAST_SECONDS = 0.001
NOTIFIED_OF = ["completed", "failed"]

_WORKFLOW = {"name": "", "version": "1.0.0", "description": ""}
_EXECUTION = {"max_running": 0, "max_parallel": 1, "timeout_minutes": None}
_OUTPUT = {"log_file": "task.log"}
Definition = dict[str, Any]


def normalised(given: Mapping[str, Any]) -> Definition:
    """A correct definition with every default in its place; the form that is stored. What is normal stays as it is.

    Steps come sorted by ``order`` (those of one order as they stand), each with its ``depends_on`` spelled out. The
    part ``parameters`` is only there when it was given: without it a task may have any parameters.
    """
    given = deepcopy(dict(given))
    parts: Definition = {
        "workflow": {**_WORKFLOW, **_said(given, _WORKFLOW), **_said(_part(given, "workflow"), _WORKFLOW)},
        "execution": {**_EXECUTION, **_part(given, "execution")},
        "steps": _steps(given.get("steps") or []),
        "notifications": _notifications(_part(given, "notifications")),
        "output": {**_OUTPUT, **_part(given, "output")},
    }
    if given.get("parameters") is not None:
        parts["parameters"] = _parameters(given["parameters"])
    return {key: parts[key] for key in PARTS if key in parts}


def timeout_seconds(timed: Mapping[str, Any], parameters: Mapping[str, Any]) -> float | None:
    """The ``timeout_minutes`` of a step or of ``execution`` in seconds; None = none.

    A step may take it from a parameter: ``"${max_wait_minutes}"``. Without a value that is no limit; nothing and less
    is no time at all, which is not the same.
    """
    minutes = filled(timed.get("timeout_minutes"), parameters)
    return None if minutes in (None, "") else max(float(minutes) * 60, LEAST_SECONDS)


def _part(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part: Mapping[str, Any] = given.get(name) or {}
    return part


def _said(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name) is not None}


def _steps(given: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """In order; where nothing is said each depends on the one before it."""
    placed = [
        {**step, "order": place if step.get("order") is None else step["order"]} for place, step in enumerate(given, 1)
    ]
    placed.sort(key=lambda step: step["order"])
    before = [[], *([step["id"]] for step in placed)]
    return [step_with_defaults(step, needs) for step, needs in zip(placed, before, strict=False)]


def _parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    required, optional = given.get("required") or {}, given.get("optional") or {}
    return {
        "required": {name: dict(one) for name, one in required.items()},
        "optional": {name: {"default": None, **one} for name, one in optional.items()},
    }


def _notifications(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        way: [{"events": NOTIFIED_OF.copy(), **one} for one in given.get(way) or []] for way in ("webhook", "email")
    }
