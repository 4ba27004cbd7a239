"""The query tree: what is asked, free of any language. SQL, Chinese and English are each rendered from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.pairs.conditions import ColumnCondition, Condition, Equals, plain_conditions
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value

Comparison = Literal[">", "<", ">=", "<=", "="]
AggregateKind = Literal["count", "count_distinct", "sum", "avg", "min", "max", "share"]
OverKind = Literal["rank", "running", "share", "group_average"]
SetKind = Literal["union", "intersect", "except"]
DerivedKind = Literal["top_per_group", "average_of_groups", "groups_above_average", "change", "any", "alike"]

__all__ = [
    "AggregateKind",
    "Band",
    "Bucket",
    "Comparison",
    "Computed",
    "Derived",
    "Dimension",
    "Field",
    "Having",
    "Join",
    "Measure",
    "Order",
    "Output",
    "Over",
    "Query",
    "Question",
    "SetQuery",
    "Value",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Join:
    """Brings in ``Query.tables[source]`` by a key that runs from ``child`` to ``parent`` (positions in ``tables``)."""

    source: int
    child: int
    parent: int
    key: ForeignKey
    outer: bool = False  # LEFT JOIN: rows of the earlier table stay although nothing matches


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate over the rows, or those that meet ``condition`` (FILTER); ``share`` is their percentage.

    ``count`` without a value counts rows.
    """

    kind: AggregateKind
    of: Value | None = None
    condition: ColumnCondition | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """A window function: the rank by ``by``, the running total of ``by`` along the first group, its share of the
    whole, or the average of ``by`` within ``partition``.
    """

    kind: OverKind
    by: Value | Measure
    partition: Value | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What to group by. ``entity``: the rows of the value's table, told apart by its key and called by ``names``."""

    value: Value
    entity: bool = False
    names: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Having:
    """Groups whose measure compares with ``value`` so."""

    measure: Measure
    operator: Comparison
    value: str


Output = Value | Measure | Over


@dataclass(frozen=True, slots=True)
class Order:
    """Ascending unless told otherwise."""

    by: Value | Measure
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT. With ``dimensions`` or measures among the outputs it aggregates, otherwise it lists rows.

    The first of ``orders`` is asked for, further ones decide among rows that share their rank. ``some``: there are
    things without any of the rows that are counted; that they, whom an inner join leaves out, are not meant is told.
    """

    tables: tuple[Table, ...]
    joins: tuple[Join, ...] = ()
    outputs: tuple[Output, ...] = ()
    conditions: tuple[Condition, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    having: Having | None = None
    orders: tuple[Order, ...] = ()
    limit: int | None = None
    distinct: bool = False
    some: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The aggregates among the outputs."""
        return tuple(output for output in self.outputs if isinstance(output, Measure))

    @property
    def windows(self) -> tuple[Over, ...]:
        """The window functions among the outputs."""
        return tuple(output for output in self.outputs if isinstance(output, Over))

    @property
    def shown(self) -> tuple[Value, ...]:
        """The outputs that are neither."""
        return tuple(output for output in self.outputs if not isinstance(output, Measure | Over))

    @property
    def told_ends(self) -> set[int]:
        """Positions of the tables next to the first one, on the ways to those of whose rows a condition tells.

        Where there are rows that are named, or one that comes twice makes a difference, only on the ways to these.
        """
        told = plain_conditions(self.conditions)
        named = tuple(one for one in told if isinstance(one, Equals) and one.entity)
        if named or self.dimensions or any(measure.kind != "count_distinct" for measure in self.measures):
            told = named
        return {self.beside_subject(one.field.source) for one in told} - {0}

    def table_of(self, field: Field) -> Table:
        """The table that a field belongs to."""
        return self.tables[field.source]

    def beside_subject(self, source: int) -> int:
        """The position of the table next to the first one, on the way to another; of the first one its own."""
        before = {join.source: join.child for join in self.joins if join.parent == join.source}
        while before.get(source, 0):
            source = before[source]
        return source


@dataclass(frozen=True, slots=True)
class SetQuery:
    """The rows of ``left`` and (union), that are also (intersect) or that are not (except) among those of ``right``.

    Both list the same columns of the same subject, or (see ``two_tables``) each its own column of one meaning.
    """

    kind: SetKind
    left: Query
    right: Query


def two_kinds(question: SetQuery) -> bool:
    """What rows of two kinds have in common is asked for: the sides differ in what they say of one column."""
    sides = [plain_conditions(side.conditions) for side in (question.left, question.right)]
    fields = [condition.field for conditions in sides for condition in conditions]
    return question.kind == "intersect" and len(fields) == len(sides) and fields[0] == fields[1]


def two_tables(question: SetQuery) -> bool:
    """Values that two tables have in common are asked for, or those that only the first one has."""
    return question.left.tables[0].key != question.right.tables[0].key


@dataclass(frozen=True, slots=True)
class Derived:
    """A query over the result of another.

    ``top_per_group``: the first ``limit`` rows of each ``partition`` in the query's order. ``average_of_groups``: the
    average of the query's one measure over its groups. ``groups_above_average``: the groups whose measure is above that
    average. ``change``: each period with the difference to the period before. ``any``: whether the query has any row.
    ``alike``: each two of the query's rows that have the same ``partition``; the query lists names and that value.
    """

    kind: DerivedKind
    query: Query
    partition: Value | None = None
    limit: int = 0


Question = Query | SetQuery | Derived


def selects(question: Question) -> tuple[Query, ...]:
    """The SELECTs that a question is made of, the main one first."""
    if isinstance(question, SetQuery):
        return question.left, question.right
    return (question.query,) if isinstance(question, Derived) else (question,)
