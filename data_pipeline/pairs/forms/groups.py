"""A figure for each group: all of them, the largest, those above a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from data_pipeline.pairs import literals
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.totals import count_distinct
from data_pipeline.pairs.known_values import plain_number
from data_pipeline.pairs.numbered import number_given
from data_pipeline.pairs.roles import distinct_values
from data_pipeline.pairs.rounding import round_number, rounder
from data_pipeline.pairs.tied_groups import all_alike, counted_by, tied
from data_pipeline.pairs.tree import Comparison, Dimension, Having, Measure, Order, Output, Query
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value, fields_of

_COMPARED: tuple[Comparison, ...] = (">", ">=", ">=", "<")
_ABOVE_MEAN = Decimal("1.2")  # where fewer are asked for: groups that are all alike are fewer, too
_EXACTLY = 0.12  # how often such groups have exactly so many
_EXACT = 3.0  # rows a group has on average, above which hardly any has exactly so many
_REPEATS = 1.3  # rows a group has on average, below which hardly any has two
_COUNT = Measure("count")
_FEW_NUMBERS = 8  # different ones
_MOST = 0.85  # how often the groups with most are asked for, rather than those with fewest
_RESTRICTED = 0.25  # how often only some of the rows count
_MANY = 20  # rows a group has on average, from which the number asked for is a rounder one
_INITIALS = 30  # rows below which a count for each first letter says little
_BANDED = 3.0  # rows that are worth sorting into bands
_NAMED, _NUMBERED = 0.65, 0.85  # how often a group is shown by its names alone, and by them or with its key
_FEW, _LONG_LIST, _ANY = 60, 600, float("inf")
_OF_EACH = 0.3  # how often a figure is wanted for more groups than anybody looks through
_SEVERAL = 6  # groups of which one asks for those above a number: of fewer one wants to see each
_LIMITS = (1, 1, 1, 3, 5, 8, 10)


def count_by(draft: Draft) -> Query | None:
    """How many rows each group has."""
    return _each(draft, draft.counted())


def figure_by(draft: Draft) -> Query | None:
    """A sum, average or extreme for each group."""
    measure = draft.measure()
    return _each(draft, measure) if measure else None


def count_by_where(draft: Draft) -> Query | None:
    """How many rows that meet a condition each group has."""
    dimension, measure = draft.dimension(up_to=_FEW), draft.counted()
    if (
        dimension is None
        or measure is None
        or (not (draft.rng.random() < 0.8 and draft.restrict("equals")) and not draft.restrict())
    ):
        return None
    some = measure == _COUNT and dimension.entity  # of what has no such row nothing is listed
    return draft.query((*shown_names(draft, dimension), measure), dimensions=(dimension,), some=some)


def two_figures_by(draft: Draft) -> Query | None:
    """A count and another figure for each group."""
    measure = draft.measure()
    dimension = draft.dimension(up_to=_FEW)
    if measure is None or dimension is None:
        return None
    if draft.rng.random() < 0.5:
        draft.restrict()
    outputs = (*shown_names(draft, dimension), _COUNT, measure)
    return draft.query(outputs, dimensions=(dimension,), some=dimension.entity and draft.leaves_out(dimension))


def ordered_by(draft: Draft) -> Query | None:
    """A figure for each group, the largest first."""
    query = _each(draft, draft.measure() if draft.rng.random() < 0.5 else draft.counted())
    return _replace(query, orders=(Order(query.measures[0], descending=draft.rng.random() < 0.8),)) if query else None


def most_frequent(draft: Draft) -> Query | None:
    """The groups with the most, or fewest, rows."""
    measure = draft.counted()
    return _top(draft, measure) if measure else None


def highest_figure(draft: Draft) -> Query | None:
    """The groups with the highest, or lowest, figure."""
    measure = draft.measure("sum", "avg")  # the greatest of all: many groups share it, where there is a best score
    return _top(draft, measure) if measure and not _averages_few(draft, measure) else None


def _averages_few(draft: Draft, measure: Measure) -> bool:
    """Whether it is the average of a number of which there are so few that many groups have the same."""
    column = fields_of(measure.of)[0].column if measure.of is not None else None
    different = distinct_values(column, draft.subject.table.row_count) if column else None
    return measure.kind == "avg" and different is not None and different <= _FEW_NUMBERS


def frequent_enough(draft: Draft) -> Query | None:
    """The groups with at least so many rows."""
    dimension = draft.dimension(up_to=_ANY, at_least=_SEVERAL, ranked=True)
    each = draft.rows / max(1.0, draft.groups)
    column = counted_by(dimension, draft.subject, draft.joins) if dimension else None
    if dimension is None or each < _REPEATS or (column and all_alike(column.statistics)):
        return None
    value = plain_number((rounder if each >= _MANY else round_number)(Decimal(max(1, int(each)))))
    operator = draft.rng.choice(_COMPARED) if Decimal(value) > 2 else ">="
    value = value if Decimal(value) > 1 else "2"
    if each < _EXACT and draft.rng.random() < _EXACTLY:
        return _filtered(draft, dimension, Having(_COUNT, "=", draft.rng.choice(("1", "2"))))
    value = plain_number(Decimal(ceil(round_number(Decimal(value) * _ABOVE_MEAN)))) if operator == "<" else value
    return _filtered(draft, dimension, Having(_COUNT, operator, value))


def figure_enough(draft: Draft) -> Query | None:
    """The groups whose average or total is above a number."""
    measure = draft.measure("avg", "sum")
    dimension = draft.dimension(up_to=_ANY, at_least=_SEVERAL, ranked=True)
    if measure is None or dimension is None or not isinstance(measure.of, Field):
        return None
    mean = literals.mean(measure.of.column)
    each = Decimal(draft.rows / max(1.0, draft.groups))
    value = round_number(mean * each if measure.kind == "sum" else mean)
    return _filtered(draft, dimension, Having(measure, ">", plain_number(value))) if value > 0 else None


def two_dimensions(draft: Draft) -> Query | None:
    """A figure for each pair of groups."""
    if draft.subject.is_link:
        return None  # two things are tied once
    first, second = draft.dimension(up_to=30), draft.dimension(up_to=15)
    if first is None or second is None:
        return None
    measure = draft.amount(0.4, "sum", "avg")
    if measure is None:
        return None
    outputs = (*shown_names(draft, first), *shown_names(draft, second), measure)
    return draft.query(outputs, dimensions=(first, second))


def over_time(draft: Draft) -> Query | None:
    """A figure for each year, quarter, month or day of the week, in order or the best ones first."""
    measure = draft.amount(0.5, "sum", "avg")
    dimension = draft.dimension(up_to=120, dated=True)
    if measure is None or dimension is None or not isinstance(dimension.value, Bucket):
        return None
    if not draft.is_single or draft.rng.random() < 0.4:
        draft.restrict("equals", "flag", "range", "one_of", "number")
    if dimension.value.grain == "weekday" or draft.rng.random() < 0.3:
        order, limit = Order(measure, descending=True), draft.rng.choice((1, 3))
        return draft.query((dimension.value, measure), dimensions=(dimension,), orders=(order,), limit=limit)
    return draft.query((dimension.value, measure), dimensions=(dimension,), orders=(Order(dimension.value),))


def banded(draft: Draft) -> Query | None:
    """How many rows, or how much, in each of three bands of a number."""
    measure = draft.measure("avg", "max")
    if measure is None or not isinstance(measure.of, Field) or measure.of.column.statistics.null_fraction:
        return None  # rows without a number are in none of the bands
    numbers = literals.observed_numbers(measure.of.column)
    cuts = [round_number(numbers[int(part * (len(numbers) - 1))]) for part in (0.33, 0.67)]
    if len(set(cuts)) < 2 or numbers[0] >= cuts[0]:
        return None
    band = Band(measure.of, plain_number(cuts[0]), plain_number(cuts[1]))
    draft.fewest = _BANDED
    if not draft.is_single:
        draft.restrict()
    other = draft.measure("avg") if draft.rng.random() < 0.3 else None
    return draft.query((band, other or _COUNT), dimensions=(Dimension(band),))


def count_by_initial(draft: Draft) -> Query | None:
    """How many rows there are for each first letter of a name."""
    name = draft.subject.name
    if not draft.is_single or name is None or draft.subject.table.row_count < _INITIALS:
        return None
    initial = Computed("initial", (draft.take(0, name),))
    orders = (Order(_COUNT, descending=True),) if draft.rng.random() < 0.5 else ()
    return draft.query((initial, _COUNT), dimensions=(Dimension(initial),), orders=orders)


def share_by(draft: Draft) -> Query | None:
    """What percentage of each group's rows meets a condition."""
    dimension = draft.dimension(up_to=_FEW)
    if dimension is None or not draft.restrict("equals", "flag", "range"):
        return None
    kind = draft.rng.choice(("share", "share", "count"))
    measure = Measure(kind, condition=draft.conditions.pop())  # type: ignore[arg-type]
    return draft.query((*shown_names(draft, dimension), measure), dimensions=(dimension,))


