"""Queries made of queries: set operations, ranks, running totals, the best of each group, comparisons with averages."""

from __future__ import annotations

from dataclasses import replace

from data_pipeline.pairs.conditions import Related, plain_conditions
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms import groups
from data_pipeline.pairs.forms import related as related_form
from data_pipeline.pairs.options import told_apart
from data_pipeline.pairs.related_rows import joined_to
from data_pipeline.pairs.roles import says_how_it_is
from data_pipeline.pairs.tree import Derived, Order, Over, Query, SetKind, SetQuery
from data_pipeline.pairs.values import Bucket, Field, fields_of

_BY_KEY = 0.35  # how often rows are listed by their key alone, as it stands on both sides without a join
_SEVERAL = 4  # rows with the same value, above which each two of them would be too many to list
_KINDS: tuple[SetKind, ...] = ("union", "intersect", "except", "except")


def combined(draft: Draft) -> SetQuery | None:
    """Rows that meet one condition or another, both of them, or one but not the other: the same column of each."""
    kind: SetKind = draft.rng.choice(_KINDS)
    several = () if kind == "union" else ("one_of",)  # "A or B or C" does not tell what is either
    if not draft.restrict("equals", "range", "flag", "like", "number", *several):
        return None
    before = draft.rows
    if not draft.restrict("equals", "range", "flag", "like", "since", "number"):
        return None
    if isinstance(draft.conditions[-1], Related) or draft.rows > 600:
        return None
    if kind == "except" and draft.rows > 0.8 * before:
        return None  # hardly anything would be left
    own = draft.identity()  # of other columns equal values would be taken for the same row
    outputs = (*own, *draft.show_rest())
    query = draft.query(outputs) if own and told_apart(outputs) else None
    if query is None:
        return None
    first, second = draft.conditions[-2:]
    left, right = (_narrowed(replace(query, conditions=(one,))) for one in (first, second))
    return SetQuery(kind, left, right)


def _narrowed(query: Query) -> Query:
    """Without the last tables where nothing is said of them: a side of a set operation may be of fewer tables."""
    said = {field.source for value in query.shown for field in fields_of(value)}
    said |= {condition.field.source for condition in plain_conditions(query.conditions)}
    while (last := len(query.tables) - 1) and last not in said:
        query = replace(query, tables=query.tables[:-1], joins=query.joins[:-1])
    return query


def apart_from_related(draft: Draft) -> SetQuery | None:
    """The column of all rows, or of those that meet a condition, less (or and) that of rows that have a child."""
    kind: SetKind = draft.rng.choice(_KINDS)
    related = related_form.lacked(draft) if kind == "except" else related_form.conditioned(draft)
    outputs = draft.identity()
    key = tuple(field for field in outputs if (field.column.name,) == draft.subject.table.primary_key)
    outputs = key if key and draft.rng.random() < _BY_KEY else outputs
    if related is None or not outputs or not told_apart(outputs) or draft.rows > 600:
        return None
    if kind != "except" and not draft.restrict("equals", "range", "flag", "like"):
        return None
    left = draft.query(outputs)
    if left is None:
        return None
    return SetQuery(kind, left, joined_to(draft.subject.table, related, outputs))


def ranked(draft: Draft) -> Query | None:
    """Rows with their place by a number, overall or within a group."""
    measure = draft.measure()
    if measure is None or not isinstance(measure.of, Field):
        return None
    partition = draft.dimension(up_to=40) if draft.rng.random() < 0.5 or not draft.is_single else None
    outputs = (*draft.show(1, named=0.9, source=0), *draft.show_rest())
    if not outputs or (partition and (partition.entity or partition.value in outputs)):
        return None
    shown = (partition.value,) if partition else ()
    over = Over("rank", measure.of, partition.value if partition else None)
    return draft.query((*shown, *outputs, measure.of, over)) if draft.rows <= 5000 else None


