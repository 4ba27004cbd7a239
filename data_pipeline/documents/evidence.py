"""What the statistics tell of a column, ready to be said: how often it is empty, from where to where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from data_pipeline.catalog.model import Column, Table
from data_pipeline.catalog.moments import day_of
from data_pipeline.documents.text import clipped, span
from data_pipeline.documents.text import examples as examples_of

_SEEN_ROWS = 20  # below that a range says little


@dataclass(frozen=True, slots=True)
class Evidence:
    """Texts are one line each; "" or () where there is nothing to tell."""

    empty: float = 0.0  # share of the rows, 0..1
    only: str = ""  # the one value that all filled rows have
    low: str = ""
    high: str = ""
    examples: tuple[str, ...] = ()


def evidence(table: Table, column: Column, *, examples: bool = True) -> Evidence:
    """Nothing but the share of empty rows for a sensitive column: what it holds is not to be told."""
    known = column.statistics
    if column.sensitive:
        return Evidence(known.null_fraction)
    if known.distinct is not None and round(known.distinct) == 1 and len(known.common_values) == 1:
        return Evidence(known.null_fraction, only=clipped(known.common_values[0]))
    low, high = _range(column) if table.row_count >= _SEEN_ROWS else ("", "")
    shown = tuple(dict.fromkeys(examples_of(column)))[:2] if examples and not low and not column.is_enum else ()
    return Evidence(known.null_fraction, "", low, high, shown)


def _range(column: Column) -> tuple[str, str]:
    if column.category == "D":
        low, high = span(column) or ("", "")
        low, high = day_of(low), day_of(high)
        return (low, high) if low != high else ("", "")
    known = column.statistics
    numbers = _numbers((*known.common_values, *known.bounds[:1], *known.bounds[-1:])) if column.category == "N" else []
    if len(numbers) < 2 or min(numbers) == max(numbers):
        return "", ""
    return f"{min(numbers):,f}", f"{max(numbers):,f}"


def _numbers(values: tuple[str, ...]) -> list[Decimal]:
    try:
        found = [Decimal(value) for value in values]
    except InvalidOperation:  # money, masked values
        return []
    return found if all(number.is_finite() for number in found) else []


def ordered_values(column: Column) -> tuple[str, ...]:
    """The values of an enum: numbers by size, all else the most frequent first."""
    numbers = _numbers(column.enum_values) if column.category == "N" else []
    return tuple(str(number) for number in sorted(numbers)) or column.enum_values
