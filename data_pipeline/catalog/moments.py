"""Dates and times as PostgreSQL writes them: before Christ, too, and without end."""

from __future__ import annotations

import re
from datetime import date

from data_pipeline.catalog.model import Column

_INFINITE = {"-infinity": -1, "infinity": 1}
_DATE = re.compile(r"(\d{4,})(-\d\d-\d\d.*?)( BC)?")

Order = tuple[int, int, str]


def is_infinite(value: str) -> bool:
    """Whether it stands for no date at all: to_char() makes a month of its own of it, and a difference fails."""
    return value in _INFINITE


def has_infinite(column: Column) -> bool:
    """Whether infinite values of a date or time column are known."""
    known = column.statistics
    return column.category == "D" and any(map(is_infinite, (*known.common_values, *known.bounds)))


def order_of(value: str) -> Order | None:
    """What the dates of one column are ordered by; None for what has no day, such as a time of day."""
    if value in _INFINITE:
        return _INFINITE[value], 0, ""
    if match := _DATE.fullmatch(value):
        year = int(match[1])
        return 0, -year if match[3] else year, match[2]
    return None


def day_of(value: str) -> str:
    """The day alone of a date or timestamp; anything else as it stands."""
    era = " BC" if value.endswith(" BC") else ""
    return value.partition(" ")[0] + era


def day_order(value: str) -> Order | None:
    """The order of the day: that of all moments of it."""
    return order_of(day_of(value))


def calendar_day(value: str) -> date | None:
    """The day, where Python knows such a day."""
    try:
        return None if value.endswith(" BC") else date.fromisoformat(value[:10])
    except ValueError:
        return None
