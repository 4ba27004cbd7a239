"""Conditions of the query tree as PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Column, Table
from data_pipeline.names import qualified, quoted
from data_pipeline.pairs.conditions import (
    Between,
    Beyond,
    ColumnCondition,
    Compare,
    Condition,
    Contains,
    Either,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.flags import spelling
from data_pipeline.pairs.values import Field, Grain

_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
_RELATIVE = {"above_average": (">", "AVG"), "below_average": ("<", "AVG"), "greatest": ("=", "MAX"),
             "least": ("=", "MIN")}  # fmt: skip


def table_name(table: Table) -> str:
    """The table in a shipped query: quoted where needed, with its schema only where that is not public."""
    return quoted(table.name) if table.schema == "public" else qualified(table.schema, table.name)


def window_end(start: date, grain: Grain) -> date:
    """The first day after the window."""
    months = start.year * 12 + start.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def string(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


class ConditionWriter:
    """Columns and conditions over the tables of one SELECT; ``aliases`` are theirs, "" where a table has none."""

    def __init__(self, tables: Sequence[Table], aliases: Sequence[str]) -> None:
        self.tables = tables
        self.aliases = aliases

    def column(self, source: int, name: str) -> str:
        """A column by the position of its table."""
        alias = self.aliases[source]
        return f"{alias}.{quoted(name)}" if alias else quoted(name)

    def field(self, field: Field) -> str:
        """A column of the tree."""
        return self.column(field.source, field.column.name)

    def alive(self, *sources: int) -> list[str]:
        """That the rows of these tables are not marked as deleted."""
        marks = ((source, mark_of_deletion(self.tables[source])) for source in sources)
        return [f"{self.column(source, mark[0].name)} {mark[1]}" for source, mark in marks if mark]

    def condition(self, condition: Condition) -> str:
        """Any condition; alternatives in brackets."""
        if isinstance(condition, Related):
            return self._related(condition)
        if isinstance(condition, Either):
            return f"({self._on_column(condition.first)} OR {self._on_column(condition.second)})"
        return self._on_column(condition)

    def _on_column(self, condition: ColumnCondition) -> str:
        field = self.field(condition.field)
        match condition:
            case Equals(value=value, negated=negated):
                return f"{field} {'<>' if negated else '='} {literal(condition.field.column, value)}"
            case OneOf(values=values):
                return f"{field} IN ({', '.join(literal(condition.field.column, value) for value in values)})"
            case IsTrue(value=true):
                if condition.field.column.category == "B":
                    return f"{field} = {'TRUE' if true else 'FALSE'}"
                yes, no = spelling(condition.field.column) or ("1", "0")
                return f"{field} = {literal(condition.field.column, yes if true else no)}"
            case Compare(operator=operator, value=value):
                return f"{field} {operator} {value}"
            case Between(low=low, high=high):
                return f"{field} BETWEEN {low} AND {high}"
            case Window(grain=grain, start=start):
                return f"{field} >= '{start}' AND {field} < '{window_end(start, grain)}'"
            case Since(day=day, before=False) if condition.field.column.type.startswith("timestamp"):
                return f"{field} >= '{day + timedelta(days=1)}'"  # after the day, not after its midnight
            case Since(day=day, before=before):
                return f"{field} {'<' if before else '>'} '{day}'"
            case IsNull(negated=negated):
                return f"{field} IS {'NOT ' if negated else ''}NULL"
            case Contains(part=part, start=start):
                return f"{field} LIKE {string(('' if start else '%') + _escaped(part) + '%')}"
            case HasElement(value=value):
                return f"{string(value)} = ANY({field})"
            case Relative(kind=kind):
                compared, aggregate = _RELATIVE[kind]
                of = f"SELECT {aggregate}({quoted(condition.field.column.name)})"
                return f"{field} {compared} ({of} FROM {_living(self.tables[condition.field.source])})"
            case Beyond():
                return self._beyond(condition)

    def _beyond(self, condition: Beyond) -> str:
        """The other row's number, or the greatest (or least) of the others', found by a subquery."""
        column, other = quoted(condition.field.column.name), condition.other
        compared, extreme = (">", "MAX") if condition.above else ("<", "MIN")
        number = column if other.entity else f"{extreme}({column})"
        met = f"{quoted(other.field.column.name)} = {literal(other.field.column, other.value)}"
        table = self.tables[condition.field.source]
        met = " AND ".join([met, *ConditionWriter((table,), ("",)).alive(0)])
        return f"{self.field(condition.field)} {compared} (SELECT {number} FROM {table_name(table)} WHERE {met})"

    def _related(self, related: Related) -> str:
        """``ref_columns`` are named with their table: the subquery may have columns of the same name."""
        outside = self.aliases[0] or self.tables[0].name  # what the subquery must be able to name
        names = [f"{name}2" if name == outside else name for name in ("r", "p")]
        bare = related.listed and not related.parent
        inner = ConditionWriter(related.tables, ("",) if bare else names[: len(related.tables)])
        met = [inner.condition(condition) for condition in related.conditions]
        met += inner.alive(*range(len(related.tables)))
        child = inner.joined(related)
        if related.listed:
            column = inner.column(0, related.key.columns[0])
            if not related.exists and related.child.column(related.key.columns[0]).nullable:
                met.append(f"{column} IS NOT NULL")  # NOT IN over a NULL lets nothing through
            where = f" WHERE {' AND '.join(met)}" if met else ""
            negated = "" if related.exists else "NOT "
            return f"{self.column(0, related.key.ref_columns[0])} {negated}IN (SELECT {column} FROM {child}{where})"
        outer = self.aliases[0] or quoted(self.tables[0].name)
        pairs = zip(related.key.columns, related.key.ref_columns, strict=True)
        equal = [f"{inner.column(0, own)} = {outer}.{quoted(parent)}" for own, parent in pairs]
        exists = "EXISTS" if related.exists else "NOT EXISTS"
        return f"{exists} (SELECT 1 FROM {child} WHERE {' AND '.join(equal + met)})"

    def joined(self, related: Related) -> str:
        """The tables of a subquery."""
        named = zip(map(table_name, self.tables), self.aliases, strict=True)
        child, *parent = [f"{name} AS {alias}" if alias else name for name, alias in named]
        if related.further is None:
            return child
        pairs = zip(related.further.columns, related.further.ref_columns, strict=True)
        equal = " AND ".join(f"{self.column(0, own)} = {self.column(1, other)}" for own, other in pairs)
        return f"{child} JOIN {parent[0]} ON {equal}"


def _living(table: Table) -> str:
    """The table in a subquery, without the rows that are marked as deleted."""
    met = ConditionWriter((table,), ("",)).alive(0)
    return f"{table_name(table)} WHERE {met[0]}" if met else table_name(table)


def literal(column: Column, value: str) -> str:
    """A value of the column as PostgreSQL writes it."""
    return value if column.category == "N" else string(value)


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
