"""Questions in Chinese as people put them: who did most, how many of each, keys called keys."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Statistics
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import Compare, Equals
from data_pipeline.pairs.tree import Dimension, Having, Join, Measure, Order, Query, SetQuery
from data_pipeline.pairs.values import Field
from tests.pipeline.chinese_tables import (
    AREA,
    AREAS,
    BY_CHANNEL,
    CHANNEL,
    COMPLAINT,
    COUNT,
    EMPLOYEE,
    HANDLER,
    ID,
    LINK,
    NAME,
    PERSON,
    ROUTE,
    SCORE,
    STARS,
    STATUS,
    TO_AREA,
    TO_ROUTE,
    TWO,
    UP,
    WORDING,
    WORDS,
    areas,
    complaints,
    day,
    own,
    text,
)

HANDLED = Query(
    (COMPLAINT, EMPLOYEE),
    (Join(1, 0, 1, HANDLER),),
    (replace(PERSON, source=1), COUNT),
    dimensions=(Dimension(own(EMPLOYEE, "id", 1), entity=True),),
    orders=(Order(COUNT, True),),
    limit=1,
)
AREA_IDS = complaints(
    own(COMPLAINT, "area_id"), dimensions=(Dimension(own(COMPLAINT, "area_id")),), having=Having(COUNT, ">=", "10")
)
ENOUGH = complaints(CHANNEL, COUNT, dimensions=(BY_CHANNEL,), having=Having(COUNT, ">=", "10"))
LOW = complaints(CHANNEL, COUNT, conditions=(Compare(SCORE, "<", "3"),), dimensions=(BY_CHANNEL,))
TIED = Query(
    (LINK, ROUTE, AREA),
    (Join(1, 0, 1, TO_ROUTE), Join(2, 0, 2, TO_AREA)),
    (own(ROUTE, "route_name", 1),),
    (Compare(replace(STARS, source=2), ">", "3"),),
    (Dimension(own(ROUTE, "id", 1), entity=True),),
    orders=(Order(COUNT, True),),
    limit=1,
)
CASES = {
    "who did most": (HANDLED, "谁处理的投诉记录最多，有多少条？"),
    "keys of what has a name": (AREA_IDS, "哪些服务区ID的投诉记录至少有10条？"),
    "how many of each": (ENOUGH, "哪些投诉渠道的投诉记录不少于10条，各有多少条？"),
    "of each, of some rows": (LOW, "各投诉渠道的满意度评分低于3的投诉记录各有多少条？"),
    "a far end": (TIED, "星级超过3的服务区最多的路线是哪条？"),
    "a state alone": (areas(COUNT, conditions=(Equals(STATUS, "1"),)), "启用的服务区有多少个？"),
}


def wordings(question: Query) -> set[str]:
    return {to_chinese(question, WORDS, Random(seed)) for seed in range(400)}


@pytest.mark.parametrize(("question", "wanted"), CASES.values(), ids=CASES.keys())
def test_to_chinese__as_people_say(question: Query, wanted: str) -> None:
    said = wordings(question)
    assert wanted in said, sorted(said)


@pytest.mark.parametrize("question", [question for question, _ in CASES.values()], ids=CASES.keys())
def test_to_chinese__complete(question: Query) -> None:
    assert {said: missing for said in wordings(question) if (missing := WORDING.missing(question, said))} == {}


def test_missing__who_did_it_has_to_be_said() -> None:
    assert WORDING.missing(HANDLED, "哪位员工的投诉记录最多，有多少条？") == [("处理人", "处理人s", "谁处理")]


def test_to_chinese__a_key_is_not_asked_for_by_what_it_leads_to() -> None:
    """被投诉服务区 would be answered with names."""
    assert [said for said in wordings(AREA_IDS) if "ID" not in said] == []


def test_to_chinese__values_that_repeat_are_not_asked_for_as_different_ones() -> None:
    asked = wordings(complaints(own(COMPLAINT, "content"), conditions=(Compare(SCORE, "<", "3"),)))
    named = wordings(areas(NAME, conditions=(Compare(STARS, ">", "3"),)))
    assert [said for said in asked if "有哪些" in said] == []
    assert [said for said in named if "有哪些" in said] != []


def test_to_chinese__no_long_words_between_how_many_and_what() -> None:
    """满意度评分低于3的投诉记录有多少条, not 有多少条满意度评分低于3的投诉记录; of areas by name it may be so."""
    said = wordings(complaints(COUNT, conditions=(Compare(SCORE, "<", "3"),)))
    assert [one for one in said if "多少条满意度" in one] == []
    assert "各服务区有多少条投诉记录？" in wordings(
        Query(TWO, (UP,), (own(AREA, "area_name", 1), COUNT), dimensions=(AREAS,))
    )


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [
        ("国家", "Brazil", "Brazil 的服务区有多少个？"),
        ("城市", "上饶", "上饶的服务区有多少个？"),
        ("收货国家", "Brazil", "收货国家为 Brazil 的服务区有多少个？"),
        ("收货城市", "上饶", "收货城市为上饶的服务区有多少个？"),
        ("地区", "MI", "地区为 MI 的服务区有多少个？"),
    ],
)
def test_to_chinese__where_rows_are(column: str, value: str, wanted: str) -> None:
    """Only the place that the rows themselves are in goes before them without a word."""
    here = text("place", column)
    area = replace(AREA, columns=(*AREA.columns, here))
    words = ChineseWords(Catalog("highway", (area,)))
    query = Query((area,), outputs=(COUNT,), conditions=(Equals(Field(0, here), value),))
    said = {to_chinese(query, words, Random(seed)) for seed in range(300)}
    assert wanted in said, sorted(said)
    assert [one for one in said if "收货" in column and "收货" not in one] == []


def test_to_chinese__a_date_is_when_not_how_much() -> None:
    said = wordings(complaints(Measure("max", own(COMPLAINT, "received_on"))))
    assert "投诉记录的最晚受理日期是哪一天？" in said, sorted(said)
    assert [one for one in said if "多少" in one or "计算" in one] == []


def test_to_chinese__columns_of_the_end_that_rows_are_called_by() -> None:
    """路线甲的服务区的名称, not 路线甲的服务区的服务区名称."""
    joins = (Join(1, 0, 1, TO_ROUTE), Join(2, 0, 2, TO_AREA))
    route = Equals(own(ROUTE, "route_name", 1), "梨温段", entity=True)
    shown = (replace(NAME, source=2), own(AREA, "opened_on", 2))
    said = wordings(Query((LINK, ROUTE, AREA), joins, shown, (route,), distinct=True))
    assert [one for one in said if "服务区的服务区" in one or "服务区名称" in one] == []


def test_to_chinese__rows_of_a_place_that_is_told_by_its_name() -> None:
    """南城服务区的每日经营记录 as mostly, not 服务区名称为南城服务区的."""
    place = text("area_name", "服务区名称")
    daily = replace(AREA, name="daily", comment="服务区每日经营数据表", columns=(*AREA.columns[:1], place))
    words = ChineseWords(Catalog("d", (AREA, daily)))
    query = Query((daily,), outputs=(COUNT,), conditions=(Equals(Field(0, place), "南城服务区"),))
    said = [to_chinese(query, words, Random(seed)) for seed in range(300)]
    assert sum("南城服务区的每日经营记录" in one for one in said) > len(said) / 2


def test_to_chinese__a_card_has_a_card_number() -> None:
    card = replace(
        AREA, name="card", comment="会员卡表", columns=(text("card_no", "会员卡号"), text("holder", "持卡人姓名"))
    )
    words = ChineseWords(Catalog("d", (card,)))
    query = Query((card,), outputs=tuple(Field(0, one) for one in card.columns))
    assert [one for seed in range(100) if "会员卡号" not in (one := to_chinese(query, words, Random(seed)))] == []


def test_to_chinese__figures_of_the_end_that_rows_are_called_by() -> None:
    """路线甲的服务区的平均星级, not 路线甲的服务区对应服务区的平均星级."""
    joins = (Join(1, 0, 1, TO_ROUTE), Join(2, 0, 2, TO_AREA))
    route = Equals(own(ROUTE, "route_name", 1), "梨温段", entity=True)
    said = wordings(Query((LINK, ROUTE, AREA), joins, (Measure("avg", replace(STARS, source=2)),), (route,)))
    assert [one for one in said if "对应" in one] == []


def test_to_chinese__rows_told_by_their_names_are_called_by_their_noun() -> None:
    """投诉记录涉及哪些服务区和处理人, not 哪些服务区名称和处理人姓名; their 星级 stays."""
    both = Query(
        (COMPLAINT, AREA, EMPLOYEE),
        (UP, Join(2, 0, 2, HANDLER)),
        (replace(NAME, source=1), replace(PERSON, source=2)),
        distinct=True,
    )
    said = wordings(both)
    assert any("涉及哪些服务区和处理人" in one for one in said), sorted(said)
    assert [one for one in said if "名称" in one or "姓名" in one] == []
    starred = wordings(replace(both, outputs=(replace(NAME, source=1), replace(STARS, source=1))))
    assert [one for one in starred if "名称" not in one or "星级" not in one] == []


def test_to_chinese__other_things_counted_by_their_names() -> None:
    """几个不同的服务区, of daily records that hold their names; but how many names the areas themselves have."""
    place = replace(text("area_name", "服务区名称"), statistics=Statistics(distinct=40.0))
    daily = replace(AREA, name="daily", comment="每日经营记录", columns=(ID, place))
    counts = Query((daily,), outputs=(Measure("count_distinct", Field(0, daily.columns[1])),))
    words = ChineseWords(Catalog("d", (AREA, daily)))
    said = {to_chinese(counts, words, Random(seed)) for seed in range(200)}
    assert [one for one in said if "不同的服务区" not in one or "名称" in one] == []
    assert [one for one in wordings(areas(Measure("count_distinct", NAME))) if "名称" not in one] == []
    joined = Query(TWO, (UP,), (Measure("count_distinct", replace(NAME, source=1)),))
    assert [one for one in wordings(joined) if "名称" in one] == []


def test_to_chinese__nobody_asks_for_the_date_of_a_date() -> None:
    days = replace(
        AREA,
        name="calendar",
        comment="节假日日历表",
        primary_key=("day",),
        columns=(day("day", "日历日期"), text("feast", "节假日名称")),
    )
    words = ChineseWords(Catalog("d", (days,)))
    spring = Equals(Field(0, days.columns[1]), "春节")
    query = Query((days,), outputs=(Field(0, days.columns[0]),), conditions=(spring,))
    both = Query((days,), outputs=tuple(Field(0, one) for one in days.columns))
    said = {to_chinese(one, words, Random(seed)) for seed in range(200) for one in (query, both)}
    assert {"有哪些节假日名称为春节的日期？", "列出所有日期和节假日名称。"} <= said, sorted(said)
    assert [one for one in said if "日历日期" in one or "日期的日期" in one] == []


def test_to_chinese__what_two_kinds_of_rows_share_is_told_in_full() -> None:
    """哪些投诉渠道既有…, where 渠道 would not say of what."""
    left, right = (complaints(CHANNEL, conditions=(Equals(own(COMPLAINT, "content"), one),)) for one in ("吵", "脏"))
    said = wordings(SetQuery("intersect", left, right))
    assert said and [one for one in said if "投诉渠道" not in one] == []
