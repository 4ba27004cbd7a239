"""Which steps of a run may start, given how the others ended. Pure: it knows neither processes nor the bus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bus.steps import DONE, below

Step = dict[str, Any]


class Graph:
    """The steps of a run: those that wait, in the order of the definition, and those that nobody waits for any more.

    ``status`` is how the steps stand from earlier runs; steps that are not planned count as settled: whoever planned
    without them meant that.
    """

    def __init__(self, steps: Sequence[Step], plan: Iterable[str] | None, status: Mapping[str, str]) -> None:
        self._steps = {step["id"]: step for step in steps}
        planned = set(self._steps if plan is None else plan)
        self.waiting = [step_id for step_id in self._steps if step_id in planned]
        self.running: set[str] = set()
        self.status = {step_id: one for step_id, one in status.items() if step_id not in planned}
        self.broken: str | None = None  # the step whose failure lets nothing new start
        self._jumped: set[str] = set()

    @property
    def over(self) -> bool:
        """Nothing runs and nothing will."""
        return not self.running and (self.broken is not None or not self.waiting)

    def ready(self) -> list[Step]:
        """What could start now, in order."""
        if self.broken is not None:
            return []
        unsettled = {*self.waiting, *self.running}
        return [
            self._steps[step_id]
            for step_id in self.waiting
            if step_id in self._jumped or not unsettled & set(self._steps[step_id]["depends_on"])
        ]

    def start(self, step_id: str) -> None:
        """It runs now."""
        self.waiting.remove(step_id)
        self.running.add(step_id)

    def end(self, step_id: str, status: str) -> list[str]:
        """It ended; what its failure jumps over, to be recorded as skipped."""
        self.running.discard(step_id)
        self.status[step_id] = status
        if status in DONE:
            return []
        rule = self._steps[step_id].get("on_failure") or {}
        action = rule.get("action", "stop") if status in ("failed", "timeout") else "stop"
        if action == "goto" and rule.get("step") in self.waiting:
            return self._jump(step_id, rule["step"])
        if action not in ("continue", "goto"):  # a goal that is not waiting was done before
            self.broken = self.broken or step_id
        return []

    def _jump(self, step_id: str, goal: str) -> list[str]:
        """Go on at ``goal``: what stands on the failed step, but not on the goal, is left out."""
        steps = list(self._steps.values())
        over = below(steps, step_id) - below(steps, goal) - {goal}
        skipped = [one for one in self.waiting if one in over]
        self.waiting = [one for one in self.waiting if one not in over]
        self.status |= dict.fromkeys(skipped, "skipped")
        self._jumped.add(goal)
        return skipped
