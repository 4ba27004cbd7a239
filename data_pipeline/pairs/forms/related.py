"""Rows that others refer to, or that none refers to; numbers of those, none included."""

from __future__ import annotations

from dataclasses import replace
from math import exp

from data_pipeline.pairs.column_draft import Usage
from data_pipeline.pairs.conditions import ColumnCondition, Equals, Related, plain_conditions
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.roles import distinct_values
from data_pipeline.pairs.scopes import Scope
from data_pipeline.pairs.subjects import Link, Subject, subject_of
from data_pipeline.pairs.tree import Dimension, Join, Measure, Order, Query
from data_pipeline.pairs.values import Field

_LIST_AT_MOST = 600
_ENOUGH = 1.5  # rows to expect, if what refers to them is spread by chance
_SEVERAL = 2  # rows of the child that meet what a parent may have nothing for
_RARE = 0.05  # such rows that a parent has on average, below which nearly all are without
_ON_FURTHER = 0.35  # how often the condition is on what the child refers to in turn
_BY_NAME = 0.6  # how often it is the name of that
_TRIES = 4  # to find a condition that only some have something for


def without(draft: Draft) -> Query | None:
    """Rows that nothing of another table points at, or nothing that meets a condition."""
    related = lacked(draft)
    if related is None:
        return None
    draft.conditions.append(replace(related, exists=False, listed=draft.rng.random() < 0.5))
    return _counted_or_listed(draft)


def lacked(draft: Draft) -> Related | None:
    """A child that some rows of the subject have none of, or none that meets a condition."""
    related = draft.child() if draft.is_single else None
    if related is None or not (_all_related(draft, related) or draft.rng.random() < 0.3):
        return related
    related, met = _with_condition(draft, related, dated=draft.subject.is_entity)
    if met < _RARE or met * draft.rows < _SEVERAL or any(_names_child(one) for one in related.conditions):
        return None  # of the companies nearly all are without the employee E00003, or one called Li Ying
    return related if _left_without(draft, related, met) >= _ENOUGH else None


def with_some(draft: Draft) -> Query | None:
    """Rows that something which meets a condition points at."""
    related = conditioned(draft)
    if related is None:
        return None
    draft.conditions.append(replace(related, listed=draft.rng.random() < 0.6))
    return _counted_or_listed(draft)


def conditioned(draft: Draft) -> Related | None:
    """A child of the subject with a condition that only some of its rows meet."""
    related = draft.child() if draft.is_single else None
    if related is None or not pointing(related):
        return None
    for _ in range(_TRIES):
        asked, met = _with_condition(draft, related)
        if asked.conditions and _ENOUGH < _left_without(draft, asked, met) < draft.rows - _ENOUGH:
            return asked
    return None


def with_zero(draft: Draft) -> Query | None:
    """Every named row with the number of rows that point at it, none included."""
    link = draft.child_link()
    if not draft.is_single or link is None or not draft.subject.names or draft.rows > _LIST_AT_MOST:
        return None
    if (child := subject_of(link.child, draft.subjects)) and child.is_summary:
        return None
    if sum((key.ref_schema, key.ref_table) == link.parent.key for key in link.child.foreign_keys) > 1:
        return None  # the flights of an airport: from it, or to it?
    names = tuple(draft.take(0, column) for column in draft.subject.names)
    counted = [link.child.column(name) for name in link.child.primary_key] or list(link.child_columns)
    column = next((column for column in counted if column.name not in link.key.columns), counted[0])
    if draft.rng.random() < 0.3:
        draft.restrict("equals", "range", "flag", "like")
    query = draft.query(names)
    if query is None:
        return None
    key = draft.subject.table.primary_key
    value = Field(0, draft.subject.table.column(key[0])) if len(key) == 1 else names[0]
    measure = Measure("count", Field(1, column))
    limit = draft.rng.choice((None, None, 5))
    return replace(
        query,
        tables=(*query.tables, link.child),
        joins=(Join(1, child=1, parent=0, key=link.key, outer=True),),
        outputs=(*names, measure),
        dimensions=(
            Dimension(
                value, entity=True, names=names if draft.rng.random() < 0.5 or draft.subject.table.is_view else ()
            ),
        ),
        orders=(Order(measure, descending=True),) if limit or draft.rng.random() < 0.5 else (),
        limit=limit,
    )


