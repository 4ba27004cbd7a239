"""Tables with a row for each day or month: what the rows come to is asked for, not how many there are."""

from __future__ import annotations

import re
from itertools import islice

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.roles import Role, roles_of
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Measure, selects
from data_pipeline.pairs.wording import Language
from tests.pipeline.made_tables import column, table

CARS = column("cars", "integer")


@pytest.mark.parametrize(
    ("given", "sums_up"),
    [
        (table("car_day_count", CARS), True),
        (table("monthly_sales", column("amount", "numeric")), True),
        (table("x", CARS, comment="服务区每日车流量统计"), True),
        (table("x", CARS, comment="月度汇总视图，按月"), True),
        (table("x", CARS, comment="车辆表，每日更新"), False),
        (table("holiday", CARS), False),
        (table("day_shift", column("name")), False),
        (table("stock_level", column("day", "date"), column("shop"), CARS, unique_keys=(("day", "shop"),)), True),
        (table("stock_level", column("day", "date"), column("shop"), CARS), False),  # what is there now
    ],
)
def test_is_summary(given: Table, sums_up: bool) -> None:
    (subject,) = read_subjects(Catalog("d", (given,))).values()
    assert subject.is_summary is sums_up


def test_plan__rows_that_sum_up_are_not_counted(highway: Catalog) -> None:
    """Nobody asks how many daily records an area has; how many cars it had, everybody."""
    subjects = read_subjects(highway)
    summaries = {key for key, subject in subjects.items() if subject.is_summary}
    asked = [query for one, _ in islice(Plan(highway, subjects, 1).questions(), 1000) for query in selects(one)
             if query.tables[0].key in summaries and query.measures]  # fmt: skip
    kinds = [(one.kind, one.of is None) for query in asked for one in (*query.measures, *_ranked_by(query.orders))]
    assert {name for _, name in summaries} >= {"bss_car_day_count", "bss_business_day_data"}
    assert kinds.count(("sum", False)) > 20
    assert len([kind for kind in kinds if kind == ("count", True)]) <= 3, "beside a figure, now and then"


def _ranked_by(orders: tuple[object, ...]) -> list[Measure]:
    return [by for order in orders if isinstance(by := getattr(order, "by", None), Measure)]


def test_to_chinese__what_belongs_to_an_area_of_a_kind(highway: Catalog) -> None:
    """三星的服务区的车辆总数: the day of which the rows are needs no word."""
    made = [pair.question for seed in (1, 2) for pair in generate_pairs(highway, ("zh",), count=600, seed=seed)]
    totals = [question for question in made if re.search(r"的服务区的(?:车辆总数|支付总金额)", question)]
    assert totals and not [one for one in totals if "记录" in one], totals


@pytest.mark.parametrize(
    ("name", "comment", "role"),
    [("stock_value", None, Role.LEVEL), ("x_qty", "期末库存", Role.LEVEL), ("sold_amount", None, Role.AMOUNT)],
)
def test_roles__a_stock_is_not_added_up_over_days(name: str, comment: str | None, role: Role) -> None:
    daily = table("daily_report", column("day", "date"), column(name, "integer", comment=comment))
    current = table("goods", column(name, "integer", comment=comment))
    assert roles_of(daily)[name] is role
    assert roles_of(current)[name] in (Role.AMOUNT, Role.QUANTITY)


def test_to_english__what_belongs_to_an_area(highway: Catalog) -> None:
    """ "The total customer count in service area X": the day of which the rows are needs no word."""
    made = [pair.question for seed in (1, 2) for pair in generate_pairs(highway, ("en",), count=600, seed=seed)]
    totals = [question for question in made if re.search(r"(?:total|average) customer count", question)]
    bare = [question for question in totals if "car day count" not in question]
    own = [question for question in totals if re.search(r"car day counts (?:with|whose|dated)", question)]
    assert len(bare) > 10 and len(bare) + len(own) == len(totals), totals


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions__the_latest_date_is_one_of_something(highway: Catalog, language: Language) -> None:
    """ "What is the latest date?" asks for anybody's."""
    made = [pair for seed in (1, 2, 3) for pair in generate_pairs(highway, (language,), count=300, seed=seed)]
    latest = [pair.question for pair in made if re.match(r"SELECT M(?:AX|IN)\(\w+\) AS \w+\nFROM \w+;", pair.sql)]
    english = r"(?:What is|Find|Return|Show) the (?:latest|earliest) \w+(?: \w+)?[?.]"
    bare = re.compile(english + r"|\D{0,6}最[早晚][^的]{2,6}(?:是.*)?[。？]")
    assert (len(latest) > 3, [one for one in latest if bare.fullmatch(one)]) == (True, [])
