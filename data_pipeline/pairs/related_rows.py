"""The rows of another table that a condition asks for: as a query of their own, as a join, as people speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Table
from data_pipeline.pairs.conditions import ColumnCondition, Related, plain_conditions
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.tree import Join, Output, Query, SetQuery
from data_pipeline.pairs.values import Field


def rows_read(related: Related) -> Query:
    """The child's rows, joined to what else they refer to where the conditions are on that."""
    joins = (Join(1, child=0, parent=1, key=related.further),) if related.further else ()
    return Query(related.tables, joins, conditions=related.conditions)


def rows_told(related: Related) -> Query:
    """The same as people speak of them: rows of a link table are what they tie to, the films of an actor."""
    if not related.further or len(linking_keys(related.child)) != 2:
        return rows_read(related)
    return Query(related.tables[1:], conditions=_moved(related.conditions, -1))


def joined_to(table: Table, related: Related, outputs: Sequence[Output]) -> Query:
    """The rows of the table that have such rows, found by a join: a row comes once for each."""
    joins = [Join(1, child=1, parent=0, key=related.key)]
    if related.further:
        joins.append(Join(2, child=1, parent=2, key=related.further))
    return Query((table, *related.tables), tuple(joins), tuple(outputs), _moved(related.conditions, 1))


def right_side(question: SetQuery) -> Query:
    """The right query, without the table itself where only its key is asked for, which the child's rows have, too.

    Rows of the child without a key would be a NULL among those of a union, and so would those of deleted rows be there;
    others have no such row on the left.
    """
    query = question.right
    (down, *_), outputs = (*query.joins, None), query.outputs
    if down is None or down.child != down.source or len(outputs) != 1 or len(down.key.columns) != 1:
        return query
    shown, key = outputs[0], query.tables[down.source].column(down.key.columns[0])
    if not isinstance(shown, Field) or shown.source or shown.column.name != down.key.ref_columns[0]:
        return query
    if question.kind == "union" and (key.nullable or mark_of_deletion(query.tables[0])):
        return query
    further = tuple(replace(join, source=1, child=0, parent=1) for join in query.joins[1:])
    return Query(query.tables[1:], further, (Field(0, key),), _moved(plain_conditions(query.conditions), -1))


def found_by_join(query: Query, *, exists: bool = False) -> Related | None:
    """The rows that a query of ``joined_to`` asks for, as a condition; None for one that joins no child."""
    down = next((join for join in query.joins if join.child == join.source), None)
    if down is None:
        return None
    further = next((join for join in query.joins if join.child == down.source and join is not down), None)
    conditions = _moved(plain_conditions(query.conditions), -1)
    related = Related(query.tables[down.source], down.key, exists, conditions)
    return replace(related, parent=query.tables[further.source], further=further.key) if further else related


def _moved(conditions: Sequence[ColumnCondition], by: int) -> tuple[ColumnCondition, ...]:
    return tuple(replace(one, field=Field(one.field.source + by, one.field.column)) for one in conditions)
