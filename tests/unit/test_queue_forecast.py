"""When a waiting run is let in: by hand, and in general."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bus.limits import Limits
from bus.queue_forecast import Expected, seconds_until_start


def run(seconds: float | None, owner: str = "a", workflow: int = 1, most: int | None = None) -> Expected:
    return Expected(owner, workflow, most, seconds)


def test_room__starts_now() -> None:
    assert seconds_until_start([run(10)], [run(5)], Limits(most=2)) == 0


def test_full__when_the_first_ends() -> None:
    assert seconds_until_start([run(30), run(10)], [run(5)], Limits(most=2)) == 10


def test_full__those_before_it_come_first() -> None:
    assert seconds_until_start([run(10)], [run(7), run(8), run(1)], Limits(most=1)) == 25


def test_user__waits_for_his_own() -> None:
    running, limits = [run(30, "ann"), run(10, "bob")], Limits(most=3, most_of_user=1)
    assert seconds_until_start(running, [run(5, "ann")], limits) == 30
    assert seconds_until_start(running, [run(5, "ann"), run(5, "cat")], limits) == 0


def test_workflow__waits_for_its_own() -> None:
    assert seconds_until_start([run(30, workflow=1), run(10, workflow=2)], [run(5, most=1)], Limits(most=9)) == 30


def test_unknown__only_where_it_hangs_on_that() -> None:
    assert seconds_until_start([run(None)], [run(5)], Limits(most=1)) is None
    assert seconds_until_start([run(None), run(4)], [run(5)], Limits(most=2)) == 4
    assert seconds_until_start([run(4)], [run(None), run(5)], Limits(most=1)) is None


RUNS = st.builds(
    Expected, st.sampled_from("abc"), st.integers(1, 2), st.just(None), st.one_of(st.none(), st.floats(0, 1e5))
)


@given(st.lists(RUNS, max_size=6), st.lists(RUNS, min_size=1, max_size=8), st.integers(1, 4))
def test_any__later_in_the_queue_is_not_sooner_without_other_limits(
    running: list[Expected], waiting: list[Expected], most: int
) -> None:
    starts = [seconds_until_start(running, waiting[: place + 1], Limits(most=most)) for place in range(len(waiting))]
    known = [start for start in starts if start is not None]
    assert known == sorted(known) and all(start >= 0 for start in known)
    assert starts[: len(known)] == known  # behind one that never starts nobody does


@given(st.lists(RUNS, max_size=6), st.lists(RUNS, min_size=1, max_size=8), st.integers(1, 4), st.integers(1, 2))
def test_any__known_ends_give_a_start(
    running: list[Expected], waiting: list[Expected], most: int, most_of_user: int
) -> None:
    running = [Expected(one.owner, one.workflow_id, 2, one.seconds or 0) for one in running]
    waiting = [Expected(one.owner, one.workflow_id, 2, one.seconds or 0) for one in waiting]
    start = seconds_until_start(running, waiting, Limits(most=most, most_of_user=most_of_user))
    assert start is not None
    assert start <= sum(one.seconds or 0 for one in [*running, *waiting])