def pointing(related: Related) -> float:
    """How many rows of the child point at some row, as far as statistics tell."""
    empty = max(related.child.column(name).statistics.null_fraction for name in related.key.columns)
    return (1 - empty) * related.child.row_count


def _all_related(draft: Draft, related: Related) -> bool:
    """Whether, as far as statistics tell, every row is pointed at, so that none is without."""
    linked = distinct_values(related.child.column(related.key.columns[0]), related.child.row_count)
    return pointing(related) > 0 and (linked is None or linked > 0.97 * draft.subject.table.row_count)


def _with_condition(draft: Draft, related: Related, *, dated: bool = True) -> tuple[Related, float]:
    """The child under a condition, and how many rows that meet it a parent has on average: 0 where there is none.

    The condition is on the child itself, or on what it refers to in turn: the product that an order is of. Not
    ``dated`` where it is denied of events: of appointments without a treatment in May those in May are meant.
    """
    subject = subject_of(related.child, draft.subjects)
    if subject is None:
        return related, 0
    further = further_link(draft, subject, related)
    scope = Scope(subject, ((further,),) if further else ())
    inner = Draft(ground_of(scope, draft.subjects), draft.subjects, Usage(), draft.rng)
    inner.take(0, related.child.column(related.key.columns[0]))
    named = further is not None and draft.rng.random() < _BY_NAME and inner.name_one(1)
    kinds = ("equals", "range", "number", "flag", "one_of", *(("since", "window") if dated else ()))
    if not named and not inner.restrict(*kinds):
        return related, 0
    conditions = plain_conditions(tuple(inner.conditions))
    if further and any(one.field.source for one in conditions):
        related = replace(related, parent=further.parent, further=further.key)
    return replace(related, conditions=conditions), inner.rows / max(1, draft.subject.table.row_count)


def further_link(draft: Draft, child: Subject, related: Related) -> Link | None:
    """A key of the child to another table, now and then; always of a link table, of which nothing else can be told.

    Not to what the subject itself refers to: the complaints about a shop are all in the area of the shop.
    """
    if not child.is_link and draft.rng.random() >= _ON_FURTHER:
        return None
    own = {link.parent.key for link in draft.subject.parents} | {draft.subject.table.key}
    links = [link for link in child.parents if link.key is not related.key and link.parent.key not in own]
    return draft.rng.choice(links) if links else None


def _names_child(condition: ColumnCondition) -> bool:
    return isinstance(condition, Equals) and condition.entity and not condition.field.source


def _left_without(draft: Draft, related: Related, met: float) -> float:
    """Rows to expect that nothing which meets the conditions points at, ``met`` being how many do on average.

    Spread by chance, some are pointed at often and others never; not where no two can point at the same row.
    """
    equal = [one for one in related.conditions if isinstance(one, Equals)]
    told = {*related.key.columns, *(one.field.column.name for one in equal if not one.field.source)}
    if related.further and any(one.entity and one.field.source for one in equal):
        told.update(related.further.columns)
    unique = any(set(key) <= told for key in (related.child.primary_key, *related.child.unique_keys) if key)
    return draft.rows * (max(0.0, 1 - met) if unique else exp(-met))


def _counted_or_listed(draft: Draft) -> Query | None:
    if draft.rows > _LIST_AT_MOST or draft.rng.random() < 0.3:
        return draft.query((Measure("count"),))
    return draft.query(draft.show(draft.rng.choice((1, 1, 2)), named=0.85))