def beside_average(draft: Draft) -> Query | None:
    """Rows with a number and the average of it in their group."""
    measure = draft.measure()
    partition = draft.dimension(up_to=40)
    if measure is None or partition is None or partition.entity or not isinstance(measure.of, Field):
        return None
    outputs = (*draft.show(1, named=0.9, source=0), *draft.show_rest())
    if not outputs or partition.value in outputs or draft.rows > 5000:
        return None
    over = Over("group_average", measure.of, partition.value)
    return draft.query((*outputs, partition.value, measure.of, over))


def running_total(draft: Draft) -> Query | None:
    """A figure for each period with what it has come to since the first."""
    measure = draft.measure("sum") or draft.counted()
    dimension = draft.dimension(up_to=120, dated=True)
    if measure is None or dimension is None or not isinstance(dimension.value, Bucket):
        return None
    if dimension.value.grain == "weekday":
        return None
    if not draft.is_single:
        draft.restrict("equals", "flag", "number")
    outputs = (dimension.value, measure, Over("running", measure))
    return draft.query(outputs, dimensions=(dimension,), orders=(Order(dimension.value),))


def part_of_whole(draft: Draft) -> Query | None:
    """Each group with its percentage of the total."""
    measure = draft.amount(0.6)
    dimension = draft.dimension(up_to=40)
    if measure is None or dimension is None or (dimension.entity and not dimension.names):
        return None
    names = groups.shown_names(draft, dimension)
    return draft.query((*names, measure, Over("share", measure)), dimensions=(dimension,))


def change(draft: Draft) -> Derived | None:
    """A figure for each period with the difference to the one before."""
    measure = draft.amount(0.6)
    dimension = draft.dimension(up_to=120, dated=True)
    if measure is None or dimension is None or not isinstance(dimension.value, Bucket):
        return None
    if dimension.value.grain == "weekday":
        return None
    if not draft.is_single:
        draft.restrict("equals", "flag", "number")
    query = draft.query((dimension.value, measure), dimensions=(dimension,))
    return Derived("change", query) if query else None


def best_of_each(draft: Draft) -> Derived | None:
    """The first rows of each group by a number."""
    measure = draft.measure()
    partition = draft.dimension(up_to=40)
    if measure is None or partition is None or partition.entity or not isinstance(measure.of, Field):
        return None
    outputs = (*draft.show(1, named=0.9, source=0), *draft.show_rest())
    if not outputs or partition.value in outputs or draft.rows < 2 * draft.groups:
        return None
    query = draft.query((partition.value, *outputs, measure.of), orders=(Order(measure.of, descending=True),))
    return Derived("top_per_group", query, partition.value, draft.rng.choice((1, 3, 3, 5))) if query else None


def alike(draft: Draft) -> Derived | None:
    """Each two rows that have the same value in a column."""
    table = draft.subject.table
    if not draft.is_single or not draft.subject.names or len(table.primary_key) != 1:
        return None
    names = tuple(draft.take(0, column) for column in draft.subject.names)
    same = draft.dimension(up_to=0.8 * table.row_count, at_least=3)
    if same is None or not isinstance(same.value, Field):
        return None
    if table.row_count / draft.groups > _SEVERAL and not draft.restrict():
        return None
    query = draft.query((*names, same.value))
    return Derived("alike", query, same.value) if query else None


def average_of_groups(draft: Draft) -> Derived | None:
    """How many rows, or how much, a group has on average."""
    query = _grouped(draft)
    return Derived("average_of_groups", query) if query else None


def above_average(draft: Draft) -> Derived | None:
    """The groups with more than the average group."""
    query = _grouped(draft)
    return Derived("groups_above_average", query) if query else None


def _grouped(draft: Draft) -> Query | None:
    measure = draft.amount(0.4)
    dimension = draft.dimension(up_to=float("inf"), at_least=3)
    if measure is None or dimension is None:
        return None
    columns = [field.column for field in fields_of(dimension.value)]
    if any(column.statistics.null_fraction for column in columns):
        return None  # the rows without a value are no group to be compared with others
    if not dimension.entity and any(map(says_how_it_is, columns)):
        return None  # of three sexes nobody asks for the average
    return draft.query((*groups.shown_names(draft, dimension), measure), dimensions=(dimension,))
