"""One row of figures: how many, how much, what part."""

from __future__ import annotations

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.computing import products
from data_pipeline.pairs.conditions import Contains, Either, Equals, Related, Window
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.options import is_place
from data_pipeline.pairs.roles import Role, distinct_values, is_remark, is_state, says_how_it_is
from data_pipeline.pairs.subjects import person_names
from data_pipeline.pairs.tree import Measure, Query

_COUNT = Measure("count")
_SEVERAL = 2.0  # rows that a figure should be of
_KINDS = 4  # different values that are worth counting: of two or three everybody knows
_PLACES = 3  # the same of cities and the like
_WORDS = 0.85  # how often the rows of a figure are told by words
_SAME = 0.85  # how often by one, rather than by one or another
_KINDS_OF_OTHERS = 6  # the same where they are another table's


def count(draft: Draft) -> Query | None:
    """How many rows there are."""
    measure = draft.counted() if draft.is_single else None
    return draft.query((measure,)) if measure else None


def count_where(draft: Draft) -> Query | None:
    """How many rows meet a condition on words or a flag."""
    draft.fewest = _SEVERAL
    measure = draft.counted()
    met = measure and (draft.restrict("equals", "flag") or draft.restrict("number"))
    return draft.query((measure,)) if met and not _counts_ties(draft) else None


def count_of_one(draft: Draft) -> Query | None:
    """How many rows belong to one named thing or person; or what they come to."""
    if draft.is_single or not draft.name_one():
        return None
    measure = draft.amount(0.25, "sum", "avg") or draft.counted()
    return draft.query((measure,)) if measure else None


def count_where_other(draft: Draft) -> Query | None:
    """How many rows meet any condition, or two."""
    draft.fewest = _SEVERAL
    if not draft.restrict("range", "like", "window", "one_of", "null", "between", "since", "relative", "element"):
        return None
    measure = draft.counted()
    if draft.rng.random() < 0.15:
        draft.restrict()
    return draft.query((measure,)) if measure and not _counts_ties(draft) else None


def _counts_ties(draft: Draft) -> bool:
    """Whether a link table's rows are counted with neither end known: each thing would count once for every tie."""
    named = any(isinstance(one, Equals) and one.entity for one in draft.conditions)
    return draft.subject.is_link and not draft.is_single and not named


def count_distinct(draft: Draft) -> Query | None:
    """How many different values occur, now and then under a condition."""
    source = draft.sources()[0]
    table = draft.around[source].table
    columns = [c for c in draft.free(source, Role.CATEGORY, Role.TEXT, Role.ID) if not is_remark(c) and not is_state(c)]
    columns = [c for c in columns if draft.is_single or not says_how_it_is(c)]
    columns += [c for c in person_names(table)[-1:] if c in draft.free(source, Role.NAME)]
    repeated = [c for c in columns if _kinds(draft, c) <= (distinct_values(c, table.row_count) or 0)
                <= 0.9 * table.row_count and (c.name,) != table.primary_key]  # fmt: skip
    if not draft.is_single:
        repeated = repeated or list(draft.around[source].names[-1:])
    if not repeated:
        return None
    field = draft.take(source, draft.rarest(source, repeated)[0])
    draft.fewest = _SEVERAL
    if not draft.is_single or draft.rng.random() < 0.12:
        _ = (draft.rng.random() < 0.7 and draft.restrict("equals")) or draft.restrict()
    return draft.query((Measure("count_distinct", field),))


def _kinds(draft: Draft, column: Column) -> int:
    """Different values that are worth counting."""
    if not draft.is_single:
        return _KINDS_OF_OTHERS
    return _PLACES if is_place(column) else _KINDS


def figure(draft: Draft) -> Query | None:
    """A sum, average or extreme of all rows, now and then two or three of one column."""
    measure = draft.measure()
    if measure is None:
        return None
    return draft.query(_further(draft, measure))


def figure_where(draft: Draft) -> Query | None:
    """A sum, average or extreme of the rows that meet a condition or two."""
    draft.fewest = _SEVERAL
    measure = draft.measure()
    if measure is None:
        return None
    named = not draft.is_single and draft.rng.random() < 0.5 and draft.name_one()
    kind = "equals" if draft.rng.random() < _SAME else "one_of"
    if not named and not (draft.rng.random() < _WORDS and draft.restrict(kind)) and not draft.restrict():
        return None
    if draft.rng.random() < 0.08:
        draft.restrict()
    return draft.query(_further(draft, measure))


def share(draft: Draft) -> Query | None:
    """What percentage of the rows meets a condition."""
    draft.fewest = _SEVERAL
    if not draft.restrict("equals", "flag", "range", "null", "one_of"):
        return None
    condition = draft.conditions.pop()
    if isinstance(condition, Window | Contains | Either | Related) or draft.rows > 0.98 * draft.subject.table.row_count:
        return None
    return draft.query((Measure("share", condition=condition),))


def count_matching(draft: Draft) -> Query | None:
    """How many rows there are, and how many of them meet a condition."""
    draft.fewest = _SEVERAL
    if not draft.restrict("equals", "flag", "range", "null"):
        return None
    condition = draft.conditions.pop()
    if isinstance(condition, Either | Related):
        return None
    return draft.query((_COUNT, Measure("count", condition=condition)))


def product(draft: Draft) -> Query | None:
    """The total of price times quantity, now and then under a condition."""
    draft.fewest = _SEVERAL
    choices = products(draft.subject)
    if not choices:
        return None
    value = draft.rng.choice(choices)
    for field in value.fields:
        draft.take(0, field.column)
    if not draft.is_single or draft.rng.random() < 0.5:
        draft.restrict()
    return draft.query((Measure("sum", value),))


def _further(draft: Draft, measure: Measure) -> tuple[Measure, ...]:
    """The measure alone, or with others of the same column, or with a count."""
    chance = draft.rng.random()
    if chance < 0.72:
        return (measure,)
    if chance < 0.78:
        return (_COUNT, measure)
    others = [Measure(kind, measure.of) for kind in ("avg", "max", "min") if kind != measure.kind]
    return (measure, *others[: 1 if chance < 0.9 else 2])
