"""Which steps of a run may start: the graph alone, without processes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executor.graph import Graph


def step(step_id: str, *needs: str, **more: Any) -> dict[str, Any]:
    return {"id": step_id, "depends_on": list(needs), "on_failure": {"action": "stop"}, **more}


def ids(graph: Graph) -> list[str]:
    return [one["id"] for one in graph.ready()]


DIAMOND = [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c")]


def test_ready__what_nothing_unsettled_is_needed_for() -> None:
    graph = Graph(DIAMOND, None, {})
    assert ids(graph) == ["a"]
    graph.start("a")
    assert ids(graph) == []
    graph.end("a", "completed")
    assert ids(graph) == ["b", "c"]
    graph.start("b")
    graph.end("b", "skipped")
    assert ids(graph) == ["c"]


def test_end__a_failure_lets_nothing_new_start() -> None:
    graph = Graph(DIAMOND, None, {})
    for one in ("a", "b", "c"):
        graph.start(one)
        if one == "a":
            graph.end("a", "completed")
    graph.end("b", "failed")
    assert (graph.broken, ids(graph), graph.over) == ("b", [], False)  # c still runs
    graph.end("c", "completed")
    assert graph.over


@pytest.mark.parametrize("status", ["failed", "timeout"])
def test_end__continue_goes_on_as_if_it_were_done(status: str) -> None:
    graph = Graph([step("a", on_failure={"action": "continue"}), step("b", "a")], None, {})
    graph.start("a")
    graph.end("a", status)
    assert ids(graph) == ["b"]


def test_end__a_cancelled_step_never_continues() -> None:
    graph = Graph([step("a", on_failure={"action": "continue"}), step("b", "a")], None, {})
    graph.start("a")
    graph.end("a", "cancelled")
    assert graph.over


def test_end__goto_leaves_out_what_lies_between() -> None:
    steps = [
        step("a", on_failure={"action": "goto", "step": "d"}),
        step("b", "a"),
        step("c", "b"),
        step("d", "c"),
        step("e", "d"),
    ]
    graph = Graph(steps, None, {})
    graph.start("a")
    assert graph.end("a", "failed") == ["b", "c"]
    assert ids(graph) == ["d"]
    graph.start("d")
    graph.end("d", "completed")
    assert ids(graph) == ["e"]


def test_plan__what_is_not_planned_is_settled() -> None:
    assert ids(Graph(DIAMOND, ["d"], {"a": "completed"})) == ["d"]


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 8))
    return [
        step(str(place), *map(str, draw(st.sets(st.integers(0, place - 1))) if place else set()),
             on_failure={"action": draw(st.sampled_from(["stop", "continue"]))})
        for place in range(count)
    ]  # fmt: skip


@given(graphs(), st.data())
def test_graph__every_run_comes_to_its_end_and_keeps_the_order(
    steps: list[dict[str, Any]], data: st.DataObject
) -> None:
    graph = Graph(steps, None, {})
    needs = {one["id"]: set(one["depends_on"]) for one in steps}
    begun: set[str] = set()
    for _ in range(3 * len(steps)):
        if graph.over:
            break
        moves = [("start", one) for one in ids(graph)] + [("end", one) for one in sorted(graph.running)]
        move, one = data.draw(st.sampled_from(moves))
        if move == "start":
            assert needs[one] <= set(graph.status)
            assert one not in begun
            begun.add(one)
            graph.start(one)
        else:
            graph.end(one, data.draw(st.sampled_from(["completed", "failed", "skipped"])))
    assert graph.over
    assert graph.broken is not None or set(graph.status) == set(needs)
