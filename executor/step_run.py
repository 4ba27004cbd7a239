"""One step of a run, through all its attempts: when the next may start, and whether there is one."""

from __future__ import annotations

import random
import time
from typing import Any

from executor.attempt import Attempt, Outcome
from executor.files import Seen

JITTER = 0.4  # of the delay, on top of it: what failed together is not tried again together


class StepRun:
    """``number`` counts the attempts of this run; ``attempt`` is the one that runs, if one does.

    ``before`` is what lay in the task's directory when it began.
    """

    def __init__(self, step: dict[str, Any], attempts_before: int, before: Seen) -> None:
        self.step = step
        self.number = 0
        self.attempt: Attempt | None = None
        self.next_at = 0.0  # in the time of time.monotonic
        self.unanswered = 0  # how often in a row a bus that was there did not say what the step needs
        self.before = before
        self._before = attempts_before

    @property
    def step_id(self) -> str:
        step_id: str = self.step["id"]
        return step_id

    @property
    def attempt_number(self) -> int:
        """Counted over all runs of the task."""
        return self._before + self.number

    @property
    def most(self) -> int:
        """Attempts in a run."""
        return 1 + int(self.step["retry_count"])

    def may_retry(self, outcome: Outcome) -> bool:
        """Whether there is an attempt left for what went wrong."""
        if outcome.status not in ("failed", "timeout") or self.number >= self.most:
            return False
        wanted = self.step["retry_on"]
        if not outcome.classes.isdisjoint(wanted):
            return True
        return "any" in wanted or outcome.code in wanted or ("transient" in wanted and outcome.retryable)

    def wait(self) -> float:
        """Put the next attempt off: twice as long each time, with jitter, up to a most; the seconds."""
        delay: float = float(self.step["retry_delay_seconds"]) * 2 ** min(self.number - 1, 30)
        delay = min(delay, float(self.step["retry_max_delay_seconds"]))
        delay *= random.uniform(1, 1 + JITTER)  # noqa: S311 (chance, not a secret)
        self.next_at = time.monotonic() + delay
        return round(delay, 1)
