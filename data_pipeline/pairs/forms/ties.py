"""What a link table ties: the films of an actor, the actors of long films, the average length by category.

Each two rows are tied once, so that what stands at one end may be counted and added up for a thing at the other.
"""

from __future__ import annotations

from typing import Any

from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.groups import shown_names
from data_pipeline.pairs.forms.rows import ranking
from data_pipeline.pairs.options import told_apart
from data_pipeline.pairs.tree import Dimension, Having, Measure, Order, Query

_COUNT = Measure("count")
_ROOM = (0.9, 2.0, 12.0)  # rows to expect after each condition: what a thing is tied to says little of its kind
_LISTED = 600  # things that somebody might want listed
_COUNTED = 0.4  # how often the things that meet a condition are counted
_ALL_OF_THEM = 0.3  # how often each group is shown, not the first ones
_WITH_FIGURE = 0.4  # how often the first groups are shown with their figure
_MOST = 0.85  # how often those with the highest figure are asked for
_LIMITS = (1, 1, 1, 3, 5)
_FEW = 60  # groups to show all of


def _ends(draft: Draft) -> tuple[int, int]:
    """The two joined tables, the one to be named or grouped by first."""
    one, other = draft.rng.sample((1, 2), 2)
    return one, other


def of_one_where(draft: Draft) -> Query | None:
    """What is tied to one named thing and meets a condition: a list, or how many."""
    one, other = _ends(draft)
    draft.rows_left = _ROOM
    if not draft.name_one(one) or not draft.restrict(place=other):
        return None
    if draft.rng.random() < _COUNTED:
        return draft.query((_COUNT,))
    return draft.query(draft.show(draft.rng.choice((1, 1, 2)), named=0.9, source=other))


def where(draft: Draft) -> Query | None:
    """The things that are tied to some of a kind, each once."""
    one, other = _ends(draft)
    if not draft.restrict("equals", "flag", "number", "range", place=one) or draft.rows > 20 * _LISTED:
        return None
    outputs = draft.show(draft.rng.choice((1, 1, 2)), named=0.95, source=other)
    return draft.query(outputs, distinct=True) if told_apart(outputs) else None


def first_of_one(draft: Draft) -> Query | None:
    """The first of what is tied to a named thing, by a number or a date."""
    one, other = _ends(draft)
    draft.fewest = 3.0
    if not draft.name_one(one):
        return None
    by = ranking(draft, (other,))
    outputs = draft.show(1, named=1, source=other) if by else ()
    if by is None or not outputs:
        return None
    return draft.query(outputs, orders=(Order(by, descending=draft.rng.random() < 0.65),), limit=1)


def figure_of_one(draft: Draft) -> Query | None:
    """A sum, average or extreme of what is tied to one named thing."""
    one, other = _ends(draft)
    draft.fewest = 2.0
    measure = draft.measure(place=other)
    return draft.query((measure,)) if measure and draft.name_one(one) else None


def figure_by(draft: Draft) -> Query | None:
    """A figure of what is tied to each thing, or the things with the highest one."""
    one, other = _ends(draft)
    measure = draft.measure("avg", "sum", place=other)
    return _by(draft, measure, one) if measure else None


def most_where(draft: Draft) -> Query | None:
    """The things that are tied to most of a kind, how many each is, or those above a number."""
    one, other = _ends(draft)
    dimension = draft.dimension(up_to=10_000, at_least=3, ranked=True, place=one)
    if dimension is None or not dimension.entity or not draft.restrict(place=other):
        return None
    names = shown_names(draft, dimension, beside=True)
    each = draft.rows / max(1.0, draft.groups)
    if each >= 2 and draft.rng.random() < _ALL_OF_THEM:
        return draft.query(names, dimensions=(dimension,), having=Having(_COUNT, ">=", str(max(2, int(each)))))
    return _shown(draft, dimension, _COUNT, names)


def _by(draft: Draft, measure: Measure, one: int) -> Query | None:
    dimension = draft.dimension(up_to=10_000, at_least=3, ranked=True, place=one)
    if dimension is None or not dimension.entity:
        return None
    return _shown(draft, dimension, measure, shown_names(draft, dimension, beside=True))


def _shown(draft: Draft, dimension: Dimension, measure: Measure, names: tuple[Any, ...]) -> Query | None:
    if draft.groups <= _FEW and draft.rng.random() < _ALL_OF_THEM:
        return draft.query((*names, measure), dimensions=(dimension,), some=measure == _COUNT)
    limit = draft.rng.choice([limit for limit in _LIMITS if limit == 1 or limit <= draft.groups / 2])
    outputs = (*names, measure) if draft.rng.random() < _WITH_FIGURE else names
    order = Order(measure, descending=measure == _COUNT or draft.rng.random() < _MOST)
    return draft.query(outputs, dimensions=(dimension,), orders=(order,), limit=limit)
