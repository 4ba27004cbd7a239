"""Conditions on rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.pairs.values import Field, Grain


@dataclass(frozen=True, slots=True)
class Equals:
    """``field = value``; ``value`` as PostgreSQL writes it. ``entity``: it tells which row is meant."""

    field: Field
    value: str
    entity: bool = False
    negated: bool = False
    given: bool = False  # the value is the number that the business gave the row

    @property
    def by_number(self) -> bool:
        """The row that is meant has no name, only a number: its key, or one that it was given."""
        return self.entity and (self.given or self.field.column.category == "N")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several values."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A column that says yes or no (see ``pairs.flags``), or its opposite."""

    field: Field
    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A measure against a threshold."""

    field: Field
    operator: Literal[">", "<", ">=", "<="]
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """A measure within two thresholds, both included."""

    field: Field
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Window:
    """A date within the month, quarter or year that starts on ``start``; ``main``: its table has no other date."""

    field: Field
    grain: Grain
    start: date
    main: bool


@dataclass(frozen=True, slots=True)
class Since:
    """A date after (or before) a day."""

    field: Field
    day: date
    before: bool = False


@dataclass(frozen=True, slots=True)
class IsNull:
    """A column that is empty, or (``negated``) filled in."""

    field: Field
    negated: bool


@dataclass(frozen=True, slots=True)
class Contains:
    """A text column with ``part`` somewhere in it, or (``start``) at its beginning."""

    field: Field
    part: str
    start: bool = False


@dataclass(frozen=True, slots=True)
class HasElement:
    """An array with ``value`` among its elements."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A number above or below the average of all rows, or equal to the greatest or least of them."""

    field: Field
    kind: Literal["above_average", "below_average", "greatest", "least"]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A number above (else below) that of the row which ``other`` names, or those of all rows that meet ``other``."""

    field: Field
    other: Equals
    above: bool


ColumnCondition = (
    Equals | OneOf | IsTrue | Compare | Between | Window | Since | IsNull | Contains | HasElement | Relative | Beyond
)


@dataclass(frozen=True, slots=True)
class Either:
    """One condition or the other."""

    first: ColumnCondition
    second: ColumnCondition


@dataclass(frozen=True, slots=True)
class Related:
    """Rows of the first table at which a row of ``child`` points by ``key``, or (not ``exists``) none does.

    ``conditions`` are on the child, whose fields' source is 0, or on ``parent``, to which the child points in turn by
    ``further``: its fields' source is 1. ``listed``: written with IN instead of EXISTS.
    """

    child: Table
    key: ForeignKey
    exists: bool
    conditions: tuple[ColumnCondition, ...] = ()
    listed: bool = False
    parent: Table | None = None
    further: ForeignKey | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The child, and what else is read to find its rows."""
        return (self.child, self.parent) if self.parent else (self.child,)


Condition = ColumnCondition | Either | Related


def plain_conditions(conditions: tuple[Condition, ...]) -> tuple[ColumnCondition, ...]:
    """The conditions on single columns of the query's own tables, alternatives taken apart."""
    found: list[ColumnCondition] = []
    for condition in conditions:
        if isinstance(condition, Either):
            found += [condition.first, condition.second]
        elif not isinstance(condition, Related):
            found.append(condition)
    return tuple(found)
