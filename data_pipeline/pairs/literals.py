"""Conditions whose values occur in the data, each with the share of rows that it lets through."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from data_pipeline.catalog.model import Column, Statistics, Table
from data_pipeline.catalog.moments import calendar_day, day_order
from data_pipeline.pairs.conditions import (
    Between,
    ColumnCondition,
    Compare,
    Contains,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.flags import spelling
from data_pipeline.pairs.known_values import (
    FAVOURITES,
    KEPT,
    favourites,
    in_order,
    known_values,
    liking,
    number_of,
    plain_number,
    speakable,
    speakable_values,
)
from data_pipeline.pairs.roles import is_year
from data_pipeline.pairs.rounding import round_day, round_within
from data_pipeline.pairs.values import Field, Grain

Chosen = tuple[ColumnCondition, float]  # a condition and its selectivity, 0..1
_ONE = 1.5  # rows that a name may have, as estimated, to tell which row is meant
_LEFT_OUT = 2  # values that are not among those named
_YEARS = range(1950, 2100)  # dates outside are placeholders


def equals(
    field: Field, rng: random.Random, *, entity: bool = False, given: bool = False, most: float = 1
) -> Chosen | None:
    """A value that occurs, the more common, the likelier; none that more of the rows have than the part ``most``."""
    known, likelihoods = favourites(field.column.statistics, field.column.category, most)
    if not known:
        return None
    value, share = rng.choices(known, cum_weights=likelihoods)[0]
    return Equals(field, value, entity, given=given), share


def one_row(table: Table) -> float:
    """The share of a table's rows that one row is, with some room for estimates."""
    return _ONE / max(1, table.row_count)


def different(field: Field, rng: random.Random) -> Chosen | None:
    """Any value but a common one, of three values at least: of two, not the one is the other.

    Not where some rows have none: whether those are meant, too, nobody could tell, and ``<>`` leaves them out.
    """
    chosen = None if field.column.statistics.null_fraction else equals(field, rng)
    if chosen is None or chosen[1] >= 0.9 or len(known_values(field.column.statistics, field.column.category)) < 3:
        return None
    condition, share = chosen
    assert isinstance(condition, Equals)  # noqa: S101 - what equals() makes
    return (Equals(field, condition.value, negated=True), 1 - share) if share < 1 else None


def one_of(field: Field, rng: random.Random) -> Chosen | None:
    """Two or three values that occur."""
    known = speakable_values(field.column.statistics, field.column.category)
    if len(known) < 3:
        return None
    favourites = sorted(known, key=lambda one: -liking(*one))[: 2 * FAVOURITES]
    most = max(2, len(known) - _LEFT_OUT)  # of four star levels nobody names three
    chosen = sorted(rng.sample(favourites, min(len(favourites), most, rng.choice((2, 2, 3)))), key=in_order)
    return OneOf(field, tuple(value for value, _ in chosen)), sum(share for _, share in chosen)


def truth(field: Field, rng: random.Random) -> Chosen | None:
    """True or false, whichever occurs; where some rows say neither, true: they may be meant by what is not."""
    known = dict(known_values(field.column.statistics, field.column.category))
    yes, no = ("true", "false") if field.column.category == "B" else spelling(field.column) or ("1", "0")
    value = yes if field.column.statistics.null_fraction else rng.choice(sorted(known)) if known else ""
    return (IsTrue(field, value == yes), known[value]) if value in (yes, no) and value in known else None


def element(field: Field, rng: random.Random) -> Chosen | None:
    """An element that a common array has."""
    arrays = [
        re.findall(r'"((?:[^"\\]|\\.)*)"|([^{},"]+)', value) for value, _ in known_values(field.column.statistics, "A")
    ]
    parts = Counter(part for array in arrays for part in {quoted or bare for quoted, bare in array})
    known = sorted(part for part in parts if speakable(part) and "\\" not in part)
    if not known:
        return None
    part = rng.choice(known)
    return HasElement(field, part), parts[part] / len(arrays)


