"""When a waiting run is let in, if all goes on as the estimates say: admit_executions, played forward. Pure."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bus.limits import Limits


@dataclass(frozen=True, slots=True)
class Expected:
    """A run that holds a slot or waits for one. ``seconds`` it still takes; None = nobody knows."""

    owner: str
    workflow_id: int
    most_of_workflow: int | None
    seconds: float | None


def seconds_until_start(running: Sequence[Expected], waiting: Sequence[Expected], limits: Limits) -> float | None:
    """Until the last of those that wait (in their order) is let in; None where that hangs on an end that is unknown."""
    slots = _Slots(limits)
    for one in running:
        slots.take(one, 0)
    queue, wanted, clock = list(waiting), waiting[-1], 0.0
    while True:
        for one in [*queue]:
            if slots.full:
                break
            if slots.have_room_for(one):
                queue.remove(one)
                slots.take(one, clock)
                if one is wanted:
                    return clock
        if not slots.ends:
            return None
        clock = slots.free_next()


class _Slots:
    """What is taken of the limits, and when it comes free; what has no known end never does."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0
        self._of_user: Counter[str] = Counter()
        self._of_workflow: Counter[int] = Counter()
        self.ends: list[tuple[float, int, Expected]] = []
        self._count = 0  # so that two ends at one moment need not be compared further

    @property
    def full(self) -> bool:
        return self._limits.most is not None and self._total >= self._limits.most

    def have_room_for(self, one: Expected) -> bool:
        of_user, of_workflow = self._limits.most_of_user, one.most_of_workflow
        return (of_user is None or self._of_user[one.owner] < of_user) and (
            not of_workflow or self._of_workflow[one.workflow_id] < of_workflow
        )

    def take(self, one: Expected, at: float) -> None:
        self._add(one, 1)
        if one.seconds is not None:
            self._count += 1
            heapq.heappush(self.ends, (at + one.seconds, self._count, one))

    def free_next(self) -> float:
        """The run that ends first makes room; when."""
        at, _, one = heapq.heappop(self.ends)
        self._add(one, -1)
        return at

    def _add(self, one: Expected, number: int) -> None:
        self._total += number
        self._of_user[one.owner] += number
        self._of_workflow[one.workflow_id] += number
