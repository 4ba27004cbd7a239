"""Value labels in comments."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.labels import parse_labels


@pytest.mark.parametrize(
    ("comment", "labels"),
    [
        ("状态：1-启用 2-停用", {"1": "启用", "2": "停用"}),
        ("status (1: active, 2: closed)", {"1": "active", "2": "closed"}),
        ("是否删除 0=否,1=是", {"0": "否", "1": "是"}),
        ("支付方式（0：现金；1：微信；2：支付宝）", {"0": "现金", "1": "微信", "2": "支付宝"}),
        ("1 - in progress, 2 - shipped to customer", {"1": "in progress", "2": "shipped to customer"}),
        ("1、小型车，2、大型车", {"1": "小型车", "2": "大型车"}),
        ("是否有效 0否 1是", {"0": "否", "1": "是"}),
        ("级别: -1=未知 0=普通", {"-1": "未知", "0": "普通"}),
    ],
)
def test_parse_labels__usual_forms(comment: str, labels: dict[str, str]) -> None:
    assert parse_labels(comment) == labels


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "车辆数量",
        "营业时间 9:00-18:00",
        "日期 2024-01-01",
        "共2个车道3个出口",
        "Note: see docs, unit: kg",
        "1-5 分",
    ],
)
def test_parse_labels__prose_has_none(comment: str | None) -> None:
    assert parse_labels(comment) == {}


def test_parse_labels__words_only_where_they_occur() -> None:
    comment = "gender: M=male, F=female"
    assert parse_labels(comment) == {}
    assert parse_labels(comment, ["M", "F"]) == {"M": "male", "F": "female"}
