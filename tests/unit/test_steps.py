"""What is left to do of a graph of steps."""

from __future__ import annotations

from typing import Any

from bus.steps import below, left_to_do

STEPS: list[dict[str, Any]] = [
    {"id": "a", "depends_on": []},
    {"id": "b", "depends_on": ["a"]},
    {"id": "c", "depends_on": []},
    {"id": "d", "depends_on": ["b", "c"]},
]


def test_below__directly_and_through_others() -> None:
    assert below(STEPS, "a") == {"b", "d"}
    assert below(STEPS, "d") == set()


def test_left_to_do__what_is_not_done() -> None:
    status = {"a": "completed", "b": "failed", "c": "skipped"}
    assert left_to_do(STEPS, status) == ["b", "d"]


def test_left_to_do__from_a_step_with_all_that_stands_on_it() -> None:
    status = dict.fromkeys("abcd", "completed")
    assert left_to_do(STEPS, status, "b") == ["b", "d"]
    assert left_to_do(STEPS, status | {"c": "failed"}, "b") == ["b", "c", "d"]
