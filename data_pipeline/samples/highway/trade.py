"""Daily takings of every shop by means of payment, and daily counts of passing cars."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from data_pipeline.samples.highway.batch import Batch, two_decimals
from data_pipeline.samples.highway.categories import CATEGORIES
from data_pipeline.samples.highway.chance import hex_id
from data_pipeline.samples.highway.days import Day
from data_pipeline.samples.highway.places import Area
from data_pipeline.samples.highway.shops import Branch

_SHARES = (0.22, 0.06, 0.05, 0.02)  # of the orders: Alipay, cash, xs and jd; WeChat has the rest
_CAR_TYPES = (("其他", 0.71), ("过境", 0.18), ("城际", 0.10), ("危化品", 0.01))
_NEW_TILL_SYSTEM = date(2024, 1, 1)  # source 2 exists from this day on, as the column's comment says
_BUSINESS_COLUMNS = (
    "id", "create_ts", "oper_date", "service_no", "service_name", "branch_no", "branch_name", "wx", "wx_order", "zfb",
    "zf_order", "rmb", "rmb_order", "xs", "xs_order", "jd", "jd_order", "order_sum", "pay_sum", "source_type",
)  # fmt: skip


def business_batch(rng: random.Random, days: list[Day], branches: list[Branch]) -> Batch:
    rows = []
    takes_jd = {branch.id: rng.random() < 0.6 for branch in branches}
    for day in days:
        open_branches = [branch for branch in branches if branch.is_open(day.day)]
        # One day in sixty a shop reports nothing.
        rows += [_business_row(rng, day, b, takes_jd[b.id]) for b in open_branches if rng.random() > 1 / 60]
    return Batch("bss_business_day_data", _BUSINESS_COLUMNS, rows)


def car_batch(rng: random.Random, days: list[Day], areas: list[Area]) -> Batch:
    counting = [area for area in areas if area.has_counter]
    rows = [row for day in days for area in counting if area.is_open(day.day) for row in _car_rows(rng, day, area)]
    return Batch("bss_car_day_count", ("count_date", "service_area_id", "car_type", "customer_count"), rows)


def _business_row(rng: random.Random, day: Day, branch: Branch, takes_jd: bool) -> tuple[object, ...]:
    category = CATEGORIES[branch.category]
    orders = round(category.orders * branch.area.weight * day.traffic * rng.lognormvariate(0, 0.18))
    counts = _split(rng, orders, _SHARES if takes_jd else _SHARES[:-1])
    amounts = [round(count * category.ticket * (85 + 35 * rng.random())) for count in counts]
    money: list[object] = [
        value for amount, count in zip(amounts, counts, strict=True) for value in (two_decimals(amount), count)
    ]
    if not takes_jd:
        money += [None, None]
    source = _source(rng, day.day, branch)
    place = (branch.area.no, branch.area.name, branch.no, branch.name)
    return hex_id(rng), _reported_at(rng, day.day), day.day, *place, *money, orders, two_decimals(sum(amounts)), source


def _split(rng: random.Random, orders: int, shares: tuple[float, ...]) -> list[int]:
    """Whole numbers that add up to ``orders``: what remains (WeChat) first, then about each share."""
    counts: list[int] = []
    left = orders
    for share in shares:
        counts.append(min(left, int(orders * share * (0.6 + 0.8 * rng.random()) + rng.random())))
        left -= counts[-1]
    return [left, *counts]


def _reported_at(rng: random.Random, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(1)) + timedelta(seconds=rng.randrange(4 * 3600))


def _source(rng: random.Random, day: date, branch: Branch) -> int:
    if rng.random() < 0.02:
        return 3
    return 2 if branch.id % 3 == 0 and day >= _NEW_TILL_SYSTEM else 1


def _car_rows(rng: random.Random, day: Day, area: Area) -> Iterator[tuple[object, ...]]:
    if rng.random() < 0.01:  # the counter was out of order that day
        return
    cars = 9000 * area.weight * day.traffic * rng.lognormvariate(0, 0.1)
    for car_type, share in _CAR_TYPES:
        # Lorries with dangerous goods stay off the road on public holidays.
        quiet = 0.15 if car_type == "危化品" and day.holiday else 1.0
        yield day.day, area.id, car_type, round(cars * share * quiet * rng.uniform(0.9, 1.1))
