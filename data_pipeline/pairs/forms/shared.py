"""What two kinds of rows have in common: cities with both small and large shops."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import exp
from random import Random

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.conditions import ColumnCondition, Compare, Equals, Related
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.related import further_link, pointing
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.known_values import FAVOURITES
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.options import NUMBERS, places, restrictions, told_apart
from data_pipeline.pairs.related_rows import joined_to
from data_pipeline.pairs.roles import is_year
from data_pipeline.pairs.subjects import Subject, subject_of
from data_pipeline.pairs.tree import Query, SetKind, SetQuery
from data_pipeline.pairs.values import Field

_BY_NAME = 0.5  # how often what rows refer to is told by its name
_OF_TABLES = 0.2  # how often it is two tables whose rows have a place in common, where there are such
_DRAWS = 6  # of a condition on a column, until two tell kinds apart
_ENOUGH = 1.5  # rows of the answer to expect
_MOSTLY = 0.9  # of the rows: a kind that nearly all are of is none
_NOT_ALL = 0.97  # of the rows that there could be
_SEVERAL = 2  # rows that point at one on average: of one payment each none is both large and small
_DIFFERENT, _MOST = 6, 60  # values that are worth comparing: of fewer all have everything


def of_both(draft: Draft) -> SetQuery | None:
    """Values that two kinds of rows share, rows that two kinds of another table point at, or places of two tables."""
    if not draft.is_single:
        return None
    if draft.rng.random() < _OF_TABLES and (found := _places(draft)):
        return found
    return _parents(draft) if draft.rng.random() < 0.5 else _values(draft)


def _places(draft: Draft) -> SetQuery | None:
    """Places that rows of two tables are in, or of the first one alone: cities with both customers and suppliers."""
    kind: SetKind = draft.rng.choice(("intersect", "intersect", "except"))
    pairs = [
        (own, other, twin)
        for own in places(draft.subject)
        for other in draft.subjects.values()
        for twin in (places(other) if other is not draft.subject else ())
        if words_of(own.name) == words_of(twin.name) and own.type == twin.type and _tells(own, twin, kind)
    ]
    if not pairs:
        return None
    own, other, twin = draft.rng.choice(pairs)
    right = Query((other.table,), outputs=(Field(0, twin),))
    return SetQuery(kind, Query((draft.subject.table,), outputs=(draft.take(0, own),)), right)


def _tells(own: Column, twin: Column, kind: SetKind) -> bool:
    """Whether there is such a place, by the values that are known to occur."""
    here, there = ({*c.statistics.common_values, *c.statistics.bounds} for c in (own, twin))
    return bool(here & there if kind == "intersect" else here - there)


def _values(draft: Draft) -> SetQuery | None:
    same = draft.dimension(up_to=_MOST, at_least=_DIFFERENT)
    if same is None or same.entity or not isinstance(same.value, Field):
        return None
    column = same.value.column
    if draft.subject.leads_to_named(column) or column.statistics.null_fraction or not told_apart((same.value,)):
        return None  # two NULLs would be a value in common
    if draft.subject.roles[column.name] in NUMBERS and not is_year(column):
        return None  # nobody asks which numbers of new customers two kinds of months share
    kinds = _two_kinds(draft.subject, {column.name}, draft.rng)
    if kinds is None or _expected(draft.groups, draft.rows, kinds) < _ENOUGH:
        return None
    left, right = (Query((draft.subject.table,), outputs=(same.value,), conditions=(met,)) for met, _ in kinds)
    return SetQuery("intersect", left, right)


def _parents(draft: Draft) -> SetQuery | None:
    related, outputs = draft.child(), draft.identity()
    child = subject_of(related.child, draft.subjects) if related else None
    if related is None or child is None or not outputs or not told_apart(outputs):
        return None
    rows = pointing(related)
    related, kinds = _kinds_of_child(draft, child, related)
    if kinds is None or rows < _SEVERAL * draft.rows:
        return None
    if not _ENOUGH <= _expected(draft.rows, rows, kinds) <= _NOT_ALL * draft.rows:
        return None
    left, right = (joined_to(draft.subject.table, replace(related, conditions=(met,)), outputs) for met, _ in kinds)
    return SetQuery("intersect", left, right)


def _kinds_of_child(draft: Draft, child: Subject, related: Related) -> tuple[Related, tuple[Chosen, Chosen] | None]:
    """Two kinds of the child's rows, or of what they refer to in turn: of that also two that many of them refer to."""
    link = further_link(draft, child, related)
    if link is None:
        return related, _two_kinds(child, set(related.key.columns), draft.rng)
    related = replace(related, parent=link.parent, further=link.key)
    parent = draft.subjects[link.parent.key]
    if len(parent.names) == 1 and len(link.referred) > 1 and draft.rng.random() < _BY_NAME:
        named = draft.rng.sample(link.referred[:FAVOURITES], 2)
        first, second = ((Equals(Field(1, parent.names[0]), called[0], entity=True), share) for called, share in named)
        return related, (first, second)
    return related, _two_kinds(parent, set(), draft.rng, source=1)


def _two_kinds(subject: Subject, taken: set[str], rng: Random, *, source: int = 0) -> tuple[Chosen, Chosen] | None:
    """Two conditions on one column that no row meets both of, the likelier columns rather; none on names."""
    choices = restrictions(subject, ("equals", "range"), is_own=True)
    for choice in sorted(choices, key=lambda one: rng.expovariate(one.weight)):
        if choice.column.name in taken or choice.column in subject.names:
            continue
        first, *further = (choice.choose(Field(source, choice.column), rng) for _ in range(_DRAWS))
        second = next((one for one in further if first and one and _exclude(first[0], one[0])), None)
        if first and second and max(first[1], second[1]) <= _MOSTLY:
            return first, second
    return None


def _exclude(first: ColumnCondition, second: ColumnCondition) -> bool:
    if isinstance(first, Equals) and isinstance(second, Equals):
        return first.value != second.value
    if not isinstance(first, Compare) or not isinstance(second, Compare) or first.operator == second.operator:
        return False
    low, high = (first, second) if first.operator == "<" else (second, first)
    return Decimal(low.value) <= Decimal(high.value)


def _expected(groups: float, rows: float, kinds: tuple[Chosen, Chosen]) -> float:
    """How many of so many groups have rows of both kinds, if ``rows`` are spread over them by chance."""
    (_, first), (_, second) = kinds
    each = rows / max(1.0, groups)
    return groups * (1 - exp(-each * first)) * (1 - exp(-each * second))
