"""Numbers above or below that of another row, or those of all rows of a kind: wines that cost more than "Opus One"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from random import Random

from data_pipeline.catalog.model import Column
from data_pipeline.pairs import literals
from data_pipeline.pairs.conditions import Beyond, Equals
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.options import Chooser
from data_pipeline.pairs.roles import Role, distinct_values
from data_pipeline.pairs.subjects import Subject
from data_pipeline.pairs.values import Field

_BEYOND_ONE = 0.4  # of the rows: another row's number is as likely a great as a small one
_A_KIND = 0.15  # of the rows at most are of it: of more it is likelier that one of them has the greatest number of all
_FEWEST = 20  # rows: of a few the one that is named is likely to be the first of all
_ABOVE = 0.6  # how often it is more that is asked for
_EACH = 0.999  # different names for each row, so that a name is one row's


def beyond(subject: Subject) -> Iterator[Chooser]:
    """Ways to choose what a number of the subject's rows is compared with: a named row first, if rows have names."""
    if subject.table.row_count < _FEWEST:
        return
    if len(subject.names) == 1 and _is_unique(subject, subject.names[0]):
        most = literals.one_row(subject.table)
        yield partial(_chosen, other=subject.names[0], most=most, rows=subject.table.row_count, entity=True)
    for column in _kinds(subject) if subject.is_entity else ():  # nobody compares single payments so
        yield partial(_chosen, other=column, most=_A_KIND, rows=subject.table.row_count, entity=False)


@lru_cache(maxsize=2_000)
def _kinds(subject: Subject) -> tuple[Column, ...]:
    return tuple(column for column in subject.columns(Role.CATEGORY) if column.category == "S")


def _is_unique(subject: Subject, name: Column) -> bool:
    rows = subject.table.row_count
    return (name.name,) in subject.table.unique_keys or (distinct_values(name, rows) or 0) >= _EACH * rows


def _chosen(field: Field, rng: Random, *, other: Column, most: float, rows: int, entity: bool) -> Chosen | None:
    if field.column.statistics.null_fraction or other == field.column:
        return None
    picked = literals.equals(Field(field.source, other), rng, entity=entity, most=most)
    if picked is None:
        return None
    condition, share = picked
    assert isinstance(condition, Equals)  # noqa: S101 - what equals() makes
    left = _BEYOND_ONE if entity else 1 / (1 + share * rows)  # chance that a row is beyond all of so many others
    return Beyond(field, condition, above=rng.random() < _ABOVE), left
