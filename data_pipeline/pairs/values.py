"""Values of a row that can be shown, grouped by, ordered by or aggregated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_pipeline.catalog.model import Column

Grain = Literal["year", "quarter", "month"]
BucketGrain = Literal["year", "quarter", "month", "weekday"]
ComputedKind = Literal["product", "difference", "days", "length", "initial", "full_name"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of one of the query's tables; ``source`` is the position in ``Query.tables``."""

    source: int
    column: Column


@dataclass(frozen=True, slots=True)
class Bucket:
    """The year, quarter, month or day of the week of a date; ``main``: its table has no other date."""

    field: Field
    grain: BucketGrain
    main: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """Two numbers multiplied or subtracted, the days between two dates (first minus second), the number of characters
    of a text, its first letter, or a first and a last name together.
    """

    kind: ComputedKind
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Low below ``low``, high from ``high`` on, medium between."""

    field: Field
    low: str
    high: str


Value = Field | Bucket | Computed | Band


def fields_of(value: Value) -> tuple[Field, ...]:
    """The columns that a value is made of."""
    if isinstance(value, Field):
        return (value,)
    return value.fields if isinstance(value, Computed) else (value.field,)
