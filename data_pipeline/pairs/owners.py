"""What rows belong to, listed or counted once each: the departments that have employees hired in 2020."""

from __future__ import annotations

from data_pipeline.pairs.conditions import plain_conditions
from data_pipeline.pairs.subjects import linking_keys, name_columns
from data_pipeline.pairs.tree import Query
from data_pipeline.pairs.values import Field


def owner(query: Query) -> Field | None:
    """A name of what the rows belong to, or the key that leads there, where each such thing is told or counted once.

    None where anything else is asked for, where something is said of those things themselves, and for a link table,
    whose rows are called by one of its ends.
    """
    if query.dimensions or linking_keys(query.tables[0]):
        return None
    fields = _listed(query) if query.distinct else _counted(query)
    if not fields or any(
        c.field.source == fields[0].source for c in plain_conditions(query.conditions) if fields[0].source
    ):
        return None
    return fields[0] if _is_key(query, fields[0]) or _are_names(query, fields) else None


def _listed(query: Query) -> tuple[Field, ...]:
    fields = tuple(value for value in query.outputs if isinstance(value, Field))
    return fields if len(fields) == len(query.outputs) and len({field.source for field in fields}) == 1 else ()


def _counted(query: Query) -> tuple[Field, ...]:
    measure = query.measures[0] if len(query.outputs) == len(query.measures) == 1 else None
    one = measure.of if measure and measure.kind == "count_distinct" else None
    return (one,) if isinstance(one, Field) else ()


def _is_key(query: Query, field: Field) -> bool:
    keys = query.tables[0].foreign_keys
    return not query.distinct and not field.source and any(key.columns == (field.column.name,) for key in keys)


def _are_names(query: Query, fields: tuple[Field, ...]) -> bool:
    source = fields[0].source
    beside = any(join.source == join.parent == source and not join.child for join in query.joins)
    return beside and {field.column for field in fields} == {*name_columns(query.tables[source])}
