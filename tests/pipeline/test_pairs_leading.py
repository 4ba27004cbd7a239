"""Chinese that puts a value right before the noun, as people do: 四星服务区的投诉记录."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.grammar import overlapped
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import Compare, Condition, Equals, Relative
from data_pipeline.pairs.tree import Dimension, Join, Measure, Order, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.chinese_tables import AREA, COMPLAINT, TO_AREA, column, text

COUNT = Measure("count")
GRADED = replace(AREA, columns=(*AREA.columns, text("kind", "服务区类型"), text("grade", "服务区等级")))
KIND, GRADE = (GRADED.column(name) for name in ("kind", "grade"))
WORDS = ChineseWords(Catalog("d", (GRADED, COMPLAINT)))
FOUR = Equals(Field(0, GRADE), "四星")
SMART = Equals(Field(0, KIND), "信息化服务区")
MEAN = Relative(Field(0, AREA.column("stars")), "above_average")


def said(query: Query) -> set[str]:
    return {to_chinese(query, WORDS, Random(seed)) for seed in range(200)}


def areas(*conditions: Condition) -> Query:
    return Query((GRADED,), outputs=(COUNT,), conditions=conditions)


def complaints(*conditions: Condition, **parts: object) -> Query:
    join = Join(1, 0, 1, TO_AREA)
    return Query((COMPLAINT, GRADED), (join,), conditions=conditions, **{"outputs": (COUNT,), **parts})  # type: ignore[arg-type]


def moved(condition: Equals) -> Equals:
    return replace(condition, field=Field(1, condition.field.column))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (areas(FOUR), "四星服务区有多少个？"),
        (areas(FOUR), "等级为四星的服务区有多少个？"),  # now and then
        (areas(SMART), "信息化服务区有多少个？"),
        (complaints(moved(FOUR)), "四星服务区的投诉记录有多少条？"),
        (complaints(moved(SMART)), "信息化服务区的投诉记录有多少条？"),
        (areas(FOUR, Compare(Field(0, AREA.column("stars")), ">", "3")), "星级超过3的四星服务区有多少个？"),
        (areas(FOUR, MEAN), "星级高于所有服务区的平均值的四星服务区有多少个？"),
    ],
)
def test_said__a_value_before_its_noun(query: Query, wanted: str) -> None:
    assert wanted in said(query), said(query)


def test_said__groups_of_a_kind() -> None:
    """各四星服务区, 四星服务区中，哪个."""
    by = Dimension(Field(1, AREA.column("id")), entity=True)
    name, order = Field(1, AREA.column("area_name")), (Order(COUNT, descending=True),)
    each = said(complaints(moved(FOUR), outputs=(name, COUNT), dimensions=(by,)))
    assert "统计各四星服务区的投诉记录数量。" in each
    first = said(complaints(moved(FOUR), outputs=(name,), dimensions=(by,), orders=order, limit=1))
    assert "四星服务区中，哪个的投诉记录最多？" in first


def test_said__a_kind_is_named_so_once() -> None:
    assert not [one for one in said(areas(SMART)) if "服务区的服务区" in one or "类型" in one]


@pytest.mark.parametrize("value", ["其他", "未知", "A", "一二三四五六七"])
def test_said__what_does_not_go_before_a_noun(value: str) -> None:
    assert not [one for one in said(areas(Equals(Field(0, GRADE), value))) if f"{value}服务区" in one]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [("租赁合同", "合同状态", "租赁合同状态"), ("冷链仓", "仓库", "冷链仓库"), ("采购入库", "入库单", "采购入库单"),
     ("电商", "商品", "电商商品"), ("四星", "服务区", "四星服务区"), ("信息化服务区", "服务区", "信息化服务区")],
)  # fmt: skip
def test_overlapped(first: str, second: str, both: str) -> None:
    assert overlapped(first, second) == both


def test_counting_word__of_a_calendar() -> None:
    calendar = replace(AREA, columns=(column("id", "日期", "date", "D"), text("kind", "日期类型")), comment="日历表")
    words = ChineseWords(Catalog("d", (calendar,)))
    counts = Query((calendar,), outputs=(COUNT,))
    assert "日期一共有多少天？" in {to_chinese(counts, words, Random(seed)) for seed in range(60)}