def distinct_by(draft: Draft) -> Query | None:
    """How many different values each group has; the group with the most."""
    counted = count_distinct(draft)
    dimension = draft.dimension(up_to=_ANY if draft.rng.random() < 0.5 else _FEW, ranked=True)
    if counted is None or dimension is None:
        return None
    measure = counted.measures[0]
    if _source(measure.of) in _told_by(draft, dimension):
        return None  # one row has one value
    query = draft.query((*shown_names(draft, dimension), measure), dimensions=(dimension,))
    if query and draft.rng.random() < 0.5:
        limit = draft.rng.choice([limit for limit in (1, 3, 5) if limit == 1 or limit <= draft.groups / 2])
        return _replace(query, orders=(Order(measure, descending=True),), limit=limit)
    return query


def _told_by(draft: Draft, dimension: Dimension) -> Iterator[int]:
    """Tables of which a group has one row: the entity's own, and the one that a key refers to by which is grouped."""
    grouped = fields_of(dimension.value)[0]
    if dimension.entity:
        yield grouped.source
    column = (grouped.column.name,)
    yield from (one.parent for one in draft.joins if one.child == grouped.source and one.key.columns == column)


def _source(value: Value | None) -> int:
    return fields_of(value)[0].source if value else 0


def _each(draft: Draft, measure: Measure | None) -> Query | None:
    most = _LONG_LIST if draft.rng.random() < _OF_EACH else _FEW
    dimension = draft.dimension(up_to=most) if measure else None
    if dimension is None or measure is None:
        return None
    some = measure == _COUNT and dimension.entity and draft.leaves_out(dimension)
    return draft.query((*shown_names(draft, dimension), measure), dimensions=(dimension,), some=some)


