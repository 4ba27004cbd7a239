"""What can be worked out of columns: a product of price and quantity, days between dates, lengths of texts."""

from __future__ import annotations

import re
from itertools import pairwise

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.moments import Order, has_infinite, order_of
from data_pipeline.pairs import literals
from data_pipeline.pairs.comments import chinese_name
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.known_values import is_prose
from data_pipeline.pairs.options import measurable
from data_pipeline.pairs.roles import Role
from data_pipeline.pairs.subjects import Subject
from data_pipeline.pairs.values import Computed, Field

_PRICES = {"price", "rate", "cost", "fee"}
_PROSE = {"description", "content", "contents", "text", "body", "comment", "comments", "note", "notes", "remark",
          "remarks", "message", "review", "summary"}  # fmt: skip
_SUMS = {"total", "subtotal", "sum", "amount", "deposit"}  # times a quantity they come to nothing
_SUMS_TOLD = re.compile("总|合计|小计|金额|定金|押金")
_COUNTS = {"quantity", "qty", "count", "num", "units", "hours", "days"}


def workings(subject: Subject) -> list[Computed]:
    """Everything sensible that two columns, or one text, give; of names nobody asks the length."""
    found = [*products(subject), *_differences(subject), *_spans(subject)]
    if len(subject.names) == 2:
        found.append(Computed("full_name", tuple(Field(0, name) for name in subject.names)))
    texts = [column for column in subject.columns(Role.TEXT) if column.category == "S"]
    prose = [column for column in texts if _speaks_of(column, _PROSE) or is_prose(column.statistics)]
    return found + [Computed("length", (Field(0, column),)) for column in prose]


def products(subject: Subject) -> list[Computed]:
    """Price times quantity, for sums too."""
    numbers = measurable(subject)
    prices = [c for c in numbers if _speaks_of(c, _PRICES) and not _speaks_of(c, _SUMS)]
    prices = [c for c in prices if not _SUMS_TOLD.search(chinese_name(c))]
    counts = [column for column in numbers if _speaks_of(column, _COUNTS) and column not in prices]
    return [Computed("product", (Field(0, p), Field(0, c))) for p in prices for c in counts]


def _differences(subject: Subject) -> list[Computed]:
    """One price less another, where the first is mostly the larger: a price less its cost."""
    prices = [column for column in measurable(subject) if _speaks_of(column, _PRICES) and column.statistics.bounds]
    ordered = sorted(prices, key=literals.mean, reverse=True)
    return [
        Computed("difference", (Field(0, high), Field(0, low)))
        for high, low in pairwise(ordered)
        if words_of(high.name)[-1:] != ["rate"] and words_of(low.name)[-1:] != ["rate"]
    ]


def _spans(subject: Subject) -> list[Computed]:
    """From an earlier to a later date of the same row; no days are between a date and infinity."""
    dates = [c for c in subject.columns(Role.DATE) if c.statistics.bounds and not has_infinite(c)]
    ordered = sorted(dates, key=lambda column: _place(column, len(column.statistics.bounds) // 2))
    return [
        Computed("days", (Field(0, late), Field(0, early)))
        for early, late in pairwise(ordered)
        if _place(late, 0) >= _place(early, 0)
    ]


def _place(column: Column, n: int) -> tuple[Order, str]:
    """What the n-th bound is ordered by."""
    bound = column.statistics.bounds[n]
    return order_of(bound) or (0, 0, ""), bound


def _speaks_of(column: Column, words: set[str]) -> bool:
    return not words.isdisjoint(words_of(column.name))
