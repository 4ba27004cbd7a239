"""The query tree as PostgreSQL."""

from __future__ import annotations

from datetime import date

from data_pipeline.catalog.model import Table
from data_pipeline.names import qualified, quoted
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.tree import (
    Between,
    Compare,
    Condition,
    Contains,
    Dimension,
    Equals,
    Field,
    Grain,
    IsNull,
    IsTrue,
    Join,
    Measure,
    Query,
    Related,
    Window,
)  # fmt: skip

_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
_EXACT = ("numeric", "integer", "smallint", "bigint")


def to_sql(query: Query) -> str:
    """One SELECT ending in ``;``; tables of public without their schema, identifiers quoted only where they must be."""
    return _Writer(query).text()


def window_end(start: date, grain: Grain) -> date:
    """The first day after the window."""
    months = start.year * 12 + start.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


class _Writer:
    def __init__(self, query: Query) -> None:
        self.query = query
        self.aliases = _aliases(query)

    def text(self) -> str:
        query = self.query
        clauses = [f"SELECT {', '.join(self._selected())}", f"FROM {self._from()}"]
        if query.conditions:
            clauses.append("WHERE " + " AND ".join(self._condition(condition) for condition in query.conditions))
        if query.dimensions and query.measure:
            clauses.append("GROUP BY " + ", ".join(self._grouped()))
        if query.having and query.measure:
            clauses.append(f"HAVING {self._measure(query.measure)} > {query.having.value}")
        if query.order:
            clauses.append("ORDER BY " + self._ordered())
        if query.limit:
            clauses.append(f"LIMIT {query.limit}")
        return "\n".join(clauses) + ";"

    def _selected(self) -> list[str]:
        if self.query.measure is None:
            return [self._field(field) for field in self.query.columns]
        dimensions = [self._dimension(dimension) + _as_bucket(dimension) for dimension in self.query.dimensions]
        return [*dimensions, f"{self._measure(self.query.measure)} AS {quoted(_alias_of(self.query.measure))}"]

    def _from(self) -> str:
        return "\n".join([self._table(0), *(self._join(join) for join in self.query.joins)])

    def _table(self, source: int) -> str:
        alias = self.aliases[source]
        return table_name(self.query.tables[source]) + (f" AS {alias}" if alias else "")

    def _join(self, join: Join) -> str:
        pairs = zip(join.key.columns, join.key.ref_columns, strict=True)
        equal = [f"{self._column(join.child, child)} = {self._column(join.parent, parent)}" for child, parent in pairs]
        return f"{'LEFT JOIN' if join.outer else 'JOIN'} {self._table(join.source)} ON {' AND '.join(equal)}"

    def _field(self, field: Field) -> str:
        return self._column(field.source, field.column.name)

    def _column(self, source: int, name: str) -> str:
        alias = self.aliases[source]
        return f"{alias}.{quoted(name)}" if alias else quoted(name)

    def _dimension(self, dimension: Dimension) -> str:
        field = self._field(dimension.field)
        if dimension.bucket == "month":
            return f"to_char({field}, 'YYYY-MM')"
        return f"EXTRACT(YEAR FROM {field})" if dimension.bucket == "year" else field

    def _grouped(self) -> list[str]:
        """Two rows of one name stay two groups: an entity whose name is not unique is also grouped by its key."""
        groups: list[str] = []
        for dimension in self.query.dimensions:
            table = self.query.table_of(dimension.field)
            if dimension.entity and (dimension.field.column.name,) not in (table.primary_key, *table.unique_keys):
                groups += [self._column(dimension.field.source, name) for name in table.primary_key]
            groups.append(self._dimension(dimension))
        return groups

    def _measure(self, measure: Measure) -> str:
        if measure.condition is not None:
            return f"ROUND(100.0 * COUNT(*) FILTER (WHERE {self._condition(measure.condition)}) / COUNT(*), 2)"
        if measure.field is None:
            return "COUNT(*)"
        field = self._field(measure.field)
        if measure.kind == "avg":
            exact = measure.field.column.type.startswith(_EXACT)
            return f"ROUND(AVG({field}){'' if exact else '::numeric'}, 2)"
        return f"COUNT(DISTINCT {field})" if measure.kind == "count_distinct" else f"{measure.kind.upper()}({field})"

    def _ordered(self) -> str:
        query, order = self.query, self.query.order
        assert order is not None  # noqa: S101 - the caller asks only then
        if order.field is not None:
            nulls = " NULLS LAST" if order.field.column.nullable and order.descending else ""
            return self._field(order.field) + (" DESC" if order.descending else "") + nulls
        if order.by_dimension or query.measure is None:
            return self._dimension(query.dimensions[0])
        measured = query.measure.field if query.measure.kind in ("sum", "avg", "min", "max") else None
        nulls = " NULLS LAST" if measured and measured.column.nullable and order.descending else ""
        return quoted(_alias_of(query.measure)) + (" DESC" if order.descending else "") + nulls

    def _condition(self, condition: Condition) -> str:
        if isinstance(condition, Related):
            return self._related(condition)
        field = self._field(condition.field)
        match condition:
            case Equals(value=value):
                return f"{field} = {_literal(condition.field, value)}"
            case IsTrue(value=true):
                return f"{field} = {'TRUE' if true else 'FALSE'}"
            case Compare(operator=operator, value=value):
                return f"{field} {operator} {value}"
            case Between(low=low, high=high):
                return f"{field} BETWEEN {low} AND {high}"
            case Window(grain=grain, start=start):
                return f"{field} >= '{start}' AND {field} < '{window_end(start, grain)}'"
            case IsNull(negated=negated):
                return f"{field} IS {'NOT ' if negated else ''}NULL"
            case Contains(part=part):
                return f"{field} LIKE {_string('%' + part + '%')}"

    def _related(self, condition: Related) -> str:
        """``ref_columns`` are named with their table: the subquery may have columns of the same name."""
        outer = self.aliases[0] or quoted(self.query.tables[0].name)
        pairs = zip(condition.key.columns, condition.key.ref_columns, strict=True)
        equal = " AND ".join(f"c.{quoted(child)} = {outer}.{quoted(parent)}" for child, parent in pairs)
        exists = "EXISTS" if condition.exists else "NOT EXISTS"
        return f"{exists} (SELECT 1 FROM {table_name(condition.child)} AS c WHERE {equal})"


def table_name(table: Table) -> str:
    """The table in a shipped query: quoted where needed, with its schema only where that is not public."""
    return quoted(table.name) if table.schema == "public" else qualified(table.schema, table.name)


def _aliases(query: Query) -> list[str]:
    """A letter for each table (with a number where it repeats), none where there is only one table."""
    if len(query.tables) == 1:
        return [""]
    letters = [
        next((w[0] for w in reversed(words_of(table.name)) if "a" <= w[0] <= "z"), "t") for table in query.tables
    ]
    return [f"{letter}{n}" if (n := letters[:i].count(letter) + 1) > 1 else letter for i, letter in enumerate(letters)]


def _as_bucket(dimension: Dimension) -> str:
    return f" AS {dimension.bucket}" if dimension.bucket else ""


def _alias_of(measure: Measure) -> str:
    if measure.condition is not None:
        return "percentage"
    if measure.kind in ("count", "count_distinct") or measure.field is None:
        return "total_count" if measure.kind == "count" else "distinct_count"
    kind = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}[measure.kind]
    return "_".join([kind, *words_of(measure.field.column.name)])


def _literal(field: Field, value: str) -> str:
    return value if field.column.category == "N" else _string(value)


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
