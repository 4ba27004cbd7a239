from __future__ import annotations

from typing import Any

import pytest
from made import definition, faults

from bus.definitions import normalised
from bus.parameters import checked_parameters
from bus.workflow_errors import InvalidParameters

TOPUP = {
    "required": {"date_param": {"type": "text", "pattern": "[0-9]{6}"}},
    "optional": {
        "submit_job": {"type": "boolean", "default": True},
        "max_wait_minutes": {"type": "integer", "default": 25, "min": 1, "max": 600},
        "mode": {"type": "text", "default": "fast", "choices": ["fast", "full"]},
        "note": {"type": "text"},
    },
}
DEFINITION = normalised(definition({}, parameters=TOPUP))


def wrong(given: object, of: dict[str, Any] = DEFINITION) -> dict[str, str]:
    with pytest.raises(InvalidParameters) as caught:
        checked_parameters(of, given)
    assert (caught.value.status, caught.value.code) == (422, "invalid_parameters")
    return {one["field"]: one["error"] for one in caught.value.details}


def test_parameters__with_defaults() -> None:
    expected = {"date_param": "250624", "submit_job": True, "max_wait_minutes": 25, "mode": "fast", "note": None}
    assert checked_parameters(DEFINITION, {"date_param": "250624"}) == expected
    assert checked_parameters(DEFINITION, {"date_param": "250624", "mode": None}) == expected


def test_parameters__what_was_read_is_read_again_with_changes() -> None:
    """As a task is resumed with changed parameters."""
    first = checked_parameters(DEFINITION, {"date_param": "250624", "max_wait_minutes": "7"})
    assert checked_parameters(DEFINITION, first) == first
    assert checked_parameters(DEFINITION, {**first, "date_param": "250625"}) == {**first, "date_param": "250625"}


@pytest.mark.parametrize(("given", "read"), [(7, 7), ("7", 7), ("007", 7)])
def test_parameters__integers_may_be_digits(given: object, read: int) -> None:
    made = checked_parameters(DEFINITION, {"date_param": "250624", "max_wait_minutes": given})
    assert made["max_wait_minutes"] == read


@pytest.mark.parametrize(("given", "read"), [(False, False), ("false", False), ("true", True)])
def test_parameters__truth_values_may_be_words(given: object, read: bool) -> None:
    assert checked_parameters(DEFINITION, {"date_param": "250624", "submit_job": given})["submit_job"] is read


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("date_param", None, "missing"),
        ("date_param", 250624, "text"),
        ("date_param", "2506", "match"),
        ("date_param", "250624\n", "match"),
        ("date_param", "x250624", "match"),
        ("date_param", "25062\x00", "stored"),
        ("note", "x" * 10_001, "10000"),
        ("note", "\udc00", "stored"),
        ("note", ["x"], "text"),
        ("max_wait_minutes", 0, "at least 1"),
        ("max_wait_minutes", "601", "at most 600"),
        ("max_wait_minutes", 2.0, "whole"),
        ("max_wait_minutes", True, "whole"),
        ("max_wait_minutes", "٣", "whole"),
        ("max_wait_minutes", "9" * 5000, "between -9007199254740992 and 9007199254740992"),
        ("max_wait_minutes", "-" + "9" * 16, "between"),
        ("max_wait_minutes", 10**30, "between"),
        ("submit_job", 1, "true or false"),
        ("submit_job", "yes", "true or false"),
        ("mode", "slow", "fast, full"),
    ],
)
def test_parameters__each_fault(name: str, value: object, words: str) -> None:
    found = wrong({"date_param": "250624", name: value})
    assert list(found) == [f"parameters.{name}"]
    assert words in found[f"parameters.{name}"]


def test_parameters__every_fault_is_named() -> None:
    found = wrong({"max_wait_minutes": "x", "submit_job": 3, "date_parm": "250624", "other": 1})
    assert set(found) == {
        f"parameters.{name}" for name in ("date_param", "max_wait_minutes", "submit_job", "date_parm", "other")
    }
    assert found["parameters.date_parm"] == "there is no such parameter; did you mean date_param?"


@pytest.mark.parametrize("given", [[], "x", 3, {f"p{n}": 1 for n in range(201)}])
def test_parameters__are_an_object_of_bounded_size(given: object) -> None:
    assert list(wrong(given)) == ["parameters"]


def test_parameters__undeclared_ones_are_any_scalars() -> None:
    free = normalised(definition({}))
    given = {"a": 1, "b": "x", "c": None, "d": 1.5, "e": True}
    assert checked_parameters(free, given) == given
    assert checked_parameters(free, None) == {}
    found = wrong({"a": [], "b": "\x00", "c": float("inf"), "d": 10**30, "e": {}}, free)
    assert set(found) == {f"parameters.{name}" for name in "abcde"}
    assert wrong({"x" * 101: 1}, free)


def test_parameters__no_pattern_takes_long() -> None:
    """What would keep a backtracking engine busy for ever."""
    slow = normalised(definition({}, parameters={"required": {"x": {"type": "text", "pattern": "(a+)+"}}}))
    assert wrong({"x": "a" * 9_999 + "b"}, slow)


@pytest.mark.parametrize(
    ("declared", "field"),
    [
        ({"required": {"x": {}}}, "parameters.required.x.type"),
        ({"required": {"x": {"type": "date"}}}, "parameters.required.x.type"),
        ({"required": {"x": {"type": "text", "default": "y"}}}, "parameters.required.x.default"),
        ({"required": {"x-y": {"type": "text"}}}, "parameters.required.x-y.[key]"),
        ({"optional": {"x": {"type": "integer", "default": "3"}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "integer", "default": True}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "text", "default": 3}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "boolean", "default": "true"}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "integer", "default": 0, "min": 1}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "integer", "default": 9, "max": 8}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "text", "default": "z", "choices": ["y"]}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "text", "default": "z", "pattern": "y"}}}, "parameters.optional.x.default"),
        ({"optional": {"x": {"type": "text", "choices": [1]}}}, "parameters.optional.x.choices.0"),
        ({"optional": {"x": {"type": "integer", "min": 2, "max": 1}}}, "parameters.optional.x"),
        ({"optional": {"x": {"type": "text", "min": 2}}}, "parameters.optional.x"),
        ({"optional": {"x": {"type": "integer", "pattern": "x"}}}, "parameters.optional.x.pattern"),
        ({"optional": {"x": {"type": "text", "pattern": "("}}}, "parameters.optional.x.pattern"),
        ({"optional": {"x": {"type": "text", "pattern": "a)(b"}}}, "parameters.optional.x.pattern"),
        ({"optional": {"x": {"type": "text", "pattern": "(?=x)"}}}, "parameters.optional.x.pattern"),
        ({"optional": {"x": {"type": "text", "pattern": r"(\w{50}){50}"}}}, "parameters.optional.x.pattern"),
        ({"required": {"x": {"type": "text"}}, "optional": {"x": {"type": "text"}}}, "parameters.optional.x"),
        ({"optional": {f"x{n}": {"type": "text", "pattern": "y"} for n in range(21)}}, "parameters.optional.x20"),
        ({"optinal": {}}, "parameters.optinal"),
    ],
)
def test_declarations__each_fault(declared: dict[str, Any], field: str) -> None:
    assert field in faults(definition({}, parameters=declared))
