"""Lists of rows: which, in what order, how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_pipeline.pairs import literals
from data_pipeline.pairs.beyond import beyond
from data_pipeline.pairs.computing import workings
from data_pipeline.pairs.conditions import Either, Equals, IsNull, OneOf, Related
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.options import NUMBERS, has_order, is_secret, measurable, rankable, told_apart
from data_pipeline.pairs.roles import Role, distinct_values, is_remark, is_serial, says_how_it_is
from data_pipeline.pairs.tree import Measure, Order, Output, Query
from data_pipeline.pairs.values import Field, Value

_LIST_AT_MOST = 600  # rows that somebody might want listed
_FEW_NUMBERS = 30  # different ones that somebody might want to see
_SEVERAL = 3  # different values that somebody might want to see
_TWO = 2.0  # rows
_MOSTLY_EMPTY = 0.6  # the part of the rows that lack a value, above which nobody ranks by it
_CROWDED = 1.5  # rows of one value, on average, from which two are likely to share the last place
_ALONE = 1.5  # rows that have the greatest value, as statistics estimate, where it is one
_SOME = 0.3  # how often only some of the rows are put in order
_TIED = 0.06  # of the rows: so many may share the first place, as the longest films do
_ORDER_SEEN = 0.6  # how often what rows are put in order by is listed with them
_SORTED = 0.08  # how often different values are wanted in order
_NAMED_ONE = 0.4  # how often rows are compared with one that is named
_COUNTED = 0.2  # how often they are counted then
_TOLD_APART = 0.7  # how often the first rows of those without a name are listed with their keys
_BESIDE = 0.6  # how often the rows' own names are listed with those of what they belong to
_LIMITS = (1, 1, 3, 5, 5, 8, 10)


def plain(draft: Draft) -> Query | None:
    """A column or two of all rows; of joined tables mostly which row belongs to which."""
    if draft.loses_rows:
        return None  # "of each" would leave out those without
    beside = draft.show(1, named=0.9, source=0) if not draft.is_single and draft.rng.random() < _BESIDE else ()
    outputs = draft.show(draft.rng.choice((1, 1, 1, 2, 2, 3)))
    beside = beside or (draft.names_beside(outputs) if draft.is_single and outputs else ())
    return draft.query((*beside, *outputs, *draft.show_rest())) if draft.rows <= 20 * _LIST_AT_MOST else None


def where(draft: Draft) -> Query | None:
    """Columns of the rows that meet a condition on words."""
    if not draft.restrict("equals", "equals", "flag", "element"):
        return None
    return _listed(draft, draft.rng.choice((1, 1, 2)))


def of_one(draft: Draft) -> Query | None:
    """What there is to know of one named or numbered thing, or of what belongs to it, or what it belongs to."""
    upward = not draft.is_single and draft.is_known and draft.rng.random() < 0.45
    if not draft.name_one(0 if upward else None):
        return None
    return _listed(draft, draft.rng.choice((1, 1, 1, 2)), named=0.15 if draft.is_single else 0.8)


def where_number(draft: Draft) -> Query | None:
    """Columns of the rows that meet a condition on a number or a date."""
    return _listed(draft, draft.rng.choice((1, 2))) if draft.restrict("range", "between", "since", "number") else None


def where_both(draft: Draft) -> Query | None:
    """Columns of the rows that meet two or three conditions."""
    if not draft.restrict("equals", "flag", "one_of", "like") or not draft.restrict():
        return None
    if draft.rng.random() < 0.1:
        draft.restrict()
    return _listed(draft, draft.rng.choice((1, 2, 3)))


def where_either(draft: Draft) -> Query | None:
    """Columns of the rows that meet one of two conditions, or have one of some values."""
    if draft.rng.random() < 0.6 and draft.restrict("one_of"):
        either = draft.conditions[-1]
        if isinstance(either, OneOf) and len(either.values) == 2 and draft.rng.random() < 0.75:
            draft.conditions[-1] = Either(*(Equals(either.field, value) for value in either.values))
        return _listed(draft, 1)
    everything = draft.rows
    if not draft.restrict("equals", "range", "flag"):
        return None
    first, of_first, draft.rows = draft.conditions.pop(), draft.rows, everything  # the second one adds rows
    if not draft.restrict("equals", "range", "like", "between"):
        return None
    second, draft.rows = draft.conditions.pop(), min(everything, of_first + draft.rows)
    if isinstance(first, Either | Related) or isinstance(second, Either | Related):
        return None
    draft.conditions.append(Either(first, second))
    return _listed(draft, draft.rng.choice((1, 2)))


def where_like(draft: Draft) -> Query | None:
    """Columns of the rows with some text, now and then in order."""
    draft.fewest = _TWO
    if not draft.restrict("like"):
        return None
    query = _listed(draft, draft.rng.choice((1, 1, 2)))
    return _ordered(draft, query) if query and draft.rng.random() < 0.25 else query


def where_rare(draft: Draft) -> Query | None:
    """Columns of the rows that have, or lack, a value, or have another one than the common."""
    return _listed(draft, draft.rng.choice((1, 2))) if draft.restrict("null", "different", "element") else None


def neglected(draft: Draft) -> Query | None:
    """A column or two that no pair has spoken of yet, beside the row's name; the rows without one that is empty."""
    few = draft.rows <= 20 * _LIST_AT_MOST
    columns = draft.neglected()[: 2 if few else 1]
    empty = next((column for column in columns if column.statistics.null_fraction == 1), None)
    if empty:
        draft.conditions.append(IsNull(draft.take(0, empty), negated=False))
        return draft.query(draft.show(1, named=1) if few else (Measure("count"),))
    if not columns:
        return None
    if any(is_secret(column) for column in columns):
        draft.conditions += [IsNull(draft.take(0, column), negated=True) for column in columns]
        return draft.query((Measure("count"),))
    outputs = tuple(draft.take(0, column) for column in columns)
    if not few:
        return draft.query(_of_many(draft, outputs[0]))
    return draft.query((*draft.names_beside(outputs, often=1), *outputs))


