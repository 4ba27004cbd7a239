"""Units in comments and names."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.units import unit


def _column(name: str, comment: str | None = None, category: str = "N") -> Column:
    return Column(name, "numeric", category, 1, True, comment=comment)


@pytest.mark.parametrize(
    ("name", "comment", "expected"),
    [
        ("amount", "金额（元）", "元"),
        ("dist", "distance (km)", "km"),
        ("total", "合计，单位：万元", "万元"),
        ("w", "重量(kg)", "kg"),
        ("speed", "平均车速（公里/小时）", "公里/小时"),
        ("size", "file size in MB", "MB"),
        ("weight", "unit: kg", "kg"),
        ("rate", "占比（%）", "%"),
        ("height", "measured in cm, without shoes", "cm"),
        ("price", "Price [USD]", "USD"),
        ("distance_km", None, "km"),
        ("response_ms", None, "ms"),
        ("price_usd", None, "USD"),
        ("weightKg", None, "kg"),
        ("discount_pct", None, "%"),
        ("duration_days", None, "days"),
        ("length_in_m", None, "m"),
        ("timeout_seconds", "how long we wait", "s"),
    ],
)
def test_unit__is_told(name: str, comment: str | None, expected: str) -> None:
    assert unit(_column(name, comment)) == expected


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("amount", None),
        ("level_a", None),
        ("checked_in", None),
        ("total_items", None),
        ("km", None),
        ("state", "状态（1-启用 2-停用）"),
        ("made", "created in March"),
        ("note", "（见附录）"),
        ("first_day", None),
    ],
)
def test_unit__is_not_guessed(name: str, comment: str | None) -> None:
    assert unit(_column(name, comment)) == ""


def test_unit__only_numbers_have_one() -> None:
    assert unit(_column("distance_km", "距离（公里）", category="S")) == ""
