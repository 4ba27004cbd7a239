"""Values, measures and window functions of the query tree as PostgreSQL expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_pipeline.names import quoted
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.literals import observed_numbers
from data_pipeline.pairs.sql_conditions import ConditionWriter
from data_pipeline.pairs.sql_labels import is_labelled, labelled
from data_pipeline.pairs.tree import Measure, Output, Over
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value

_EXACT = ("numeric", "integer", "smallint", "bigint")
_SCALE = re.compile(r"numeric\(\d+,(\d+)\)")
_FEWEST_DECIMALS, _OF_PARTS, _MOST_DECIMALS = 2, 4, 6
_BUCKETS = {"month": "to_char({}, 'YYYY-MM')", "quarter": "to_char({}, 'YYYY-\"Q\"Q')",
            "year": "EXTRACT(YEAR FROM {})", "weekday": "to_char({}, 'FMDay')"}  # fmt: skip
_NAMED = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest"}


class ValueWriter(ConditionWriter):
    """Expressions over the tables of one SELECT."""

    def value(self, value: Value) -> str:
        """A value of a row."""
        match value:
            case Field():
                return self.field(value)
            case Bucket(field=field, grain=grain):
                return _BUCKETS[grain].format(self.field(field))
            case Computed():
                return self._computed(value)
            case Band(field=field, low=low, high=high):
                column = self.field(field)
                return f"CASE WHEN {column} < {low} THEN 'low' WHEN {column} < {high} THEN 'medium' ELSE 'high' END"

    def measure(self, measure: Measure, *, shown: bool = True) -> str:
        """An aggregate; averages that are shown are rounded, those that are compared are as they are."""
        meeting = f" FILTER (WHERE {self.condition(measure.condition)})" if measure.condition else ""
        if measure.kind == "share":
            return f"ROUND(100.0 * COUNT(*){meeting} / COUNT(*), 2)"
        if measure.of is None:
            return f"COUNT(*){meeting}"
        value = self.value(measure.of)
        if measure.kind == "avg" and shown:
            cast = "" if is_exact(measure.of) else "::numeric"
            return f"ROUND(AVG({value}){meeting}{cast}, {_decimals(measure.of)})"
        return (
            f"{'COUNT(DISTINCT ' if measure.kind == 'count_distinct' else measure.kind.upper() + '('}{value}){meeting}"
        )

    def over(self, over: Over, groups: Sequence[str]) -> str:
        """A window function; ``groups`` are the expressions of GROUP BY."""
        by = self.measure(over.by) if isinstance(over.by, Measure) else self.value(over.by)
        match over.kind:
            case "rank":
                partition = f"PARTITION BY {self.value(over.partition)} " if over.partition else ""
                nulls = " NULLS LAST" if may_be_null(over.by) else ""
                return f"RANK() OVER ({partition}ORDER BY {by} DESC{nulls})"
            case "running":
                return f"SUM({by}) OVER (ORDER BY {groups[0]})"
            case "share":
                share = f"100.0 * {by} / SUM({by}) OVER ()"
                return f"ROUND({share if is_exact(over.by) else f'({share})::numeric'}, 2)"
            case "group_average":
                partition = f"PARTITION BY {self.value(over.partition)}" if over.partition else ""
                return f"ROUND(AVG({by}) OVER ({partition})::numeric, 2)"

    def output(self, output: Output, groups: Sequence[str]) -> str:
        """Any of them; a coded value by its label."""
        if isinstance(output, Measure):
            return self.measure(output)
        if isinstance(output, Field) and is_labelled(output.column):
            return labelled(output.column, self.field(output))
        return self.over(output, groups) if isinstance(output, Over) else self.value(output)

    def _computed(self, value: Computed) -> str:
        first, *rest = [self.field(field) for field in value.fields]
        match value.kind:
            case "product":
                return f"{first} * {rest[0]}"
            case "difference":
                return f"{first} - {rest[0]}"
            case "days":
                days = [name if field.column.type == "date" else f"{name}::date"
                        for name, field in zip([first, *rest], value.fields, strict=True)]  # fmt: skip
                return " - ".join(days)
            case "length":
                return f"LENGTH({first})"
            case "initial":
                return f"LEFT({first}, 1)"
            case "full_name":
                return f"{first} || ' ' || {rest[0]}"


def alias_of(output: Output) -> str:
    """What the output is called in the result; "" where it keeps its column's name."""
    if isinstance(output, Measure):
        return _measure_alias(output)
    if isinstance(output, Field) and is_labelled(output.column):
        return output.column.name
    if isinstance(output, Over):
        return {"rank": "position", "running": "running_total", "share": "percentage",
                "group_average": "group_average"}[output.kind]  # fmt: skip
    if isinstance(output, Bucket):
        return output.grain
    if isinstance(output, Band):
        return "_".join([*words_of(output.field.column.name), "band"])
    if isinstance(output, Computed):
        return {"days": "days", "length": "characters", "initial": "initial", "full_name": "full_name",
                "product": "amount", "difference": "difference"}[output.kind]  # fmt: skip
    return ""


def _measure_alias(measure: Measure) -> str:
    if measure.kind == "share":
        return "percentage"
    if measure.kind == "count":
        return "matching_count" if measure.condition else "total_count"
    if measure.kind == "count_distinct" or measure.of is None:
        return "distinct_count"
    of = measure.of.column.name if isinstance(measure.of, Field) else alias_of(measure.of)
    return "_".join([_NAMED[measure.kind], *words_of(of)])


def _decimals(value: Value) -> int:
    """Those of an average: two, or as many as the column has; four of parts of one."""
    if not isinstance(value, Field):
        return _FEWEST_DECIMALS
    if scale := _SCALE.fullmatch(value.column.type):
        return min(max(int(scale[1]), _FEWEST_DECIMALS), _MOST_DECIMALS)
    numbers = observed_numbers(value.column)
    return _OF_PARTS if numbers and -1 <= numbers[0] <= numbers[-1] <= 1 else _FEWEST_DECIMALS


def is_exact(value: Value | Measure) -> bool:
    """Whether ROUND takes the value as it is, being of no floating-point type."""
    if isinstance(value, Measure):
        return value.kind in ("count", "count_distinct", "avg", "share") or value.of is None or is_exact(value.of)
    if isinstance(value, Computed):
        return value.kind in ("days", "length") or all(is_exact(field) for field in value.fields)
    return isinstance(value, Field) and value.column.type.startswith(_EXACT)


def named(outputs: Sequence[Output]) -> list[str]:
    """A name for each output that no other has, unquoted: for the columns of a subquery."""
    names: list[str] = []
    for output in outputs:
        name = alias_of(output) or (output.column.name if isinstance(output, Field) else "value")
        names.append(name if name not in names else f"{name}_{len(names) + 1}")
    return names


def as_clause(output: Output) -> str:
    """`` AS name`` for outputs that are not plain columns."""
    alias = alias_of(output)
    return f" AS {quoted(alias)}" if alias else ""


def may_be_null(value: Value | Measure) -> bool:
    """Whether there may be no such value, which PostgreSQL takes for the greatest of all."""
    if isinstance(value, Measure):
        return value.kind in ("sum", "avg", "min", "max") and value.of is not None and may_be_null(value.of)
    return isinstance(value, Field) and value.column.nullable
