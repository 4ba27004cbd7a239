"""The conditions of ``when``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.conditions import holds

PARAMETERS = {"n": 5, "f": 2.5, "t": "abc", "yes": True, "no": False, "nothing": None, "list": [1, 2]}
OUTCOMES = {
    "check": {"status": "completed", "result": {"count": 3, "rows": [{"name": "a"}], "none": None, "ok": True}},
    "left_out": {"status": "skipped", "result": {}},
    "broken": {"status": "failed", "result": None},
}


def parameter(name: str, sign: str | None = None, value: Any = None) -> dict[str, Any]:
    condition = {"parameter": name, "value": value}
    return condition if sign is None else condition | {"operator": sign}


@pytest.mark.parametrize(
    "condition",
    [
        *(parameter("n", None, 5), parameter("n", "=", 5.0), parameter("t", "=", "abc"), parameter("yes", "=", True)),
        *(parameter("n", "!=", 6), parameter("yes", "!=", False), parameter("missing", "!=", False)),
        *(parameter("n", "!=", "5"), parameter("nothing", "!=", False), parameter("nothing", "=", None)),
        *(parameter("n", ">", 4), parameter("n", ">=", 5), parameter("f", "<", 3), parameter("n", "<=", 5)),
        *(parameter("t", "<", "abd"), parameter("t", ">=", "abc"), parameter("list", "=", [1, 2])),
        *(parameter("n", "in", [4, 5]), parameter("t", "in", ["abc"]), parameter("n", "exists")),
        *(parameter("no", "exists"), parameter("missing", "exists", False), parameter("nothing", "exists", False)),
        {"step": "check", "status": "completed"},
        {"step": "check", "status": "failed", "operator": "!="},
        {"step": "left_out", "status": "skipped"},
        {"step": "left_out", "operator": "in", "value": ["completed", "skipped"]},
        {"step": "not run", "status": "completed", "operator": "!="},
        {"step": "check", "result": "count", "operator": ">", "value": 2},
        {"step": "check", "result": "rows.0.name", "value": "a"},
        {"step": "check", "result": "ok", "value": True},
        {"step": "check", "result": "rows.1.name", "operator": "!=", "value": "a"},
        {"step": "broken", "result": "count", "operator": "!=", "value": 1},
        {"step": "check", "result": "count", "operator": "exists"},
    ],
    ids=json.dumps,
)
def test_holds__yes(condition: dict[str, Any]) -> None:
    assert holds(condition, PARAMETERS, OUTCOMES) is True


@pytest.mark.parametrize(
    "condition",
    [
        *(parameter("n", "=", 6), parameter("n", "=", "5"), parameter("yes", "=", 1), parameter("no", "=", 0)),
        *(parameter("no", "!=", False), parameter("missing", "=", None), parameter("missing", ">", 1)),
        *(parameter("n", ">", "4"), parameter("t", ">", 1), parameter("yes", ">", 0), parameter("n", "<", True)),
        *(parameter("nothing", "<", 1), parameter("list", "<", [3]), parameter("n", "in", 5)),
        *(parameter("t", "in", "abc"), parameter("yes", "in", [1]), parameter("missing", "in", [None])),
        *(parameter("missing", "exists"), parameter("nothing", "exists"), parameter("n", "exists", False)),
        parameter("n", "like", 5),
        {"step": "check", "status": "failed"},
        {"step": "not run", "status": "completed"},
        {"step": "check", "result": "count.deeper", "operator": ">", "value": 2},
        {"step": "check", "result": "rows.9", "operator": "exists"},
        {"step": "check", "result": "rows.-1", "operator": "exists"},
        {"step": "check", "result": "none", "operator": "exists"},
        {"step": "broken", "result": "count", "value": None},
        {},
    ],
    ids=json.dumps,
)
def test_holds__no(condition: dict[str, Any]) -> None:
    assert holds(condition, PARAMETERS, OUTCOMES) is False


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=5,
)


@given(VALUES, VALUES, st.sampled_from(["=", "!=", ">", ">=", "<", "<=", "in", "exists", "?"]) | VALUES)
def test_holds__is_never_an_exception(found: Any, wanted: Any, sign: Any) -> None:
    condition = parameter("p", sign, wanted)
    assert holds(condition, {"p": found}, {}) in (True, False)
    by_result = {"step": "s", "result": "p.0", "operator": sign, "value": wanted}
    assert holds(by_result, {}, {"s": {"status": "completed", "result": {"p": found}}}) in (True, False)
