"""How long a step keeps trying to get an answer."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds of trying; the times are seconds."""

    attempts: int = 4  # of one question
    first_pause: float = 0.5  # doubled each time
    longest_pause: float = 30.0  # whatever the endpoint asks for
    step_seconds: float = 1800.0  # for all that a step asks

    def pause(self, failures: int, asked_for: float) -> float:
        """Seconds to wait after so many failures: what the endpoint asks for, else ever longer; never all at once."""
        own = self.first_pause * 2.0 ** (failures - 1) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        return min(self.longest_pause, max(own, asked_for))
