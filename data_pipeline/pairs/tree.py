"""The query tree: what is asked, free of any language. SQL, Chinese and English are each rendered from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_pipeline.catalog.model import Column, ForeignKey, Table

Grain = Literal["month", "quarter", "year"]
Aggregate = Literal["count", "count_distinct", "sum", "avg", "min", "max", "share"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of one of the query's tables; ``source`` is the position in ``Query.tables``."""

    source: int
    column: Column


@dataclass(frozen=True, slots=True)
class Join:
    """Brings in ``Query.tables[source]`` by a key that runs from ``child`` to ``parent`` (positions in ``tables``)."""

    source: int
    child: int
    parent: int
    key: ForeignKey
    outer: bool = False  # LEFT JOIN: rows of the earlier table stay although nothing matches


@dataclass(frozen=True, slots=True)
class Equals:
    """``field = value``; ``value`` as PostgreSQL writes it. ``entity``: the field is the name of its table's entity."""

    field: Field
    value: str
    entity: bool = False


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A boolean column, or its opposite."""

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
class IsNull:
    """A column that is empty, or (``negated``) filled in."""

    field: Field
    negated: bool


@dataclass(frozen=True, slots=True)
class Contains:
    """A text column with ``part`` somewhere in it."""

    field: Field
    part: str


@dataclass(frozen=True, slots=True)
class Related:
    """Rows of the first table at which a row of ``child`` points by ``key``, or (not ``exists``) none does."""

    child: Table
    key: ForeignKey
    exists: bool


ColumnCondition = Equals | IsTrue | Compare | Between | Window | IsNull | Contains
Condition = ColumnCondition | Related


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate. ``count`` counts rows or a field's values; ``share`` is the percentage that meets ``condition``."""

    kind: Aggregate
    field: Field | None = None
    condition: ColumnCondition | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column to group by. ``entity``: the name of its table's entity; ``bucket``: the month or year of a date, and
    ``main`` that its table has no other date.
    """

    field: Field
    entity: bool = False
    bucket: Literal["", "month", "year"] = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Having:
    """The measure above ``value``."""

    value: str


@dataclass(frozen=True, slots=True)
class Order:
    """By ``field``, or by the measure (None), or by the first dimension (``by_dimension``)."""

    descending: bool
    field: Field | None = None
    by_dimension: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One question. Either ``measure`` (with or without dimensions) or ``columns`` (a list of rows) is set."""

    tables: tuple[Table, ...]
    joins: tuple[Join, ...] = ()
    measure: Measure | None = None
    dimensions: tuple[Dimension, ...] = ()
    columns: tuple[Field, ...] = ()
    conditions: tuple[Condition, ...] = ()
    having: Having | None = None
    order: Order | None = None
    limit: int | None = None

    def table_of(self, field: Field) -> Table:
        """The table that a field belongs to."""
        return self.tables[field.source]