def relative(field: Field, rng: random.Random) -> Chosen | None:
    """Above or below the average, or the greatest or least of all."""
    if len(set(observed_numbers(field.column))) < 3:
        return None
    kind: Literal["above_average", "below_average", "greatest", "least"]
    kind = rng.choice(("above_average", "above_average", "below_average", "greatest", "least"))
    share = 0.4 if "average" in kind else 0.02
    return Relative(field, kind), share


def since(field: Field, rng: random.Random) -> Chosen | None:
    """After or before a day that splits what occurs."""
    days = observed_dates(field.column)
    if len(set(days)) < 4:
        return None
    position = rng.choice((0.3, 0.5, 0.7))
    before = rng.random() < 0.4
    day = round_day(days[int(position * (len(days) - 1))], days, before=before)
    kept = sum(one < day if before else one > day for one in days)
    return (Since(field, day, before), kept / len(days) * _filled(field.column)) if kept > 1 else None


def threshold(field: Field, rng: random.Random) -> Chosen | None:
    """Above or below a round number well within what occurs."""
    values = observed_numbers(field.column)
    if len(values) < 4:
        return None
    quantile = rng.choice((0.2, 0.5, 0.7, 0.8, 0.9))
    value = _told(field.column, values[int(quantile * (len(values) - 1))], values)
    operator: Literal[">", "<"] = "<" if quantile < 0.5 else ">"
    kept = [number for number in values if (number > value if operator == ">" else number < value)]
    share = len(kept) / len(values) * _filled(field.column)
    return (Compare(field, operator, plain_number(value)), share) if len(kept) > 1 else None


def between(field: Field, rng: random.Random) -> Chosen | None:
    """Between two round numbers within what occurs."""
    values = observed_numbers(field.column)
    if len(values) < 6:
        return None
    start = rng.choice((0.2, 0.3, 0.4))
    low, high = (_told(field.column, values[int(q * (len(values) - 1))], values) for q in (start, start + 0.4))
    kept = [number for number in values if low <= number <= high]
    share = len(kept) / len(values) * _filled(field.column)
    return (Between(field, plain_number(low), plain_number(high)), share) if low < high and len(kept) > 1 else None


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
    return Window(field, grain, start, main), share * _filled(field.column)


def empty(field: Field, rng: random.Random) -> Chosen | None:
    """Empty or filled in, for a column that is both."""
    share = field.column.statistics.null_fraction
    if not field.column.nullable or not 0.01 <= share <= 0.99:
        return None
    negated = rng.random() < 0.3
    return IsNull(field, negated), 1 - share if negated else share


def contains(field: Field, rng: random.Random, shared: Sequence[tuple[str, float]]) -> Chosen:
    """One of the ``shared_parts`` of the column."""
    part, share = rng.choice(shared)
    return Contains(field, part), share


