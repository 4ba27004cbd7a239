"""The shapes of questions: each makes one query of what a draft offers, or None where the table has nothing for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from data_pipeline.pairs import literals
from data_pipeline.pairs.choices import Grouping, counted, measurable
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.roles import Role, distinct_values
from data_pipeline.pairs.subjects import Link
from data_pipeline.pairs.tree import (
    Contains,
    Dimension,
    Equals,
    Field,
    Having,
    Join,
    Measure,
    Order,
    Query,
    Related,
    Window,
)

Shape = Callable[[Draft], Query | None]
_SHOWABLE = (Role.CATEGORY, Role.AMOUNT, Role.QUANTITY, Role.LEVEL, Role.DATE, Role.CODE)
_LIST_AT_MOST = 200  # rows that a person would read without asking for the first few
_GROUPS_AT_MOST = 60
_LIMITS = (3, 5, 5, 10)


def count_where(draft: Draft) -> Query | None:
    """How many rows meet one or two conditions."""
    if draft.rng.random() < 0.4:
        draft.within()
    wanted = len(draft.conditions) + 1
    return _query(draft, measure=Measure("count")) if draft.restrict(wanted) else None


def measure_where(draft: Draft) -> Query | None:
    """A sum, average or extreme under one or two conditions."""
    columns = measurable(draft.subject)
    if not columns:
        return None
    measure = draft.measure_of(draft.rng.choice(columns))
    if draft.rng.random() < 0.6:
        draft.within()
    if draft.rng.random() < 0.6 or not draft.conditions:
        draft.restrict(len(draft.conditions) + 1)
    return _query(draft, measure=measure)


def by_dimension(draft: Draft) -> Query | None:
    """A measure for each group, often ordered."""
    measure = draft.measure()
    grouped = draft.group(up_to=_GROUPS_AT_MOST)
    if not grouped:
        return None
    if draft.rng.random() < 0.5:
        draft.within()
    order = Order(descending=True) if draft.rng.random() < 0.5 else None
    return _query(draft, measure=measure, dimensions=(grouped[0],), order=order)


def by_two_dimensions(draft: Draft) -> Query | None:
    """A measure for each pair of groups."""
    measure = draft.measure()
    first = draft.group(up_to=12)
    second = draft.group(up_to=8)
    if not first or not second or first[0].field == second[0].field:
        return None
    return _query(draft, measure=measure, dimensions=(first[0], second[0]))


def by_month(draft: Draft) -> Query | None:
    """A measure for each month of one year, or for each year."""
    date = draft.subject.main_date or next(iter(draft.subject.columns(Role.DATE)), None)
    dates = literals.observed_dates(date) if date else []
    if date is None or len({(day.year, day.month) for day in dates}) < 2:
        return None
    measure = Measure("count") if draft.subject.is_entity else draft.measure()
    main = date == draft.subject.main_date and draft.subject.only_date
    field = draft.use(date)
    draft.is_dated = True
    yearly = dates[0].year != dates[-1].year and draft.rng.random() < 0.4
    if not yearly:
        start = literals.window_start(draft.rng.choice(dates), "year")
        draft.conditions.append(Window(field, "year", start, main))
    if draft.rng.random() < 0.5:
        draft.restrict(len(draft.conditions) + 1)
    bucket = Dimension(field, bucket="year" if yearly else "month", main=main)
    return _query(draft, measure=measure, dimensions=(bucket,), order=Order(descending=False, by_dimension=True))


def top_groups(draft: Draft) -> Query | None:
    """The groups with the largest measure."""
    measure = draft.measure(extremes=False)
    grouped = draft.group(up_to=float("inf"))
    if not grouped or grouped[1].groups < 4:
        return None
    if draft.rng.random() < 0.5:
        draft.within()
    limit = draft.rng.choice([1, *(limit for limit in _LIMITS if limit < grouped[1].groups)])
    order = Order(descending=draft.rng.random() < 0.85)
    return _query(draft, measure=measure, dimensions=(grouped[0],), order=order, limit=limit)


def groups_above(draft: Draft) -> Query | None:
    """The groups whose measure exceeds a round number that some are expected to exceed."""
    measure = draft.measure(extremes=False)
    grouped = draft.group(up_to=float("inf"))
    if not grouped or grouped[1].column.category == "B":
        return None
    value = _exceeded(draft, measure, grouped[1])
    return _query(draft, measure=measure, dimensions=(grouped[0],), having=Having(value)) if value else None


def listing(draft: Draft) -> Query | None:
    """Named rows that meet conditions, with a column or two."""
    if draft.subject.name is None or not draft.restrict(draft.rng.choice((1, 1, 2))) or draft.rows > _LIST_AT_MOST:
        return None
    return _query(draft, columns=_shown(draft, draft.rng.choice((0, 1, 2))))


def top_rows(draft: Draft) -> Query | None:
    """The rows with the largest number or the latest date."""
    columns = draft.unused(measurable(draft.subject) + draft.subject.columns(Role.DATE))
    if not columns:
        return None
    field = draft.use(draft.rng.choice(columns))
    if draft.rng.random() < 0.5:
        draft.restrict(1)
    limits = [limit for limit in _LIMITS if limit < draft.rows]
    shown = [shown for shown in _shown(draft, 1) if shown != field]
    if not limits or not shown:
        return None
    order = Order(descending=draft.rng.random() < 0.8, field=field)
    return _query(draft, columns=(*shown, field), order=order, limit=draft.rng.choice(limits))


def share(draft: Draft) -> Query | None:
    """What percentage of the rows meets a condition, over all or for each group."""
    grouped = draft.group(up_to=_GROUPS_AT_MOST) if draft.rng.random() < 0.5 else None
    if grouped and grouped[1].column.category == "B":
        return None
    if not draft.restrict(1) or not 0.02 <= draft.rows / draft.subject.table.row_count <= 0.98:
        return None
    condition = draft.conditions.pop()
    if condition.field.source or isinstance(condition, (Window, Contains)):
        return None
    return _query(draft, measure=Measure("share", condition=condition), dimensions=(grouped[0],) if grouped else ())


def count_distinct(draft: Draft) -> Query | None:
    """How many different values or linked rows occur under a condition."""
    columns = counted(draft.subject)
    if not columns:
        return None
    measure = Measure("count_distinct", draft.use(draft.rng.choice(columns)))
    if not draft.within():
        draft.restrict(1)
    return _query(draft, measure=measure)


def with_zero(draft: Draft) -> Query | None:
    """Every named row with the number of rows that point at it, none included."""
    link = _child(draft)
    name = draft.subject.name
    if link is None or name is None or draft.rows > _LIST_AT_MOST:
        return None
    columns = [link.child.column(column) for column in link.child.primary_key] or list(link.child_columns)
    return Query(
        tables=(draft.subject.table, link.child),
        joins=(Join(1, child=1, parent=0, key=link.key, outer=True),),
        measure=Measure("count", Field(1, columns[0])),
        dimensions=(Dimension(draft.use(name), entity=True),),
        order=Order(descending=True),
    )


def related(draft: Draft) -> Query | None:
    """Named rows that nothing points at; their number where some other table does point at them all."""
    link = _child(draft)
    if link is None or draft.subject.name is None:
        return None
    linked = distinct_values(link.child_columns[0], link.child.row_count)
    if linked is None or not 1 <= linked <= 0.97 * draft.rows:
        return None
    condition = Related(link.child, link.key, exists=draft.rng.random() < 0.3)
    if draft.rows > _LIST_AT_MOST:
        return replace(_query(draft, measure=Measure("count")), conditions=(condition,))
    return replace(_query(draft, columns=_shown(draft, 0)), conditions=(condition,))


def plain(draft: Draft) -> Query | None:
    """All rows: how many, or the names of a few; what is left to ask of a small table."""
    few = draft.rows <= _GROUPS_AT_MOST and draft.subject.name is not None
    if few and draft.rng.random() < 0.5:
        return _query(draft, columns=_shown(draft, 0))
    return _query(draft, measure=Measure("count"))


SHAPES: tuple[Shape, ...] = (
    count_where, by_dimension, top_groups, listing, measure_where, by_month, groups_above, share,
    with_zero, top_rows, by_two_dimensions, related, count_distinct, plain,
)  # fmt: skip


def _query(draft: Draft, **parts: object) -> Query:
    conditions = tuple(draft.conditions)
    return Query(tuple(draft.tables), tuple(draft.joins), conditions=conditions, **parts)  # type: ignore[arg-type]


def _shown(draft: Draft, others: int) -> tuple[Field, ...]:
    """The name (or main date) of the row and so many further columns that no condition has fixed."""
    subject = draft.subject
    first = subject.name or subject.main_date
    fixed = {c.field.column.name for c in draft.conditions if isinstance(c, Equals) and not c.field.source}
    taken = fixed | ({first.name} if first else set())
    further = draft.unused([column for column in subject.columns(*_SHOWABLE) if column.name not in taken])
    chosen = draft.rng.sample(further, min(others, len(further)))
    shown = [first] if first else []
    return tuple(draft.use(column) for column in shown + sorted(chosen, key=lambda column: column.position))


def _child(draft: Draft) -> Link | None:
    """A table that points at the subject by one unique column."""
    table = draft.subject.table
    links = [k for k in draft.subject.children if k.key.ref_columns in (table.primary_key, *table.unique_keys)]
    links = [link for link in links if len(link.key.columns) == 1]
    return draft.rng.choice(links) if links else None


def _exceeded(draft: Draft, measure: Measure, grouping: Grouping) -> str | None:
    """A round number below the measure of the larger groups, as far as statistics tell."""
    rows = _larger_group(draft, grouping)
    mean = literals.mean(measure.field.column) if measure.field else Decimal(1)
    expected = mean if measure.kind == "avg" else Decimal(rows) * mean
    value = literals.round_number(expected * Decimal("0.8"))
    if measure.kind != "avg" or abs(value) >= 10:
        value = Decimal(int(value))
    return literals.plain(value) if value > (1 if measure.kind == "count" else 0) else None


def _larger_group(draft: Draft, grouping: Grouping) -> float:
    """Rows of a group of the largest third; the average where single groups are not known."""
    column = grouping.path[0].child_columns[0] if grouping.path else grouping.column
    shares = column.statistics.common_fractions
    if len(grouping.path) <= 1 and (grouping.entity or not grouping.path) and shares:
        return shares[len(shares) // 3] * draft.rows
    return draft.rows / grouping.groups
