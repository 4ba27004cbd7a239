"""What rows belong to, listed or counted once each: the departments that have employees hired in 2020."""

from __future__ import annotations

from data_pipeline.catalog.model import ForeignKey, Table
from data_pipeline.pairs.conditions import plain_conditions
from data_pipeline.pairs.identifiers import singular, words_of
from data_pipeline.pairs.subjects import is_of_child, linking_keys, name_columns
from data_pipeline.pairs.tree import Query
from data_pipeline.pairs.values import Field

OWNING = 0.4  # how often what rows belong to is told as what has them
_DOERS = frozenset({"by", "to"})  # signed by, assigned to


def owner(query: Query) -> Field | None:
    """A name of what the rows belong to where each such thing is listed once, the key where they are counted.

    None where anything else is asked for, where something is said of those things themselves, for a link table, whose
    rows are called by one of its ends, and for a role that does not have the rows: no capital city has a country.
    """
    if query.dimensions or linking_keys(query.tables[0]):
        return None
    return _listed(query) if query.distinct else _counted(query)


def _listed(query: Query) -> Field | None:
    fields = [value for value in query.outputs if isinstance(value, Field)]
    source = fields[0].source if fields and len(fields) == len(query.outputs) else 0
    join = next((one for one in query.joins if one.source == one.parent == source and not one.child), None)
    if join is None or any(condition.field.source == source for condition in plain_conditions(query.conditions)):
        return None
    called = {(field.source, field.column) for field in fields}
    names = {(source, column) for column in name_columns(query.tables[source])}
    return fields[0] if called == names and _has(query.tables[source], query.tables[0], join.key) else None


def _counted(query: Query) -> Field | None:
    measure = query.measures[0] if len(query.outputs) == len(query.measures) == 1 else None
    one = measure.of if measure and measure.kind == "count_distinct" else None
    if not isinstance(one, Field) or one.source:
        return None
    child = query.tables[0]
    keys = [key for key in child.foreign_keys if key.columns == (one.column.name,)]
    parents = [join.parent for join in query.joins if join.key in keys]
    said = {condition.field.source for condition in plain_conditions(query.conditions)}
    plain = bool(keys) and _called_after(keys[0]) and said.isdisjoint(parents)
    return one if plain and not any(is_of_child(child, query.tables[parent]) for parent in parents) else None


def _has(parent: Table, child: Table, key: ForeignKey) -> bool:
    return _called_after(key) and not is_of_child(child, parent)


def _called_after(key: ForeignKey) -> bool:
    """The key is called after what it refers to, or after what somebody did: not the head of a clinic."""
    return named_after(key) or not _DOERS.isdisjoint(words_of(key.columns[0]))


def named_after(key: ForeignKey) -> bool:
    """The key is called after the table that it refers to, not after a role: service_area_id, not signed_by."""
    words, table = ({singular(word) for word in words_of(name)} for name in (key.columns[0], key.ref_table))
    return not words.isdisjoint(table)
