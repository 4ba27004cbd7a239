"""A measured figure against its floor, as one line; and rounds that alternate, because the machine is shared."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``ours`` and ``floor`` are medians with their unit, ``ratio`` is ours / floor, ``met`` whether the bar is."""

    name: str
    ours: str
    floor: str
    ratio: float
    bar: str
    met: bool

    def __str__(self) -> str:
        verdict = "ok" if self.met else "short"
        return f"{self.name}: ours {self.ours}, floor {self.floor}, ratio {self.ratio:.2f}, bar {self.bar}: {verdict}"


def alternate(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The medians of both, measured in turns so that noise hits them alike."""
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)
