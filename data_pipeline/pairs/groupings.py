"""What rows can be grouped by: columns whose values repeat, rows that they refer to, periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.moments import has_infinite
from data_pipeline.pairs import literals
from data_pipeline.pairs.flags import is_switch
from data_pipeline.pairs.numbered import number_of_rows
from data_pipeline.pairs.roles import Role, distinct_values, is_remark, is_serial, is_state, is_year, says_how_it_is
from data_pipeline.pairs.subjects import Subject
from data_pipeline.pairs.tree import Dimension
from data_pipeline.pairs.values import Bucket, BucketGrain, Field

_GRAINS: tuple[BucketGrain, ...] = ("month", "year", "quarter", "weekday")
_ROWS_OF_PERIOD = 3  # that a month or year has on average, so that there is something to compare
_REPEATS = 1.1  # rows that a row which they lead to has on average
_FIRST = 5  # values that come before the group of rows without one
_RANKED_STATES = 0.4  # of its weight: seldom does anybody ask which status comes first
_KEPT = 2_000  # tables of which what they offer is kept: they are drawn again and again


@dataclass(frozen=True, slots=True)
class DimensionOption:
    """A column to group by, with the number of groups to expect."""

    column: Column
    groups: float
    weight: float
    subject: Subject
    grain: BucketGrain | None = None
    entity: bool = False

    @property
    def is_ranked(self) -> bool:
        """People ask which group comes first: not of yes and no, nor of numbers, which have an order of their own.

        Nor where the rows without a value would be the group that comes first, or among the first.
        """
        has_order = self.subject.roles[self.column.name] in (Role.FLAG, Role.LEVEL) or is_switch(self.column)
        return not has_order and not _is_mostly_empty(self.column)

    def liking(self, *, ranked: bool) -> float:
        """How likely people are to group by it, or to ask which group comes first: seldom of a status."""
        return self.weight * (_RANKED_STATES if ranked and is_state(self.column) else 1)

    def dimension(self, source: int, rng: Random) -> Dimension:
        """The dimension; an entity is grouped by its declared key, or by key and names, or by its names."""
        field = Field(source, self.column)
        if self.grain:
            main = self.column == self.subject.main_date and self.subject.only_date
            return Dimension(Bucket(field, self.grain, main))
        if not self.entity:
            return Dimension(field)
        names = tuple(Field(source, name) for name in self.subject.names or (self.column,))
        key = self.subject.table.primary_key
        if len(key) == 1 and not self.subject.table.is_view:
            shown = names if self.subject.names and rng.random() < 0.45 else ()
            return Dimension(Field(source, self.subject.table.column(key[0])), entity=True, names=shown)
        return Dimension(names[0], entity=True, names=names[1:])


def dimensions(
    subject: Subject, source: int, counted: Subject, *, dated: bool, rows: float, acting: bool = False
) -> list[DimensionOption]:
    """Every sensible grouping of the ``counted`` rows by a table's columns; ``dated``: by periods only.

    ``rows``: how many rows of the table the counted ones lead to; where each leads to another one there are no groups.
    A joined table that has names is mostly there for its rows to be the groups; seldom for their gender, not at all
    where they act for the counted ones (``acting``: an approver), and never for their status, scores and rates. The
    rows of a link table are counted for the rows that they link alone.
    """
    if dated:  # what is dated itself is not counted by the dates of what it belongs to
        return [] if source and (_periods(counted) or counted.is_link) else list(_periods(subject))
    if not source:
        return list(_columns_to_group_by(subject))
    found = [
        replace(one, weight=0.3 * one.weight) if says_how_it_is(one.column) or _is_flag(subject, one.column) else one
        for one in ([] if counted.is_link else _columns_to_group_by(subject))
        if subject.roles[one.column.name] is not Role.LEVEL
        and not is_state(one.column)
        and not (acting and (says_how_it_is(one.column) or _is_flag(subject, one.column)))
    ]
    known_by = subject.names[-1] if subject.names else number_of_rows(subject)
    if known_by and counted.table.row_count >= _REPEATS * rows:
        weight = 3 + 1.8 * sum(option.weight for option in found)
        found.append(DimensionOption(known_by, rows, weight, subject, entity=True))
    return found


def _is_flag(subject: Subject, column: Column) -> bool:
    return subject.roles[column.name] is Role.FLAG


@lru_cache(maxsize=_KEPT)
def _columns_to_group_by(subject: Subject) -> tuple[DimensionOption, ...]:
    return tuple(_groupings(subject))


def _groupings(subject: Subject) -> Iterator[DimensionOption]:
    for column in subject.columns(Role.CATEGORY, Role.FLAG, Role.TEXT, Role.CODE, Role.LEVEL, Role.ID, Role.NAME):
        if is_serial(column) or is_remark(column) or _numbers_things(subject, column):
            continue
        groups = distinct_values(column, subject.table.row_count)
        if groups is not None and 2 <= groups <= subject.table.row_count / 1.5 and _groupable(subject, column):
            role = subject.roles[column.name]
            weight = 3 if role in (Role.CATEGORY, Role.FLAG) or is_year(column) else 0.4 if role is Role.LEVEL else 0.8
            weight = 0.15 if subject.leads_to_named(column) else weight
            yield DimensionOption(column, groups, weight, subject)


def _numbers_things(subject: Subject, column: Column) -> bool:
    """A number or code of something that has no table, which may repeat elsewhere: pile P01 of each area."""
    return subject.roles[column.name] is Role.CODE and not is_year(column)


def _groupable(subject: Subject, column: Column) -> bool:
    """Keys that refer to something, and columns whose values repeat; no free text."""
    role = subject.roles[column.name]
    if role is Role.ID:
        return any(link.key.columns == (column.name,) for link in subject.parents)
    if role is Role.LEVEL:
        distinct = distinct_values(column, subject.table.row_count)
        return distinct is not None and distinct <= 20 and column.type in ("smallint", "integer", "bigint")
    return all(len(value) <= 40 for value in column.statistics.common_values)


@lru_cache(maxsize=_KEPT)
def _periods(subject: Subject) -> tuple[DimensionOption, ...]:
    return tuple(_dated(subject))


def _dated(subject: Subject) -> Iterator[DimensionOption]:
    for column in subject.columns(Role.DATE) or ([subject.main_date] if subject.main_date else []):
        days = literals.observed_dates(column)
        months = len({(day.year, day.month) for day in days})
        years = len({day.year for day in days})
        for grain in _grains(subject, column):
            groups = {"year": years, "month": months, "quarter": months / 2, "weekday": 7}[grain]
            if 2 <= groups <= subject.table.row_count / _ROWS_OF_PERIOD and len(set(days)) >= 3:
                yield DimensionOption(column, groups, 1, subject, grain=grain)


def _grains(subject: Subject, column: Column) -> tuple[BucketGrain, ...]:
    """Days of the week only for what happens, by when it happens: nobody is hired rather on Mondays.

    Infinity would be a month of its own.
    """
    if has_infinite(column):
        return ()
    if subject.is_entity:
        return ("month", "year")
    return _GRAINS if column == subject.main_date else ("month", "year", "quarter")


def _is_mostly_empty(column: Column) -> bool:
    fractions = column.statistics.common_fractions[:_FIRST]
    return column.statistics.null_fraction > (fractions[-1] if len(fractions) == _FIRST else 0.02)
