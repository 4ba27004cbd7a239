"""What a table offers: columns to filter on, measure and list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from random import Random

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Column
from data_pipeline.han import has_han
from data_pipeline.pairs import literals
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.known_values import is_prose
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.numbered import number_of_rows
from data_pipeline.pairs.roles import Role, distinct_values, is_remark, is_serial, is_state, is_year, says_how_it_is
from data_pipeline.pairs.subjects import Link, Subject
from data_pipeline.pairs.tree import AggregateKind
from data_pipeline.pairs.values import Field

NUMBERS = (Role.AMOUNT, Role.QUANTITY, Role.LEVEL)
TELLING = (Role.NAME, Role.CATEGORY, Role.AMOUNT, Role.QUANTITY, Role.LEVEL, Role.DATE, Role.CODE, Role.TEXT, Role.FLAG,
           Role.SENSITIVE)  # fmt: skip
SHOWABLE = (*TELLING, Role.ID, Role.RECORDED, Role.OTHER)
PLACES = (["city"], ["country"], ["state"], ["region"], ["district"], ["province"], ["county"], ["town"], ["continent"])
_WITHOUT_EQUALITY = ("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle")
_WORDS = (Role.NAME, Role.TEXT, Role.CATEGORY)
_TELLING = {Role.ID: 0.03, Role.RECORDED: 0.03, Role.OTHER: 0.03, Role.SENSITIVE: 1.0, Role.CODE: 0.8}

_REACHED_BY = {"phone", "mobile", "tel", "telephone", "cellphone", "fax", "email", "mail"}
_FEW_VALUES = 60  # of a number that is asked for exactly: nobody asks for the tracks of 2,649,938 bytes
_FEW_KINDS = 12  # values of a category that people know, so that they do not look for a part of one
_ALONE = 0.7  # different years per row, below which many rows are of the last one
_COMMON = 0.02  # of the rows: a greatest value that so many have is the best grade, and no answer
_KEPT = 2_000  # tables of which what they offer is kept: they are drawn again and again

Chooser = Callable[[Field, Random], Chosen | None]


@dataclass(frozen=True, slots=True)
class Restriction:
    """A way to filter on a column."""

    column: Column
    kind: str
    choose: Chooser
    weight: float  # how likely people are to filter so
    is_detail: bool  # neither a name nor a category nor a place


@lru_cache(maxsize=_KEPT)
def restrictions(subject: Subject, wanted: tuple[str, ...] = (), *, is_own: bool) -> tuple[Restriction, ...]:
    """Every sensible filter on a table's columns, of the wanted kinds where some are given.

    ``is_own``: the question is about the table's rows, not only joined to them.
    """
    if wanted:
        return tuple(one for one in restrictions(subject, is_own=is_own) if one.kind in wanted)
    return tuple(
        Restriction(column, kind, choose, _liking(subject, column, kind, is_own=is_own), _is_detail(subject, column))
        for column in subject.table.columns
        if column.statistics.null_fraction < 1
        and (mark_of_deletion(subject.table) or (None,))[0] != column
        and not is_secret(column)
        for kind, choose in _choosers(subject, column)
    )


@lru_cache(maxsize=_KEPT)
def measurable(subject: Subject) -> tuple[Column, ...]:
    """Numbers that differ and are mostly filled in with something else than 0."""
    return tuple(c for c in subject.columns(*NUMBERS) if _often_filled(c) and varies(c))


@lru_cache(maxsize=_KEPT)
def rankable(subject: Subject) -> tuple[Column, ...]:
    """What the first rows are found by: numbers, dates (no calendar's days), years that hardly two rows share."""
    rows = subject.table.row_count
    years = (c for c in subject.table.columns if is_year(c) and (distinct_values(c, rows) or 0) >= _ALONE * rows)
    numbers = measurable(subject)
    dates = (c for c in subject.columns(Role.DATE) if numbers or (c.name,) != subject.table.primary_key)
    return tuple(dict.fromkeys((*numbers, *dates, *years)))


@lru_cache(maxsize=_KEPT)
def aggregates(subject: Subject, column: Column) -> tuple[AggregateKind, ...]:
    """What makes sense of a number: no sums of rates or of what entities have."""
    if subject.roles[column.name] is Role.LEVEL:
        kinds: tuple[AggregateKind, ...] = ("avg", "avg", "max", "min")
    elif subject.is_summary:
        kinds = ("sum",)  # each row is of a day and a kind: no average of these is anybody's
    else:
        kinds = ("sum", "sum", "avg", "avg", "max", "min")
    best, worst = (literals.share_of_extreme(column, greatest=greatest) > _COMMON for greatest in (True, False))
    pointless = {*(["max"] if best else []), *(["min"] if worst or literals.least(column) <= 0 else [])}
    return tuple(kind for kind in kinds if kind not in pointless)


def points_at_one(link: Link) -> bool:
    """The child refers to a unique column of the parent by one column."""
    parent = link.parent
    return len(link.key.columns) == 1 and link.key.ref_columns in (parent.primary_key, *parent.unique_keys)


def referred_to(link: Link) -> float:
    """The share of the parent's rows that some row of the child points at, as far as statistics tell."""
    if len(link.key.columns) > 1:
        return 1
    pointing = distinct_values(link.child_columns[0], link.child.row_count)
    return 1 if pointing is None else min(1, pointing / max(1, link.parent.row_count))


def is_secret(column: Column) -> bool:
    """A password or token: nobody should learn to ask for it."""
    return column.sensitive == "secret"


def told_apart(fields: Iterable[Field]) -> bool:
    """Whether PostgreSQL can tell two values of each apart, as DISTINCT and set operations must."""
    return all(field.column.type.removesuffix("[]") not in _WITHOUT_EQUALITY for field in fields)


def has_order(column: Column) -> bool:
    """Numbers, dates and texts of letters that have an alphabet; not the labels of an enum type, nor Chinese words."""
    seen = (*column.statistics.common_values, *column.statistics.bounds)
    return column.category in "ND" or (column.category == "S" and not any(map(has_han, seen)))


def varies(column: Column) -> bool:
    """Not one number only."""
    numbers = literals.observed_numbers(column)
    return len(numbers) >= 2 and numbers[0] != numbers[-1]


def _choosers(subject: Subject, column: Column) -> Iterator[tuple[str, Chooser]]:
    role = subject.roles[column.name]
    if is_serial(column):
        return
    written = role is Role.TEXT and (is_prose(column.statistics) or is_remark(column))
    if role in (*_WORDS, Role.CODE) and not written:
        alone = (column,) == subject.names  # the card of Li Ying is one, and so is Li Ying
        yield "equals", partial(literals.equals, entity=alone, most=literals.one_row(subject.table) if alone else 1)
    if (
        role in _WORDS
        and column.category == "S"
        and not (role is Role.CATEGORY and _has_few(subject, column, _FEW_KINDS))
    ):
        if parts := literals.shared_parts(column.statistics):
            yield "like", partial(literals.contains, shared=parts)
        if role is Role.NAME and (starts := literals.shared_starts(column.statistics)):
            yield "like", partial(literals.starts_with, shared=starts)
    if role is Role.CATEGORY or is_year(column):
        yield "one_of", literals.one_of
    if role is Role.CATEGORY:
        yield "different", literals.different
    told = bool(subject.names) or number_of_rows(subject) is not None
    is_key = subject.leads_to_named(column) or ((column.name,) == subject.table.primary_key and told)
    numbers = (Role.LEVEL, Role.QUANTITY, Role.ID, Role.CATEGORY)
    if (
        role in numbers
        and column.category == "N"
        and not is_key
        and (role is Role.ID or _has_few(subject, column, _FEW_VALUES))
    ):
        yield "number", literals.equals
    if role is Role.FLAG:
        yield "flag", literals.truth
    if (role in NUMBERS or is_year(column)) and varies(column):
        yield "range", literals.threshold
        yield "between", literals.between
    if role in NUMBERS and varies(column):
        yield "relative", literals.relative
    if role is Role.DATE or column == subject.main_date:
        yield "window", partial(literals.window, main=column == subject.main_date and subject.only_date)
        yield "since", literals.since
    if column.category == "A":
        yield "element", literals.element
    if role is not Role.RECORDED and (role is not Role.ID or column.nullable):
        yield "null", literals.empty


def _has_few(subject: Subject, column: Column, most: int) -> bool:
    return (distinct_values(column, subject.table.row_count) or 0) <= most


def _liking(subject: Subject, column: Column, kind: str, *, is_own: bool) -> float:
    """By what people filter: names and categories before other words, keys and record dates hardly ever.

    Other tables' rows (not ``is_own``) are seldom picked by their details.
    """
    liking = _liking_of_column(subject, column)
    if not is_own and _is_detail(subject, column):
        liking *= 0.25
    if not is_own and says_how_it_is(column):
        liking *= 0.15 if is_state(column) else 0.4
    if kind == "like" and not is_own:
        liking *= 0.2
    return liking * (0.3 if kind == "null" else 1)


def _liking_of_column(subject: Subject, column: Column) -> float:
    role = subject.roles[column.name]
    if column in subject.names:
        return 4
    if role in (Role.ID, Role.RECORDED, Role.OTHER):
        return 0.3
    return {Role.CATEGORY: 3, Role.TEXT: 1.5, Role.CODE: 0.8, Role.FLAG: 2}.get(role, 1)


def _is_detail(subject: Subject, column: Column) -> bool:
    """Neither a name nor a category nor a place: people do not filter other tables' rows by it."""
    return subject.roles[column.name] is not Role.CATEGORY and column not in subject.names and not is_place(column)


def is_place(column: Column) -> bool:
    """A city, country or the like."""
    return column.category == "S" and words_of(column.name)[-1:] in PLACES


@lru_cache(maxsize=_KEPT)
def places(subject: Subject) -> tuple[Column, ...]:
    """Where the rows are, as columns that are never empty; of views none, as they show rows of other tables."""
    columns = () if subject.table.is_view else subject.table.columns
    return tuple(column for column in columns if is_place(column) and not column.statistics.null_fraction)


def is_told_with(subject: Subject, column: Column) -> bool:
    """What is told of a thing beside its name where other rows are asked about: its kind, code, how to reach it."""
    role = subject.roles[column.name]
    return role in (Role.CATEGORY, Role.CODE, Role.SENSITIVE) and not says_how_it_is(column) and not is_remark(column)


def telling(subject: Subject, column: Column) -> float:
    """How likely people are to ask for a column: keys, record dates, identity and bank cards hardly ever."""
    if subject.roles[column.name] is Role.SENSITIVE and _REACHED_BY.isdisjoint(words_of(column.name)):
        return 0.2
    return 3 if any(column is name for name in subject.names) else _TELLING.get(subject.roles[column.name], 1.5)


def _often_filled(column: Column) -> bool:
    common = zip(column.statistics.common_values, column.statistics.common_fractions, strict=False)
    zeros = sum(share for value, share in common if not value.strip("0."))
    return column.statistics.null_fraction + zeros < 0.5
