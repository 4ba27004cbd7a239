"""Conditions whose values occur in the data, each with the share of rows that it lets through."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.tree import (
    Between,
    ColumnCondition,
    Compare,
    Contains,
    Equals,
    Field,
    Grain,
    IsNull,
    IsTrue,
    Window,
)

Chosen = tuple[ColumnCondition, float]  # a condition and its selectivity, 0..1
_YEARS = range(1950, 2100)  # dates outside are placeholders


def equals(field: Field, rng: random.Random, *, entity: bool = False) -> Chosen | None:
    """A value that occurs; the more common, the likelier."""
    known = [(value, share) for value, share in _values(field.column) if _speakable(value)]
    if not known:
        return None
    value, share = rng.choices(known, weights=[share + 0.02 for _, share in known])[0]
    return Equals(field, value, entity), share


def truth(field: Field, rng: random.Random) -> Chosen | None:
    """True or false, whichever occurs."""
    known = dict(_values(field.column))
    value = rng.choice(sorted(known)) if known else ""
    return (IsTrue(field, value == "t"), known[value]) if value in ("t", "f") else None


def threshold(field: Field, rng: random.Random) -> Chosen | None:
    """Above or below a round number well within what occurs."""
    values = observed_numbers(field.column)
    if len(values) < 4:
        return None
    quantile = rng.choice((0.2, 0.5, 0.7, 0.8, 0.9))
    value = round_number(values[int(quantile * (len(values) - 1))])
    operator: Literal[">", "<"] = "<" if quantile < 0.5 else ">"
    kept = [number for number in values if (number > value if operator == ">" else number < value)]
    share = len(kept) / len(values) * (1 - field.column.statistics.null_fraction)
    return (Compare(field, operator, plain(value)), share) if len(kept) > 1 else None


def between(field: Field, rng: random.Random) -> Chosen | None:
    """Between two round numbers within what occurs."""
    values = observed_numbers(field.column)
    if len(values) < 6:
        return None
    start = rng.choice((0.2, 0.3, 0.4))
    low, high = (round_number(values[int(q * (len(values) - 1))]) for q in (start, start + 0.4))
    kept = [number for number in values if low <= number <= high]
    share = len(kept) / len(values) * (1 - field.column.statistics.null_fraction)
    return (Between(field, plain(low), plain(high)), share) if low < high and len(kept) > 1 else None


def window(field: Field, rng: random.Random, *, main: bool) -> Chosen | None:
    """A month, quarter or year around a date that occurs."""
    dates = observed_dates(field.column)
    if not dates:
        return None
    middle = dates[rng.randrange(len(dates) // 10, len(dates) - len(dates) // 10)]
    grains: tuple[Grain, ...] = ("year", "month", "quarter", "month") if len(dates) >= 8 else ("year",)
    grain = rng.choice(grains)
    start = window_start(middle, grain)
    share = sum(window_start(day, grain) == start for day in dates) / len(dates)
    return Window(field, grain, start, main), share * (1 - field.column.statistics.null_fraction)


def empty(field: Field, rng: random.Random) -> Chosen | None:
    """Empty or filled in, for a column that is both."""
    share = field.column.statistics.null_fraction
    if not field.column.nullable or not 0.01 <= share <= 0.99:
        return None
    negated = rng.random() < 0.3
    return IsNull(field, negated), 1 - share if negated else share


def contains(field: Field, rng: random.Random) -> Chosen | None:
    """A word, or two Chinese characters, that several values have in them."""
    values = {value for value in field.column.statistics.common_values + field.column.statistics.bounds if value}
    parts = Counter(part for value in values for part in {*re.findall(r"[A-Za-z]{4,12}|[\u4e00-\u9fff]{2}", value)})
    shared = sorted(part for part, times in parts.items() if 2 <= times <= max(2, len(values) // 2))
    if not shared:
        return None
    part = rng.choice(shared)
    return Contains(field, part), parts[part] / len(values)


def window_start(day: date, grain: Grain) -> date:
    """The first day of the month, quarter or year around ``day``."""
    month = {"year": 1, "quarter": (day.month - 1) // 3 * 3 + 1, "month": day.month}[grain]
    return date(day.year, month, 1)


def observed_numbers(column: Column) -> list[Decimal]:
    """Numbers known to occur, ascending: histogram bounds, else the common values."""
    texts = column.statistics.bounds if len(column.statistics.bounds) >= 6 else column.statistics.common_values
    return sorted(number for number in map(_number, texts) if number is not None)


def least(column: Column) -> Decimal:
    """The smallest number known to occur; 0 when none is."""
    texts = column.statistics.bounds + column.statistics.common_values
    return min((number for number in map(_number, texts) if number is not None), default=Decimal(0))


def mean(column: Column) -> Decimal:
    """The average as statistics tell it: common values by their shares, the rest by the histogram."""
    shares = zip(column.statistics.common_values, column.statistics.common_fractions, strict=False)
    common = [(float(number), share) for text, share in shares if (number := _number(text)) is not None]
    bounds = [float(number) for number in map(_number, column.statistics.bounds) if number is not None]
    weight = sum(share for _, share in common)
    rest = max(0.0, 1 - column.statistics.null_fraction - weight) if bounds else 0.0
    whole = sum(number * share for number, share in common) + (rest * sum(bounds) / len(bounds) if bounds else 0)
    return Decimal(whole / (weight + rest)) if weight + rest else Decimal(0)


def observed_dates(column: Column) -> list[date]:
    """Days known to occur, ascending."""
    texts = column.statistics.bounds if len(column.statistics.bounds) >= 6 else ()
    days = map(_day, texts or column.statistics.common_values + column.statistics.bounds)
    return sorted(day for day in days if day is not None and day.year in _YEARS)


def round_number(value: Decimal) -> Decimal:
    """Two significant digits, as a person would set a threshold: 4,837 -> 4,800; 3.27 -> 3.3."""
    return value if value == 0 else value.quantize(Decimal(1).scaleb(value.adjusted() - 1)).normalize()


def plain(value: Decimal) -> str:
    """Without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _values(column: Column) -> list[tuple[str, float]]:
    """Common values with their shares; of an enum that was never analysed nothing is known to occur."""
    statistics = column.statistics
    return [
        (v, share) for v, share in zip(statistics.common_values, statistics.common_fractions, strict=False) if v.strip()
    ]


def _speakable(value: str) -> bool:
    return len(value) <= 40 and value.isprintable() and "  " not in value and value == value.strip()


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