def _of_many(draft: Draft, field: Field) -> tuple[Output, ...]:
    """What one may want to know of a column of more rows than anybody reads: the latest, how many, how many kinds."""
    if field.column.category == "D" or draft.subject.roles[field.column.name] in NUMBERS:
        return (Measure("max", field),)
    if field.column.statistics.null_fraction:
        draft.conditions.append(IsNull(field, negated=True))
        return (Measure("count"),)
    if (field.column.name,) == draft.subject.table.primary_key and draft.restrict("equals", "since", "range", "window"):
        return (field,)  # the numbers of some rows: how many different ones there are, is how many rows
    return (Measure("count_distinct", field),) if told_apart((field,)) else (field,)


def where_relative(draft: Draft) -> Query | None:
    """Columns of the rows above or below the average, or with the greatest value."""
    return _listed(draft, draft.rng.choice((1, 2))) if draft.restrict("relative") else None


def where_beyond(draft: Draft) -> Query | None:
    """Columns, or the number, of the rows above or below another one, or all of a kind, by a number."""
    columns = [column for column in measurable(draft.subject) if column in draft.free(0, *Role)]
    ways = list(beyond(draft.subject))
    if not columns or not ways:
        return None
    way = ways[0] if draft.rng.random() < _NAMED_ONE else draft.rng.choice(ways)
    if not draft.accept(0, draft.rarest(0, columns)[0], way):
        return None
    if draft.rng.random() < _COUNTED:
        return draft.query((Measure("count"),))
    return _listed(draft, draft.rng.choice((1, 2)), named=0.85)


def distinct(draft: Draft) -> Query | None:
    """The different values of a column that repeats."""
    source = draft.sources()[0]
    numbers = (Role.LEVEL,) if draft.is_single else ()  # of other tables' rows nobody lists them
    columns = draft.free(source, Role.CATEGORY, Role.TEXT, Role.CODE, Role.NAME, Role.ID, *numbers)
    columns = [c for c in columns if not is_remark(c) and (draft.is_single or not says_how_it_is(c))]
    columns = [c for c in columns if not is_serial(c)]
    columns = [c for c in columns if not draft.is_known_by_name(source, c)]
    repeated = [c for c in columns if (c.statistics.distinct or 0) <= 0.8 * draft.around[source].table.row_count
                or source != 0 or len(draft.around) > 1]  # fmt: skip
    repeated = [c for c in repeated if (c.statistics.distinct or _SEVERAL) >= _SEVERAL]  # not the two genders
    repeated = [c for c in repeated if c.category != "N" or (c.statistics.distinct or 0) <= _FEW_NUMBERS]
    if not repeated:
        return None
    outputs = tuple(draft.take(source, column) for column in draft.rarest(source, repeated))
    draft.fewest = _TWO  # values of one row are not different ones
    often = 0.75 if not draft.is_single else 0 if draft.is_first else 0.35
    if draft.rng.random() < often and not (draft.rng.random() < 0.6 and draft.restrict("equals")):
        draft.restrict()
    if not draft.is_single and not draft.conditions and draft.rng.random() < 0.35:
        return None
    if draft.rng.random() < 0.08:
        kinds = draft.free(source, Role.CATEGORY, Role.TEXT, Role.CODE) or draft.free(source, Role.ID)
        outputs += tuple(draft.take(source, column) for column in draft.rarest(source, kinds))
    outputs += draft.show_rest()
    query = draft.query(outputs, distinct=True) if told_apart(outputs) else None
    sorted_by = (
        outputs[:1] if len(outputs) == 1 and draft.rng.random() < _SORTED and has_order(outputs[0].column) else ()
    )
    return replace(query, orders=tuple(Order(field) for field in sorted_by)) if query else None


def ordered(draft: Draft) -> Query | None:
    """All rows, or those that meet a condition, in the order of a column."""
    draft.fewest = _TWO  # rows that have an order
    if not draft.is_first and draft.rng.random() < _SOME:
        draft.restrict()
    return _ordered(draft, _listed(draft, draft.rng.choice((1, 1, 2))))