def _top(draft: Draft, measure: Measure) -> Query | None:
    dimension = draft.dimension(up_to=_ANY, ranked=True)
    if dimension is None:
        return None
    if not draft.is_first and draft.rng.random() < _RESTRICTED:
        draft.restrict()
    most = draft.is_first or draft.rng.random() < _MOST or bool(measure == _COUNT and draft.conditions)
    order = Order(measure, descending=most)
    limits = [limit for limit in _LIMITS if limit <= draft.groups / 2 and not _is_tied(draft, dimension, order, limit)]
    if not limits:
        return None
    names, limit = shown_names(draft, dimension, beside=True), draft.rng.choice(limits)
    outputs = (*names, measure) if draft.rng.random() < 0.45 else names
    some = measure == _COUNT and not order.descending and draft.leaves_out(dimension)
    return draft.query(outputs, dimensions=(dimension,), orders=(order,), limit=limit, some=some)


def _is_tied(draft: Draft, dimension: Dimension, order: Order, limit: int) -> bool:
    """Whether it is left to chance which groups with as many rows come first, where nothing is said of the rows."""
    column = counted_by(dimension, draft.subject, draft.joins) if order.by == _COUNT and not draft.conditions else None
    return column is not None and tied(column.statistics, limit, fewest=not order.descending)


def _filtered(draft: Draft, dimension: Dimension, having: Having) -> Query | None:
    names = shown_names(draft, dimension, beside=True)
    if having.operator == "=":
        return draft.query(names, dimensions=(dimension,), having=having)  # the figure is known, and so is their order
    outputs: tuple[Output, ...] = (*names, having.measure) if draft.rng.random() < 0.35 else names
    orders = (Order(having.measure, descending=True),) if draft.rng.random() < 0.1 else ()
    some = having.measure == _COUNT and having.operator == "<" and draft.leaves_out(dimension)
    return draft.query(outputs, dimensions=(dimension,), having=having, orders=orders, some=some)


def shown_names(draft: Draft, dimension: Dimension, *, beside: bool = False) -> tuple[Any, ...]:
    """What is shown of a group: the value; an entity's names, now and then (``beside``) with its key or another."""
    if not dimension.entity or not isinstance(dimension.value, Field):
        return (dimension.value,)
    source = dimension.value.source
    names = tuple(Field(source, column) for column in draft.around[source].names)
    given = number_given(draft.around[source].table)
    if not names:  # known by number: the invoice 15 and its date
        number = draft.take(source, given) if given else dimension.value
        return (number, *(draft.another(source) if beside and draft.rng.random() < _NUMBERED else ()))
    chance = draft.rng.random()
    if dimension.value in names or chance < _NAMED:
        return names
    if not beside:
        return names  # "how many departments are in each country" asks for no number of the country
    if chance > _NUMBERED:
        return (*names, *draft.another(source))
    return (*names, draft.take(source, given) if given else dimension.value)


def _replace(query: Query, **parts: Any) -> Query:
    return replace(query, **parts)
