"""What a subject offers: columns to group by, filter on and measure, its own and those of the tables it points at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from data_pipeline.catalog.model import Column
from data_pipeline.pairs import literals
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.roles import Role, distinct_values
from data_pipeline.pairs.subjects import Link, Subject, Subjects
from data_pipeline.pairs.tree import Field

NUMBERS = (Role.AMOUNT, Role.QUANTITY, Role.LEVEL)
Path = tuple[Link, ...]  # from the subject, child to parent


@dataclass(frozen=True, slots=True)
class Grouping:
    """A column to group by, with the number of groups to expect. ``entity``: it names the rows of its table."""

    path: Path
    column: Column
    entity: bool
    groups: float


@dataclass(frozen=True, slots=True)
class Restriction:
    """A way to filter on a column, once it is known at which position its table stands."""

    path: Path
    column: Column
    choose: Callable[[Field, Random], Chosen | None]


def groupings(subject: Subject, subjects: Subjects) -> list[Grouping]:
    """Every sensible grouping within two joins."""
    found = [Grouping((), column, False, groups) for column, groups in _categories(subject)]
    for path in _paths(subject, subjects):
        parent = subjects[path[-1].parent.key]
        if parent.name is not None:
            found.append(Grouping(path, parent.name, True, _linked(path)))
        found += [Grouping(path, column, False, min(groups, _linked(path))) for column, groups in _categories(parent)]
    return [grouping for grouping in found if grouping.groups >= 2]


def restrictions(subject: Subject, subjects: Subjects) -> list[Restriction]:
    """Every sensible filter within one join; likelier ones more than once."""
    found = [Restriction((), c, choose) for c in subject.table.columns for choose in _own(subject, c)]
    for link in subject.parents:
        parent = subjects[link.parent.key]
        if parent.name is not None and _covers(link):
            found += [Restriction((link,), parent.name, partial(literals.equals, entity=True))] * 2
        found += [Restriction((link,), column, literals.equals) for column in parent.columns(Role.CATEGORY)]
    return found


def measurable(subject: Subject) -> list[Column]:
    """Numbers that differ and are mostly filled in with something else than 0."""
    return [c for c in subject.columns(*NUMBERS) if _often_filled(c) and _varies(c)]


def counted(subject: Subject) -> list[Column]:
    """Columns whose different values are worth counting: single keys to other tables and categories."""
    keys = [link.child_columns[0] for link in subject.parents if len(link.child_columns) == 1]
    categories = [column for column, groups in _categories(subject) if groups > 3]
    return [column for column in keys + categories if column.statistics.null_fraction < 0.3]


def _own(subject: Subject, column: Column) -> Iterator[Callable[[Field, Random], Chosen | None]]:
    role = subject.roles[column.name]
    main = column == subject.main_date and subject.only_date
    if role is Role.CATEGORY:
        yield from (literals.equals, literals.equals)
    elif role is Role.FLAG:
        yield literals.truth
    elif role in NUMBERS and _varies(column):
        yield from (literals.threshold, literals.between)
    elif role is Role.DATE or column == subject.main_date:
        yield from [partial(literals.window, main=main)] * 2
    elif role in (Role.TEXT, Role.NAME):
        yield literals.contains
    if role not in (Role.OTHER, Role.ID, Role.FLAG):
        yield literals.empty


def _categories(subject: Subject) -> Iterator[tuple[Column, float]]:
    for column in subject.columns(Role.CATEGORY, Role.FLAG):
        distinct = distinct_values(column, subject.table.row_count)
        if distinct is not None and distinct >= 2:
            yield column, distinct


def _paths(subject: Subject, subjects: Subjects) -> Iterator[Path]:
    """One join along any key; two where no row is lost and no other way leads there, which might be meant too."""
    yield from ((link,) for link in subject.parents)
    near = {subject.table.key, *(link.parent.key for link in subject.parents)}
    far = [
        (link, up)
        for link in subject.parents
        for up in subjects[link.parent.key].parents
        if link.always_set and up.always_set and up.parent.key not in near
    ]
    ways = Counter(path[-1].parent.key for path in far)
    yield from (path for path in far if ways[path[-1].parent.key] == 1)


def _linked(path: Path) -> float:
    """How many different rows of the last table the first table's rows lead to, at most."""
    counts = [float(link.parent.row_count) for link in path]
    first = path[0].child_columns[0]
    return min([*counts, distinct_values(first, path[0].child.row_count) or counts[0]])


def _covers(link: Link) -> bool:
    """Nearly every parent has a child, so that a filter on any parent leaves rows."""
    distinct = distinct_values(link.child_columns[0], link.child.row_count)
    return distinct is not None and distinct >= 0.95 * link.parent.row_count


def _often_filled(column: Column) -> bool:
    common = zip(column.statistics.common_values, column.statistics.common_fractions, strict=False)
    zeros = sum(share for value, share in common if not value.strip("0."))
    return column.statistics.null_fraction + zeros < 0.5


def _varies(column: Column) -> bool:
    numbers = literals.observed_numbers(column)
    return len(numbers) >= 2 and numbers[0] != numbers[-1]
