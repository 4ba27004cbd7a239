"""Numbers and days as a person would set them: above 5,000, before 1 June."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

_FIVE = Decimal(5)
_MOVED = 0.08  # the part of the values that may come to lie on the other side of a rounder number
_DAYS_APART = 90  # of the first and last day, from which months are told apart


def round_number(value: Decimal) -> Decimal:
    """Two significant digits: 4,837 -> 4,800; 3.27 -> 3.3."""
    return value if value == 0 else value.quantize(_last_digit(value)).normalize()


def rounder(value: Decimal) -> Decimal:
    """The second digit is 0 or 5: 4,837 -> 5,000; 3.27 -> 3.5; 0 stays."""
    step = _FIVE * _last_digit(value) if value else Decimal(1)
    return (value / step).quantize(Decimal(1)) * step


def round_within(value: Decimal, values: Sequence[Decimal]) -> Decimal:
    """The rounder number where it parts the ``values`` (ascending) much as ``value`` does, else two digits of it."""
    wanted = rounder(value)
    moved = sum(min(value, wanted) <= one < max(value, wanted) for one in values)
    return wanted.normalize() if moved <= _MOVED * len(values) else round_number(value)


def round_day(day: date, days: Sequence[date], *, before: bool) -> date:
    """The first day of its month, or the last one of the month before for what comes after; itself among few days."""
    if (days[-1] - days[0]).days < _DAYS_APART:
        return day
    first = day.replace(day=1)
    return first if before else first - timedelta(days=1)


def _last_digit(value: Decimal) -> Decimal:
    """The place value of the second significant digit."""
    return Decimal(1).scaleb(value.adjusted() - 1)
