"""Steps as a graph: what stands on what, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DONE = ("completed", "skipped")
Step = dict[str, Any]


def below(steps: Sequence[Step], step_id: str) -> set[str]:
    """The steps that stand on that one, directly or through others (without itself)."""
    found = {step_id}
    for _ in steps:  # no path is longer than the list of steps
        more = {step["id"] for step in steps if found & set(step["depends_on"])} - found
        if not more:
            break
        found |= more
    return found - {step_id}


def left_to_do(steps: Sequence[Step], status: Mapping[str, str], from_step: str | None = None) -> list[str]:
    """What a resumed run does: the steps that are not done; with ``from_step`` also that one and all below it."""
    again = {from_step} | below(steps, from_step) if from_step is not None else set()
    return [step["id"] for step in steps if step["id"] in again or status.get(step["id"]) not in DONE]
