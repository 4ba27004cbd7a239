"""Whether a condition of a step's ``when`` holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_MISSING = object()
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def holds(
    condition: Mapping[str, Any], parameters: Mapping[str, Any], outcomes: Mapping[str, Mapping[str, Any]]
) -> bool:
    """True if it does. ``outcomes``: step id -> ``{"status", "result"}`` of the steps that have ended.

    What is missing is not equal to anything, and neither is a value of another type: then only ``!=`` holds
    (``exists`` with the value false, too). A value that is null exists no more than a missing one.
    """
    found = _found(condition, parameters, outcomes)
    wanted = condition.get("status", condition.get("value"))
    match condition.get("operator", "="):
        case "=":
            return _equal(found, wanted)
        case "!=":
            return not _equal(found, wanted)
        case "in":
            return isinstance(wanted, list) and any(_equal(found, one) for one in wanted)
        case "exists":
            return (found is not _MISSING and found is not None) is not (condition.get("value") is False)
        case str(sign) if sign in _ORDER:
            return _ordered(found, wanted) and _ORDER[sign](found, wanted)
    return False


def may_hold(conditions: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any]) -> bool:
    """Whether all of them can come to hold, as far as the parameters alone tell before anything has run."""
    return all(holds(one, parameters, {}) for one in conditions if "parameter" in one)


def _found(condition: Mapping[str, Any], parameters: Mapping[str, Any], outcomes: Mapping[str, Any]) -> Any:
    """What the condition is about; _MISSING if there is none."""
    if "parameter" in condition:
        return parameters.get(condition["parameter"], _MISSING)
    outcome = outcomes.get(condition.get("step", ""))
    if outcome is None:
        return _MISSING
    if "result" in condition:
        return _at(outcome.get("result"), str(condition["result"]).split("."))
    return outcome.get("status", _MISSING)


def _at(value: Any, path: list[str]) -> Any:
    """The value at a path of keys, and of positions (from 0) in lists."""
    for key in path:
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 10 and int(key) < len(value):
            value = value[int(key)]
        else:
            return _MISSING
    return value


def _equal(found: Any, wanted: Any) -> bool:
    """Equal and of one type: true is not 1, and "1" is not 1; 1 and 1.0 are both numbers."""
    if found is _MISSING or isinstance(found, bool) is not isinstance(wanted, bool):
        return False
    return bool(found == wanted)


def _ordered(found: Any, wanted: Any) -> bool:
    """Whether one of them can be before the other: two numbers, or two texts."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return False
    return (isinstance(found, int | float) and isinstance(wanted, int | float)) or (
        isinstance(found, str) and isinstance(wanted, str)
    )
