"""Numbers and days as a person would set them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from data_pipeline.pairs.rounding import round_day, round_number, round_within, rounder


@pytest.mark.parametrize(
    ("value", "exact", "round_"),
    [("4837", "4800", "5000"), ("47", "47", "45"), ("3.27", "3.3", "3.5"), ("0", "0", "0"), ("7", "7", "7"),
     ("0.0042", "0.0042", "0.004"), ("-48", "-48", "-50")],
)  # fmt: skip
def test_round(value: str, exact: str, round_: str) -> None:
    assert (round_number(Decimal(value)), rounder(Decimal(value))) == (Decimal(exact), Decimal(round_))


def test_round_within__only_where_it_parts_the_values_alike() -> None:
    spread = [Decimal(n) for n in range(0, 10_000, 50)]
    narrow = [Decimal(n) / 10 for n in range(950, 1000)]
    assert round_within(Decimal(4837), spread) == 5000
    assert round_within(Decimal(97), narrow) == 97, "95 would let everything through"


@pytest.mark.parametrize(
    ("before", "days", "wanted"),
    [(True, 400, date(2024, 5, 1)), (False, 400, date(2024, 4, 30)), (True, 60, date(2024, 5, 17))],
)
def test_round_day(before: bool, days: int, wanted: date) -> None:
    first = date(2024, 4, 1)
    assert round_day(date(2024, 5, 17), [first, first + timedelta(days)], before=before) == wanted
