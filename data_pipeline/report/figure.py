"""Shares, and what is a good one."""

from __future__ import annotations

from typing import Any, Literal

Grade = Literal["good", "fair", "poor"]
Figure = dict[str, Any]  # count, of, percent (None where there is nothing to divide by)

# From here on a figure is good, from here on fair; the other way round where less is better.
_AT_LEAST: dict[str, tuple[float, float]] = {
    "valid_before": (95, 85),  # up to 3 % of good pairs are tied
    "answered_before": (98, 90),
    "valid_after": (100, 99),
    "tables": (95, 75),
    "columns": (90, 70),
    "keys": (95, 70),
    "atoms": (85, 60),
    "described": (80, 0),  # what is read from the names serves, too
}
_AT_MOST: dict[str, tuple[float, float]] = {"repeated": (5, 15), "hardness_gap": (8, 16)}


def share(part: int, whole: int) -> Figure:
    """A figure: so many of so many."""
    return {"count": part, "of": whole, "percent": percent(part, whole)}


def percent(part: int, whole: int) -> float | None:
    """0..100, one decimal; None of nothing. 100 and 0 are only said when they are exact."""
    if not whole:
        return None
    rounded = round(100 * part / whole, 1)
    if part != whole and rounded == 100:
        return 99.9
    return 0.1 if part and rounded == 0 else rounded


def grade(name: str, value: float | None) -> Grade | None:
    """What the value of a figure is worth; None where it is not known."""
    if value is None:
        return None
    sign = 1 if name in _AT_LEAST else -1
    good, fair = (_AT_LEAST | _AT_MOST)[name]
    return "good" if sign * value >= sign * good else "fair" if sign * value >= sign * fair else "poor"
