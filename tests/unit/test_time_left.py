"""What a run still takes, in general: nothing before now, nothing sooner for more work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.time_left import Standing, StepHistory, TimeLeft, time_left


def step(name: str, *needs: str, median: float | None = 10, p90: float | None = 20, rule: str = "stop") -> StepHistory:
    return StepHistory(name, list(needs), rule, 0 if median is None else 5, median, p90)


def left(*steps: StepHistory, plan: list[str] | None = None, parallel: int = 9, **standing: Standing) -> TimeLeft:
    found = time_left(steps, plan, standing, parallel)
    assert found is not None
    return found


def test_chain__adds_up() -> None:
    assert left(step("a"), step("b", "a"), step("c", "b")) == TimeLeft(30, 60, 5)


def test_graph__longest_path() -> None:
    found = left(step("a"), step("b", "a", median=50, p90=60), step("c", "a"), step("d", "b", "c"))
    assert found == TimeLeft(70, 100, 5)


def test_graph__steps_that_are_not_in_order() -> None:
    assert left(step("b", "a"), step("a")) == TimeLeft(20, 40, 5)


def test_parallel__one_at_a_time_is_the_sum() -> None:
    steps = [step("a"), step("b"), step("c")]
    assert left(*steps) == TimeLeft(10, 20, 5)
    assert left(*steps, parallel=1) == TimeLeft(30, 60, 5)


def test_running__what_it_has_used_is_taken_off() -> None:
    assert left(step("a"), step("b", "a"), a=Standing("running", 4)) == TimeLeft(16, 36, 5)


@pytest.mark.parametrize(("used", "still"), [(10, 10), (15, 5), (20, 0), (1000, 0)])
def test_running__over_its_median_counts_as_a_slow_one(used: float, still: float) -> None:
    assert left(step("a"), a=Standing("running", used)) == TimeLeft(still, still, 5)


@pytest.mark.parametrize("status", ["completed", "skipped"])
def test_done__counts_nothing(status: str) -> None:
    assert left(step("a"), step("b", "a"), a=Standing(status, 3)) == TimeLeft(10, 20, 5)


def test_failed__is_tried_again_unless_the_run_goes_on_from_it() -> None:
    assert left(step("a"), a=Standing("failed", 3)).median_seconds == 10
    assert left(step("a", rule="continue"), a=Standing("failed", 3)) == TimeLeft(0, 0, None)


def test_plan__only_what_is_planned() -> None:
    assert left(step("a"), step("b", "a"), step("c", "b"), plan=["c"]) == TimeLeft(10, 20, 5)


def test_condition__what_the_parameters_switch_off_takes_no_time() -> None:
    switched = replace(
        step("b", "a", median=None, p90=None), when=[{"parameter": "x", "operator": "!=", "value": False}]
    )
    steps = [step("a"), switched, step("c", "b")]
    assert time_left(steps, None, {}, 1, {"x": True}) is None
    assert time_left(steps, None, {}, 1, {"x": False}) == TimeLeft(20, 40, 5)


def test_condition__on_a_step_is_taken_to_hold() -> None:
    found = left(step("a"), replace(step("b", "a"), when=[{"step": "a", "status": "failed"}]))
    assert found == TimeLeft(20, 40, 5)


def test_history__none_of_a_step_that_is_to_do() -> None:
    steps = [step("a"), step("b", "a", median=None, p90=None)]
    assert time_left(steps, None, {}) is None
    assert time_left(steps, None, {"b": Standing("completed", 1)}) is not None


SECONDS = st.floats(0, 1e6)
STANDINGS = st.sampled_from(["completed", "skipped", "failed", "running", "queued"])


@st.composite
def graphs(draw: st.DrawFn) -> list[StepHistory]:
    names = [f"s{number}" for number in range(draw(st.integers(1, 8)))]
    steps = []
    for place, name in enumerate(names):
        needs = draw(st.sets(st.sampled_from(names[:place]))) if place else set()
        median = draw(SECONDS)
        steps.append(step(name, *needs, median=median, p90=median + draw(SECONDS)))
    return draw(st.permutations(steps))


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[StepHistory], dict[str, Standing], int]:
    steps = draw(graphs())
    known = draw(st.dictionaries(st.sampled_from([one.step for one in steps]), st.builds(Standing, STANDINGS, SECONDS)))
    return steps, known, draw(st.integers(1, 4))


@given(runs())
def test_any__is_not_in_the_past_and_the_upper_one_is_later(run: tuple) -> None:
    steps, known, parallel = run
    found = left(*steps, parallel=parallel, **known)
    assert 0 <= found.median_seconds <= found.p90_seconds


@given(runs(), st.data())
def test_any__a_step_done_takes_none_of_the_time_longer(run: tuple, data: st.DataObject) -> None:
    steps, known, parallel = run
    done = data.draw(st.sampled_from([one.step for one in steps]))
    before = left(*steps, parallel=parallel, **known)
    after = left(*steps, parallel=parallel, **known | {done: Standing("completed")})
    assert after.median_seconds <= before.median_seconds * (1 + 1e-9)
    assert after.p90_seconds <= before.p90_seconds * (1 + 1e-9)


@given(runs(), st.data())
def test_any__time_used_is_never_added(run: tuple, data: st.DataObject) -> None:
    steps, known, parallel = run
    name = data.draw(st.sampled_from([one.step for one in steps]))
    used = sorted(data.draw(st.tuples(SECONDS, SECONDS)))
    less, more = (left(*steps, parallel=parallel, **known | {name: Standing("running", one)}) for one in used)
    assert more.p90_seconds <= less.p90_seconds * (1 + 1e-9)


@given(runs())
def test_any__no_less_than_each_step_and_no_more_than_all(run: tuple) -> None:
    steps, _, parallel = run
    found = left(*steps, parallel=parallel)
    medians = [one.median_seconds or 0 for one in steps]
    assert max(medians) * (1 - 1e-9) <= found.median_seconds <= sum(medians) * (1 + 1e-9)