def top(draft: Draft) -> Query | None:
    """The first rows by a number or a date; of joined tables, what the subject's first rows belong to."""
    column = ranking(draft, (0,))
    if column is None or draft.loses_rows:
        return None  # the first of all is perhaps one that the join leaves out
    named = 0.7 if draft.is_single else 0.85
    if not draft.is_first and draft.rng.random() < _SOME:
        _ = (draft.rng.random() < 0.6 and draft.restrict("equals")) or draft.restrict()
    limit = draft.rng.choice(_LIMITS)
    if limit >= draft.rows:
        return None
    order = Order(column, descending=draft.rng.random() < 0.65)
    ties = _by_name(draft) if _is_tied(draft, order, column, limit) else ()
    if ties is None:
        return None  # which of the 336 payments of the highest amount?
    draft.rows = limit  # so few that a column which is mostly empty would show nothing
    outputs = (*draft.show(draft.rng.choice((1, 1, 2)), named=1 if ties else named), *draft.show_rest())
    outputs = (*draft.names_beside(outputs), *outputs) if limit > 1 else outputs
    if draft.is_single and not draft.subject.names and draft.rng.random() < _TOLD_APART:
        outputs = (*(key for key in draft.identity() if key not in outputs), *outputs)  # which item is it?
    shown = draft.rng.random() < 0.4
    return draft.query((*outputs, column) if shown else outputs, orders=(order, *ties), limit=limit)


def _is_tied(draft: Draft, order: Order, field: Field, limit: int) -> bool:
    """Whether rows are likely to share the last of the first places, as far as statistics tell."""
    first = literals.share_of_extreme(field.column, greatest=order.descending)
    if (first > _TIED and first * draft.rows > limit) or (limit == 1 and first * draft.rows > _ALONE):
        return True
    different = distinct_values(field.column, draft.subject.table.row_count)
    return limit > 1 and different is not None and draft.rows > _CROWDED * different


def _by_name(draft: Draft) -> tuple[Order, ...] | None:
    """The order of rows that share their rank; None where they have no name to be told apart by."""
    names = draft.subject.names
    if not draft.is_single or not names or any(name.category != "S" for name in names):
        return None
    return tuple(Order(Field(0, name)) for name in names)


def computed(draft: Draft) -> Query | None:
    """Rows with something worked out of two of their columns, or of one text."""
    choices = workings(draft.subject)
    if not choices:
        return None
    value = draft.rng.choice(choices)
    for field in value.fields:
        draft.take(0, field.column)
    outputs = (*draft.show(1, named=0.8), *draft.show_rest())
    if value.kind != "full_name" and draft.rng.random() < 0.6:
        order = Order(value, descending=draft.rng.random() < 0.7)
        limit = draft.rng.choice((3, 5, 10))
        return draft.query((*outputs, value), orders=(order,), limit=limit if limit < draft.rows else None)
    draft.restrict()
    return draft.query((value,) if value.kind == "full_name" and draft.is_single else (*outputs, value))


def _listed(draft: Draft, count: int, named: float = 0.65) -> Query | None:
    if draft.rows > _LIST_AT_MOST:
        return None
    outputs = draft.show(count, named=named)
    names, rest = draft.names_beside(outputs), draft.show_rest()
    shown = (*names, *outputs, *rest)
    once = bool(shown) and draft.rows > _TWO and all(_is_kind_of_others(draft, one) for one in shown)
    return draft.query(shown, distinct=once and told_apart(shown))


def _is_kind_of_others(draft: Draft, value: Value) -> bool:
    """What rows belong to, which many of them share; not its measures, of which nobody wants the different ones."""
    if not isinstance(value, Field) or not value.source:
        return False
    role = draft.around[value.source].roles[value.column.name]
    return role in (Role.NAME, Role.CATEGORY, Role.CODE, Role.TEXT) and not says_how_it_is(value.column)


def _ordered(draft: Draft, query: Query | None) -> Query | None:
    if query is None:
        return None
    shown = [output for output in query.shown if isinstance(output, Field)]
    names = [field for field in shown if field.column in draft.around[field.source].names]
    by = draft.rng.choice(names or shown) if draft.rng.random() < 0.6 else ranking(draft, draft.sources())
    if not isinstance(by, Field) or not has_order(by.column):
        return None
    if draft.around[by.source].roles[by.column.name] in (Role.SENSITIVE, Role.OTHER):
        return None  # nobody wants rows in the order of their phone numbers
    order = Order(by, descending=by.column.category != "S" and draft.rng.random() < 0.6)
    beside = (by,) if by not in shown and draft.rng.random() < _ORDER_SEEN else ()
    return replace(query, orders=(order,), outputs=(*query.outputs, *beside), distinct=query.distinct and by in shown)


def ranking(draft: Draft, sources: Sequence[int]) -> Field | None:
    """A number, date or year of any of these tables to rank by."""
    for source in sources:
        columns = [column for column in rankable(draft.around[source]) if column in draft.free(source, *Role)]
        columns = [column for column in columns if column.statistics.null_fraction <= _MOSTLY_EMPTY]
        if columns:
            return draft.take(source, draft.rarest(source, columns)[0])
    return None