@lru_cache(maxsize=KEPT)
def shared_parts(statistics: Statistics) -> tuple[tuple[str, float], ...]:
    """The favourites among what several values have in them, with their shares of the values.

    That is a word, or what a Chinese text begins or ends in.
    """
    values = _values(statistics)
    parts = Counter(part for value in values for part in _parts(value))
    most = max(2, len(values) // 2)
    shared = [(part, times / len(values)) for part, times in sorted(parts.items()) if 2 <= times <= most]
    return tuple(sorted(shared, key=lambda one: -liking(*one))[:FAVOURITES])


def _parts(value: str) -> set[str]:
    """Words; of Chinese, which has no spaces, the first and last two characters of each run and the last three."""
    runs = re.findall(r"[\u4e00-\u9fff]{4,}", value)
    return {*re.findall(r"[^\W\d_\u4e00-\u9fff]{4,12}", value), *(run[:2] for run in runs), *(run[-3:] for run in runs)}


def starts_with(field: Field, rng: random.Random, shared: Sequence[tuple[str, float]]) -> Chosen:
    """One of the ``shared_starts`` of the column."""
    part, share = rng.choice(shared)
    return Contains(field, part, start=True), share


@lru_cache(maxsize=KEPT)
def shared_starts(statistics: Statistics) -> tuple[tuple[str, float], ...]:
    """The first letters, or first two Chinese characters, of several values, with their shares of the values.

    None where all start alike.
    """
    values = _values(statistics)
    parts = Counter(match[0] for value in values if (match := re.match(r"[A-Z]|[\u4e00-\u9fff]{1,2}", value)))
    shared = tuple((part, times / len(values)) for part, times in sorted(parts.items()) if times >= 2)
    return shared if len(shared) > 1 else ()


def window_start(day: date, grain: Grain) -> date:
    """The first day of the month, quarter or year around ``day``."""
    month = {"year": 1, "quarter": (day.month - 1) // 3 * 3 + 1, "month": day.month}[grain]
    return date(day.year, month, 1)


def observed_numbers(column: Column) -> tuple[Decimal, ...]:
    """Numbers known to occur, ascending: histogram bounds, else the common values."""
    statistics = column.statistics
    return _numbers(statistics.bounds if len(statistics.bounds) >= 6 else statistics.common_values)


@lru_cache(maxsize=KEPT)
def _numbers(texts: tuple[str, ...]) -> tuple[Decimal, ...]:
    return tuple(sorted(number for number in map(number_of, texts) if number is not None))


def least(column: Column) -> Decimal:
    """The smallest number known to occur; 0 when none is."""
    return _least(column.statistics.bounds + column.statistics.common_values)


@lru_cache(maxsize=KEPT)
def _least(texts: tuple[str, ...]) -> Decimal:
    return min((number for number in map(number_of, texts) if number is not None), default=Decimal(0))


@lru_cache(maxsize=KEPT)
def share_of_extreme(column: Column, *, greatest: bool) -> float:
    """The share of the rows with the greatest (or least) number or date, as far as it is known; 0 where few have it."""
    seen, read = column.statistics, number_of if column.category == "N" else day_order
    shares = dict(zip(seen.common_values, seen.common_fractions, strict=False))
    known = [(value, shares.get(text, 0.0)) for text in (*shares, *seen.bounds) if (value := read(text)) is not None]
    return (max if greatest else min)(known, default=(None, 0.0))[1]


def mean(column: Column) -> Decimal:
    """The average as statistics tell it: common values by their shares, the rest by the histogram."""
    shares = zip(column.statistics.common_values, column.statistics.common_fractions, strict=False)
    common = [(float(number), share) for text, share in shares if (number := number_of(text)) is not None]
    bounds = [float(number) for number in map(number_of, column.statistics.bounds) if number is not None]
    weight = sum(share for _, share in common)
    rest = max(0.0, 1 - column.statistics.null_fraction - weight) if bounds else 0.0
    whole = sum(number * share for number, share in common) + (rest * sum(bounds) / len(bounds) if bounds else 0)
    return Decimal(whole / (weight + rest)) if weight + rest else Decimal(0)


def observed_dates(column: Column) -> tuple[date, ...]:
    """Days known to occur, ascending."""
    statistics = column.statistics
    return _days(statistics.bounds if len(statistics.bounds) >= 6 else statistics.common_values + statistics.bounds)


@lru_cache(maxsize=KEPT)
def _days(texts: tuple[str, ...]) -> tuple[date, ...]:
    return tuple(sorted(day for text in texts if (day := calendar_day(text)) is not None and day.year in _YEARS))


def _filled(column: Column) -> float:
    return 1 - column.statistics.null_fraction


def _values(statistics: Statistics) -> frozenset[str]:
    return frozenset(value for value in statistics.common_values + statistics.bounds if value)


def _told(column: Column, value: Decimal, values: Sequence[Decimal]) -> Decimal:
    """A year as it is, other numbers rounded."""
    return value if is_year(column) else round_within(value, values)
