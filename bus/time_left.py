"""How long a run still takes, from what its steps took before. Pure: it knows neither the bus nor the clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from bus.conditions import may_hold
from bus.steps import DONE


@dataclass(frozen=True, slots=True)
class StepHistory:
    """A step with what its newest completed attempts took; without samples, the two durations are None."""

    step: str
    depends_on: list[str]
    on_failure: str
    samples: int
    median_seconds: float | None
    p90_seconds: float | None
    when: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest attempt of a step in this run: its status, and how long ago it was started."""

    status: str
    used_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Seconds, not exceeded half of the time and nine times of ten, and how many attempts the least known step had."""

    median_seconds: float
    p90_seconds: float
    samples: int | None  # None: there is nothing left to do


def time_left(
    steps: Sequence[StepHistory],
    plan: Collection[str] | None,
    standing: Mapping[str, Standing],
    max_parallel: int = 1,
    parameters: Mapping[str, Any] | None = None,
) -> TimeLeft | None:
    """What a run of the planned steps (None = all) still takes; None where one that is to be done has no history.

    The longest path through the graph, but no less than all of the work shared by ``max_parallel``. A step that the
    ``parameters`` switch off takes no time.
    """
    planned = [one for one in steps if plan is None or one.step in plan]
    ahead = [
        one for one in planned if not _is_over(one, standing.get(one.step)) and may_hold(one.when, parameters or {})
    ]
    left: dict[str, tuple[float, float]] = {}
    for one in ahead:
        if one.median_seconds is None or one.p90_seconds is None:
            return None
        left[one.step] = _left(one.median_seconds, one.p90_seconds, standing.get(one.step))
    needs = {one.step: one.depends_on for one in steps}
    median, p90 = (_span({step: both[which] for step, both in left.items()}, needs, max_parallel) for which in (0, 1))
    return TimeLeft(median, p90, min((one.samples for one in ahead), default=None))


def _is_over(step: StepHistory, standing: Standing | None) -> bool:
    """Whether this run does nothing more for the step: a failure that it goes on from is not tried again."""
    if standing is None:
        return False
    gone_on = standing.status in ("failed", "timeout") and step.on_failure in ("continue", "goto")
    return standing.status in DONE or gone_on


def _left(median: float, p90: float, standing: Standing | None) -> tuple[float, float]:
    """A step that is over its median is taken for a slow one; one that is over those, too, for nearly done."""
    if standing is None or standing.status != "running":
        return median, p90
    used = standing.used_seconds or 0
    slow = max(p90 - used, 0)
    return (median - used if used < median else slow), slow


def _span(left: Mapping[str, float], needs: Mapping[str, list[str]], max_parallel: int) -> float:
    """Seconds from now until the last one ends."""
    ends: dict[str, float] = {}
    for step in TopologicalSorter(needs).static_order():
        begins = max((ends[need] for need in needs.get(step, [])), default=0)
        ends[step] = begins + left.get(step, 0)
    return max([*ends.values(), sum(left.values()) / max(max_parallel, 1)])
