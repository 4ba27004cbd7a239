"""What the planner estimates of a table, and whether it has changed so much that other questions would be asked.

Two ANALYZE of the same rows never say quite the same, and the first one knows more than a look at some rows. So only
a part is kept, that which is steady; what is not known, now or then, has not changed.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from math import isfinite
from typing import Any

from data_pipeline.catalog.model import Column, Statistics, Table

_ROWS, _DISTINCT = 1.3, 2.0  # by which factor rows, and different values, become more or fewer
_FEW = 5  # different values more or fewer say nothing
_NULLS = 0.1  # of the rows
_COMMON, _COUNTED = 0.02, 10  # share of the rows, and rows, that make a common value certain to be found again
_ENDS = 0.1  # of the rows: below and above are the outliers, which a sample may hold or not
_OVERLAP = 0.5  # of the wider of two ranges
_START, _LOST = 2, 0.9  # letters that texts begin with, and the part of these that is gone where all is renamed


def estimates(table: Table) -> dict[str, Any]:
    """A JSON-able value; values themselves are in it only as digests, but for numbers and dates near both ends."""
    return {"rows": table.row_count, "columns": {column.name: _column(table, column) for column in table.columns}}


def alike(earlier: Mapping[str, Any], table: Table) -> bool:
    """Whether the table is still much as it was when ``estimates`` gave this."""
    if not _within(earlier["rows"], table.row_count, _ROWS):
        return False
    columns = earlier["columns"]
    return all(column.name in columns and _alike(columns[column.name], column) for column in table.columns)


def _column(table: Table, column: Column) -> dict[str, Any]:
    known = column.statistics
    common = [
        _hashed(value)
        for value, share in zip(known.common_values, known.common_fractions, strict=False)
        if share >= _COMMON and share * table.row_count >= _COUNTED
    ]
    numbers = {"nulls": round(known.null_fraction, 3), "distinct": known.distinct, "range": _range(column)}
    return {**numbers, "common": sorted(common), "starts": sorted(_starts(column))}


def _alike(earlier: Mapping[str, Any], column: Column) -> bool:
    known = column.statistics
    if known == Statistics():
        return True
    now = {_hashed(value) for value in known.common_values}
    lost = sum(value not in now for value in earlier["common"])
    return (
        abs(earlier["nulls"] - known.null_fraction) <= _NULLS
        and _as_many(earlier["distinct"], known.distinct)
        and 2 * lost <= len(earlier["common"])
        and not _is_renamed(set(earlier.get("starts", ())), _starts(column))
        and _overlap(earlier["range"], _range(column))
    )


def _is_renamed(earlier: set[str], now: set[str]) -> bool:
    """Hardly any text begins as before. Which texts a histogram holds is left to chance, how they begin hardly is."""
    return bool(now) and len(earlier - now) > _LOST * len(earlier)


def _starts(column: Column) -> set[str]:
    known = column.statistics
    texts = (*known.common_values, *known.bounds) if column.category == "S" else ()
    return {_hashed(text[:_START]) for text in texts}


def _as_many(earlier: float | None, now: float | None) -> bool:
    if earlier is None or now is None or abs(earlier - now) <= _FEW:
        return True
    return _within(earlier, now, _DISTINCT)


def _overlap(earlier: Sequence[float] | None, now: Sequence[float] | None) -> bool:
    if not earlier or not now:
        return True
    common = min(earlier[1], now[1]) - max(earlier[0], now[0])
    wider = max(earlier[1] - earlier[0], now[1] - now[0])
    return common >= _OVERLAP * wider


def _range(column: Column) -> list[float] | None:
    """Where nearly all values lie, dates as days; None for what has no such thing.

    The histogram of ANALYZE is about the values that are not common; that of a look at the rows about all of them.
    """
    known = column.statistics
    common = dict(zip(known.common_values, known.common_fractions, strict=False))
    if not common.keys().isdisjoint(known.bounds):
        common = {}
    rest = max(0.0, 1 - known.null_fraction - sum(common.values())) / max(1, len(known.bounds))
    weighted = [*common.items(), *((bound, rest) for bound in known.bounds)]
    try:
        values = sorted((_number(value, column.category), weight) for value, weight in weighted)
    except ValueError:
        return None
    sums = list(accumulate(weight for _, weight in values))
    if not sums or not sums[-1]:
        return None
    return [values[bisect_left(sums, share * sums[-1])][0] for share in (_ENDS, 1 - _ENDS)]


def _number(value: str, category: str) -> float:
    """ValueError for what is neither a number nor a date."""
    if category == "D":
        return date.fromisoformat(value[:10]).toordinal()
    if category == "N" and isfinite(number := float(value)):
        return number
    raise ValueError(value)


def _within(earlier: float, now: float, factor: float) -> bool:
    if not earlier or not now:
        return earlier == now
    return 1 / factor <= now / earlier <= factor


def _hashed(value: str) -> str:
    return hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=4).hexdigest()
