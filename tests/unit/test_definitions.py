from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bus.definitions import normalised, timeout_seconds

WORDS = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
KINDS = st.one_of(
    st.fixed_dictionaries({"module": WORDS, "function": WORDS}, optional={"kind": st.just("python")}),
    st.fixed_dictionaries({"command": st.lists(WORDS, min_size=1)}, optional={"env": st.dictionaries(WORDS, WORDS)}),
    st.fixed_dictionaries({"command": WORDS, "shell": st.just(True)}),
    st.fixed_dictionaries(
        {"url": WORDS}, optional={"method": st.sampled_from(["GET", "POST"]), "expected_status": st.just(204)}
    ),
    st.fixed_dictionaries({"files": st.one_of(WORDS, st.lists(WORDS))}, optional={"poll_seconds": st.integers(1, 9)}),
    st.fixed_dictionaries({"workflow": WORDS}, optional={"workflow_parameters": st.dictionaries(WORDS, WORDS)}),
)
OUTPUTS = st.one_of(WORDS, st.fixed_dictionaries({"pattern": WORDS}, optional={"required": st.booleans()}))
SHARED = st.fixed_dictionaries(
    {"id": WORDS},
    optional={
        "order": st.integers(0, 5),
        "name": st.one_of(WORDS, st.fixed_dictionaries({"zh": WORDS, "en": WORDS})),
        "depends_on": st.lists(WORDS, max_size=2),
        "dependencies": st.lists(WORDS, max_size=2),
        "on_failure": st.sampled_from([{"action": "retry"}, {"action": "continue"}]),
        "retry_count": st.integers(0, 5),
        "output_files": st.lists(OUTPUTS, max_size=2),
        "enabled_by": WORDS,
        "when": st.lists(st.fixed_dictionaries({"parameter": WORDS, "value": st.integers()}), max_size=2),
    },
)
STEPS = st.builds(lambda shared, kind: {**shared, **kind}, SHARED, KINDS)
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "required": st.dictionaries(WORDS, st.just({"type": "text"}), max_size=2),
        "optional": st.dictionaries(WORDS, st.fixed_dictionaries({"type": st.just("integer")}), max_size=2),
    },
)
DEFINITIONS = st.fixed_dictionaries(
    {"steps": st.lists(STEPS, max_size=5)},
    optional={
        "name": WORDS,
        "version": WORDS,
        "description": WORDS,
        "workflow": st.fixed_dictionaries({"name": WORDS}),
        "execution": st.fixed_dictionaries({}, optional={"max_running": st.integers(0, 9)}),
        "parameters": st.one_of(st.none(), PARAMETERS),
        "notifications": st.just({"webhook": [{"url": "http://a"}]}),
        "output": st.fixed_dictionaries({}, optional={"log_file": WORDS}),
    },
)


@given(DEFINITIONS)
@settings(deadline=None)
def test_normalised__twice_is_once(definition: dict[str, Any]) -> None:
    once = normalised(definition)
    assert normalised(once) == once


@given(DEFINITIONS)
@settings(deadline=None)
def test_normalised__leaves_what_it_was_given(definition: dict[str, Any]) -> None:
    before = copy.deepcopy(definition)
    made = normalised(definition)
    for step in made["steps"]:
        for value in step.values():
            if isinstance(value, list):
                value.append("changed")
    made["notifications"]["email"].append("changed")
    assert definition == before
    assert "changed" not in str(normalised(definition))


def step(**fields: Any) -> dict[str, Any]:
    """The one step of a definition, normalised."""
    (made,) = normalised({"steps": [{"id": "a", **fields}]})["steps"]
    return dict(made)


def test_normalised__names_at_the_top_are_the_workflow() -> None:
    made = normalised({"name": "x", "description": "d", "steps": []})
    assert made["workflow"] == {"name": "x", "version": "1.0.0", "description": "d"}
    assert made["execution"] == {"max_running": 0, "max_parallel": 1, "timeout_minutes": None}
    assert made["output"] == {"log_file": "task.log"}
    assert "parameters" not in made


def test_normalised__steps_by_order_each_after_the_one_before() -> None:
    given = [{"id": "c", "order": 3}, {"id": "a", "order": 1}, {"id": "b", "order": 1}, {"id": "d", "depends_on": []}]
    made = [(one["id"], one["order"], one["depends_on"]) for one in normalised({"steps": given})["steps"]]
    assert made == [("a", 1, []), ("b", 1, ["a"]), ("c", 3, ["b"]), ("d", 4, [])]


def test_normalised__dependencies_is_the_earlier_word() -> None:
    assert step(dependencies=["x"])["depends_on"] == ["x"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"module": "m", "function": "f"}, "python"),
        ({"command": ["ls"]}, "command"),
        ({"url": "http://a"}, "http"),
        ({"files": ["*"]}, "wait_for_files"),
        ({"workflow": "w"}, "workflow"),
        ({"kind": "http"}, "http"),
    ],
)
def test_normalised__the_kind_shows_in_the_fields(fields: dict[str, Any], kind: str) -> None:
    assert step(**fields)["kind"] == kind


def test_normalised__outputs_are_objects() -> None:
    made = step(output_files=["job_*.JSON", "x.*", {"pattern": "a.csv", "required": False, "type": "table"}])
    assert made["output_files"] == [
        {"pattern": "job_*.JSON", "type": "json", "description": None, "primary": False, "required": True},
        {"pattern": "x.*", "type": "file", "description": None, "primary": False, "required": True},
        {"pattern": "a.csv", "type": "table", "description": None, "primary": False, "required": False},
    ]


def test_normalised__enabled_by_is_a_condition() -> None:
    made = step(enabled_by="x", when=[{"parameter": "y", "value": 1}])
    assert made["when"] == [
        {"operator": "=", "parameter": "y", "value": 1},
        {"parameter": "x", "operator": "!=", "value": False},
    ]
    assert "enabled_by" not in made


def test_normalised__retry_on_failure_has_a_number() -> None:
    assert step(on_failure={"action": "retry"})["retry_count"] == 3
    assert step(on_failure={"action": "retry"}, retry_count=1)["retry_count"] == 1
    assert step()["retry_count"] == 0


def test_timeout_seconds__number_parameter_or_none() -> None:
    assert timeout_seconds({"timeout_minutes": 0.5}, {}) == 30
    assert timeout_seconds({"timeout_minutes": "${wait}"}, {"wait": 25}) == 1500
    assert timeout_seconds({"timeout_minutes": "${wait}"}, {"wait": None}) is None
    assert timeout_seconds({"timeout_minutes": "${wait}"}, {"wait": 0}) == 0.001
    assert timeout_seconds({"timeout_minutes": None}, {}) is None
