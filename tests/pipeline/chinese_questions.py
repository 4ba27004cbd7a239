"""Small trees of every form, each with one of the ways in which it may be asked in Chinese."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data_pipeline.pairs.conditions import (
    Between,
    Compare,
    Contains,
    Either,
    Equals,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
)
from data_pipeline.pairs.tree import Derived, Dimension, Having, Join, Measure, Order, Over, Query, Question, SetQuery
from data_pipeline.pairs.values import Band, Bucket, Computed
from tests.pipeline.chinese_tables import (
    AREA,
    AREAS,
    BY_CHANNEL,
    BY_PHONE,
    CHANNEL,
    COMPLAINT,
    COUNT,
    EMPLOYEE,
    GADGET,
    HANDLER,
    LEFT,
    LINK,
    LUSHAN,
    MEAN,
    MONTH,
    NAME,
    PERSON,
    POST,
    RECEIVED,
    ROUTE,
    SALARY,
    SCORE,
    STARS,
    STATUS,
    SUM,
    TO_AREA,
    TO_BOSS,
    TO_ROUTE,
    TWO,
    UP,
    YEAR,
    areas,
    complaints,
    employees,
    own,
)

OF_AREAS = Query((COMPLAINT, AREA), (UP,), (replace(NAME, source=1),), conditions=(BY_PHONE,), distinct=True)
HANDLERS = complaints(Measure("count_distinct", own(COMPLAINT, "handled_by")), conditions=(BY_PHONE,))
KEEPER, HIGH = Equals(own(EMPLOYEE, "post", 1), "店长"), Compare(replace(STARS, source=1), ">", "3")
BY_SELLERS = Related(COMPLAINT, TO_AREA, False, (KEEPER,), parent=EMPLOYEE, further=HANDLER)
TO_STARS = Related(LINK, TO_ROUTE, False, (HIGH,), parent=AREA, further=TO_AREA)


def routes(condition: Related) -> Query:
    return Query((ROUTE,), outputs=(own(ROUTE, "route_name"),), conditions=(condition,))


def routes_called() -> Query:
    return Query((ROUTE,), outputs=(own(ROUTE, "route_name"),))


CASES: dict[str, tuple[Question, str]] = {
    "names of rows with a state": (areas(NAME, conditions=(Equals(STATUS, "1"),)), "有哪些启用的服务区？"),
    "a flag": (areas(NAME, conditions=(IsTrue(own(AREA, "has_charging"), value=False),)), "哪些服务区没有充电桩？"),
    "one row by its name": (
        areas(own(AREA, "opened_on"), conditions=(Equals(NAME, "庐山服务区", entity=True),)),
        "庐山服务区的开通日期是什么时候？",
    ),
    "a flag of one row": (
        areas(own(AREA, "has_charging"), conditions=(Equals(NAME, "庐山服务区", entity=True),)),
        "庐山服务区是否有充电桩？",
    ),
    "several columns": (employees(PERSON, POST), "列出所有员工的姓名和岗位。"),
    "of another table": (
        Query((EMPLOYEE, AREA), (UP,), (own(AREA, "area_name", 1),), (Equals(PERSON, "张静", entity=True),)),
        "员工张静所在服务区的名称是什么？",
    ),
    "not yet": (employees(PERSON, conditions=(IsNull(LEFT, negated=False),)), "哪些员工尚未离职？"),
    "two conditions": (
        complaints(own(COMPLAINT, "content"), conditions=(BY_PHONE, Compare(SCORE, "<", "3"))),
        "列出渠道为电话且满意度评分低于3的投诉记录的内容。",
    ),
    "one or the other": (
        employees(PERSON, conditions=(Either(Equals(POST, "店长"), Between(SALARY, "5000", "20000")),)),
        "列出岗位为店长或者月薪在5000到2万元之间的员工。",
    ),
    "one of several": (
        employees(PERSON, conditions=(OneOf(POST, ("店长", "保安员")),)),
        "哪些员工的岗位为店长或保安员？",
    ),
    "one of two, said once": (
        employees(PERSON, conditions=(Either(Equals(POST, "店长"), Equals(POST, "保安员")),)),
        "哪些员工的岗位为店长或保安员？",
    ),
    "some text": (employees(PERSON, conditions=(Contains(PERSON, "王", start=True),)), "哪些员工的姓名以“王”开头？"),
    "above the average": (
        employees(PERSON, conditions=(Relative(SALARY, "above_average"),)),
        "哪些员工的月薪高于平均水平？",
    ),
    "after a day": (employees(PERSON, conditions=(Since(LEFT, date(2024, 3, 5)),)), "哪些员工在2024年3月5日之后离职？"),
    "through a role": (
        Query(
            (COMPLAINT, EMPLOYEE),
            (Join(1, 0, 1, HANDLER),),
            (own(COMPLAINT, "content"),),
            (Equals(own(EMPLOYEE, "post", 1), "店长"),),
        ),
        "帮我列出处理人岗位为店长的投诉记录的内容。",
    ),
    "different values": (complaints(CHANNEL, distinct=True), "投诉记录都有哪些渠道？"),
    "the first rows": (
        employees(PERSON, orders=(Order(SALARY, descending=True),), limit=5),
        "列出月薪最高的5名员工的姓名。",
    ),
    "the first row": (employees(PERSON, orders=(Order(SALARY),), limit=1), "月薪最低的员工是哪位？列出姓名。"),
    "in order": (employees(PERSON, POST, orders=(Order(SALARY),)), "列出员工的姓名和岗位，按月薪从低到高排列。"),
    "worked out": (
        employees(PERSON, Computed("length", (POST,)), conditions=(Equals(POST, "店长"),)),
        "列出岗位为店长的员工的姓名和岗位的字数。",
    ),
    "how many": (complaints(COUNT, conditions=(BY_PHONE,)), "渠道为电话的投诉记录有多少条？"),
    "how many at a place": (Query(TWO, (UP,), (COUNT,), (YEAR, LUSHAN)), "2024年庐山服务区共有多少条投诉记录？"),
    "how many different": (complaints(Measure("count_distinct", CHANNEL)), "查一下投诉记录有多少种不同的渠道。"),
    "how many different of its own": (complaints(Measure("count_distinct", CHANNEL)), "投诉记录一共有几种不同的渠道？"),
    "a sum": (Query(TWO, (UP,), (SUM,), (YEAR, LUSHAN)), "2024年庐山服务区的投诉记录的赔付总金额是多少元？"),
    "several figures": (employees(MEAN, Measure("max", SALARY)), "员工的月薪的平均值和最大值分别是多少？"),
    "part of all": (complaints(Measure("share", condition=BY_PHONE)), "投诉记录中，渠道为电话的占百分之多少？"),
    "how many of them": (
        complaints(COUNT, Measure("count", condition=BY_PHONE)),
        "投诉记录一共有多少条，其中渠道为电话的有多少条？",
    ),
    "each group": (
        Query(TWO, (UP,), (own(AREA, "area_name", 1), COUNT), dimensions=(AREAS,)),
        "各服务区分别有多少条投诉记录？",
    ),
    "each month": (
        complaints(MONTH.value, COUNT, dimensions=(MONTH,), orders=(Order(MONTH.value),)),
        "按月统计投诉记录数量，按时间先后排列。",
    ),
    "two dimensions": (
        Query(TWO, (UP,), (own(AREA, "area_name", 1), CHANNEL, COUNT), dimensions=(AREAS, BY_CHANNEL)),
        "按服务区和投诉渠道统计投诉记录数量。",
    ),
    "bands": (
        employees(Band(SALARY, "5000", "9000"), COUNT, dimensions=(Dimension(Band(SALARY, "5000", "9000")),)),
        "按月薪分为低（低于5000）、中、高（9000及以上）三档，统计各档的员工数量。",
    ),
    "the most": (
        Query(TWO, (UP,), (own(AREA, "area_name", 1), COUNT), (YEAR,), (AREAS,), orders=(Order(COUNT, True),), limit=3),
        "2024年哪3个服务区的投诉记录最多，各有多少条？",
    ),
    "the day of the week": (
        complaints(
            Bucket(RECEIVED, "weekday", main=True),
            dimensions=(Dimension(Bucket(RECEIVED, "weekday", main=True)),),
            orders=(Order(COUNT, True),),
            limit=1,
        ),
        "一周中投诉记录最多的一天是星期几？",
    ),
    "at least so many": (
        Query(TWO, (UP,), (own(AREA, "area_name", 1),), dimensions=(AREAS,), having=Having(COUNT, ">=", "10")),
        "哪些服务区的投诉记录不少于10条？",
    ),
    "of a link table": (
        Query(
            (LINK, ROUTE),
            (Join(1, 0, 1, TO_ROUTE),),
            (own(ROUTE, "route_name", 1), COUNT),
            dimensions=(Dimension(own(ROUTE, "id", 1), entity=True, names=(own(ROUTE, "route_name", 1),)),),
        ),
        "各路线分别有多少个服务区？",
    ),
    "none included": (
        Query(
            (AREA, COMPLAINT),
            (Join(1, 1, 0, TO_AREA, outer=True),),
            (NAME, Measure("count", own(COMPLAINT, "id", 1))),
            dimensions=(Dimension(own(AREA, "id"), entity=True, names=(NAME,)),),
        ),
        "每个服务区分别有多少条投诉记录？没有投诉记录的也要列出。",
    ),
    "under a superior": (
        Query(
            (EMPLOYEE, EMPLOYEE),
            (Join(1, 0, 1, TO_BOSS),),
            (own(EMPLOYEE, "employee_name", 1),),
            dimensions=(Dimension(own(EMPLOYEE, "id", 1), entity=True),),
            having=Having(COUNT, ">", "2"),
        ),
        "哪些直接上级的下属超过2名？",
    ),
    "without": (areas(NAME, conditions=(Related(COMPLAINT, TO_AREA, exists=False),)), "哪些服务区没有投诉记录？"),
    "without any subordinates": (
        employees(PERSON, conditions=(Related(EMPLOYEE, TO_BOSS, exists=False),)),
        "哪些员工没有下属？",
    ),
    "who did": (
        employees(PERSON, conditions=(Related(COMPLAINT, HANDLER, exists=True, conditions=(BY_PHONE,)),)),
        "哪些员工处理过渠道为电话的投诉记录？",
    ),
    "linked to none": (areas(NAME, conditions=(Related(LINK, TO_AREA, exists=False),)), "哪些服务区没有路线？"),
    "share of the total": (
        complaints(CHANNEL, COUNT, Over("share", COUNT), dimensions=(BY_CHANNEL,)),
        "按投诉渠道统计投诉记录数量及其占总量的百分比。",
    ),
    "running total": (
        complaints(MONTH.value, SUM, Over("running", SUM), dimensions=(MONTH,), orders=(Order(MONTH.value),)),
        "按月统计投诉记录的赔付总金额及累计值，按时间先后排列。",
    ),
    "rank": (
        employees(POST, PERSON, SALARY, Over("rank", SALARY, POST)),
        "在各岗位内按月薪从高到低给员工排名，列出岗位、姓名、月薪和名次。",
    ),
    "average of the group": (
        employees(PERSON, POST, SALARY, Over("group_average", SALARY, POST)),
        "列出所有员工的姓名、岗位和月薪，以及各岗位的平均月薪。",
    ),
    "change": (
        Derived("change", complaints(MONTH.value, COUNT, dimensions=(MONTH,))),
        "按月统计投诉记录数量，并计算环比增减。",
    ),
    "any at all": (Derived("any", complaints(conditions=(BY_PHONE,))), "有没有渠道为电话的投诉记录？"),
    "any that belongs": (Derived("any", Query(TWO, (UP,))), "有没有对应服务区的投诉记录？"),
    "top of each": (
        Derived("top_per_group", employees(POST, PERSON, SALARY, orders=(Order(SALARY, True),)), POST, 3),
        "列出每个岗位里月薪最高的3名员工的姓名和月薪。",
    ),
    "average per group": (
        Derived("average_of_groups", Query(TWO, (UP,), (own(AREA, "area_name", 1), COUNT), dimensions=(AREAS,))),
        "平均每个服务区有多少条投诉记录？",
    ),
    "groups above average": (
        Derived("groups_above_average", complaints(CHANNEL, COUNT, dimensions=(BY_CHANNEL,))),
        "投诉记录数量超过平均值的投诉渠道有哪些，分别是多少？",
    ),
    "but not": (
        SetQuery(
            "except",
            areas(NAME, conditions=(Equals(STATUS, "1"),)),
            areas(NAME, conditions=(Compare(STARS, ">", "3"),)),
        ),
        "列出状态为启用的服务区的名称，但不包括星级超过3的。",
    ),
    "both kinds": (
        SetQuery(
            "intersect",
            areas(STATUS, conditions=(Compare(STARS, ">", "3"),)),
            areas(STATUS, conditions=(Compare(STARS, "<", "2"),)),
        ),
        "哪些状态既有星级超过3的服务区，又有星级低于2的服务区？",
    ),
    "less those with": (
        SetQuery(
            "except",
            areas(NAME),
            Query(
                (AREA, COMPLAINT),
                (Join(1, 1, 0, TO_AREA),),
                (NAME,),
                (replace(BY_PHONE, field=own(COMPLAINT, "channel", 1)),),
            ),
        ),
        "列出没有渠道为电话的投诉记录的服务区的名称。",
    ),
    "what has such rows": (OF_AREAS, "哪些服务区有渠道为电话的投诉记录？"),
    "how many have rows": (HANDLERS, "有渠道为电话的投诉记录的处理人有多少名？"),
    "none of what is further": (areas(NAME, conditions=(BY_SELLERS,)), "找出没有处理人岗位为店长的投诉记录的服务区。"),
    "none of what a link ties to": (routes(TO_STARS), "没有星级超过3的服务区的路线有哪些？"),
    "places of both tables": (SetQuery("intersect", areas(NAME), routes_called()), "哪些名称既有服务区又有路线？"),
    "places of the first table alone": (
        SetQuery("except", areas(NAME), routes_called()),
        "列出有服务区但没有路线的名称。",
    ),
    "exactly so many": (
        complaints(CHANNEL, dimensions=(BY_CHANNEL,), having=Having(COUNT, "=", "2")),
        "哪些投诉渠道的投诉记录恰好有2条？",
    ),
    "words that are not known": (
        Query((GADGET,), outputs=(COUNT,), conditions=(Equals(own(GADGET, "origin"), "USA"),)),
        "origin 为 USA 的 gadget 有多少个？",
    ),
}
