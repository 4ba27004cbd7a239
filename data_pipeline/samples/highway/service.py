"""Complaints of travellers, and the log of the reporting tool."""

from __future__ import annotations

import random
from datetime import timedelta

from data_pipeline.samples.highway.batch import Batch
from data_pipeline.samples.highway.chance import moment, zipf
from data_pipeline.samples.highway.days import LAST_DAY, Day
from data_pipeline.samples.highway.identity import mobile
from data_pipeline.samples.highway.people import DIRECTOR, Employee
from data_pipeline.samples.highway.places import Area
from data_pipeline.samples.highway.shops import Branch

_CATEGORIES = {  # category: what people write; those about a shop name one
    "环境卫生": ("卫生间异味严重，无人清理", "停车场垃圾桶满溢", "开水间地面湿滑"),
    "服务态度": ("收银员态度冷淡，排队超过20分钟", "询问路线时工作人员不予理睬"),
    "商品价格": ("矿泉水价格高于市区一倍", "快餐标价与收款金额不一致"),
    "食品质量": ("盒饭是凉的，口感差", "购买的面包已过保质期"),
    "充电故障": ("充电桩无法启动", "充电中途跳枪，费用照扣"),
    "停车秩序": ("货车占用小车位，无人疏导",),
}
_ABOUT_A_SHOP = frozenset(("服务态度", "商品价格", "食品质量"))
_CHANNELS = ("12328热线", "微信公众号", "现场", "意见箱")
_USERS = ("report_nc", "report_jj", "finance", "admin", "dashboard")
_STATEMENTS = (  # and how many rows they return
    ("SELECT sum(pay_sum) FROM bss_business_day_data WHERE oper_date = '{day}'", 1),
    ("SELECT service_name, sum(order_sum) FROM bss_business_day_data WHERE oper_date >= '{day}' GROUP BY 1", 23),
    ("SELECT car_type, sum(customer_count) FROM bss_car_day_count WHERE count_date = '{day}' GROUP BY car_type", 4),
    ("SELECT count(*) /* 未办结 */ FROM bss_complaint WHERE closed_at IS NULL", 1),
    ('SELECT "Level", count(*) FROM "MemberCard" GROUP BY "Level"', 4),
)


def complaint_batch(
    rng: random.Random,
    days: list[Day],
    areas: list[Area],
    branches: list[Branch],
    employees: list[Employee],
    count: int = 900,
) -> Batch:
    """Complaints in the order of receipt; the quiet areas have none."""
    columns = ("complaint_no", "service_area_id", "branch_id", "channel", "category", "severity", "content",
               "complainant_phone", "handled_by", "received_at", "closed_at", "satisfaction")  # fmt: skip
    loud = [area for area in areas if not area.is_quiet]
    directors = {e.area: e.id for e in employees if e.position == DIRECTOR}
    chosen = rng.choices(days, [day.traffic**2 for day in days], k=count)
    rows = []
    for number, day in enumerate(sorted(chosen, key=lambda d: d.day), start=1):
        area = rng.choices(loud, [a.weight for a in loud])[0]
        shops = [b for b in branches if b.area is area and b.is_open(day.day)]
        rows.append(_complaint(rng, number, day, area, shops, directors[area]))
    return Batch("bss_complaint", columns, rows)


def sql_log_batch(rng: random.Random, days: list[Day], count: int = 600) -> Batch:
    columns = ("logged_at", "user", "sql_text", "duration_ms", "row_count", "error_message")
    moments = sorted(moment(rng, day.day) for day in rng.choices(days[-120:], k=count))
    rows = []
    for at in moments:
        statement, found = rng.choices(_STATEMENTS, zipf(len(_STATEMENTS)))[0]
        failed = rng.random() < 0.06
        error = "canceling statement due to statement timeout" if failed else None
        duration = 30000 if failed else int(rng.lognormvariate(4, 1.2))
        user = rng.choices(_USERS, zipf(len(_USERS)))[0]
        statement = statement.format(day=at.date() - timedelta(days=1))
        rows.append((at, user, statement, duration, None if failed else found, error))
    return Batch("sql_log", columns, rows)


def _complaint(
    rng: random.Random, number: int, day: Day, area: Area, shops: list[Branch], director: int
) -> tuple[object, ...]:
    category = rng.choices(tuple(_CATEGORIES), zipf(len(_CATEGORIES), 0.7))[0]
    while category == "充电故障" and not area.has_charging:
        category = rng.choice(tuple(_CATEGORIES))
    received_at = moment(rng, day.day)
    closed_at = received_at + timedelta(minutes=1 + int(rng.lognormvariate(7.3, 0.9)))
    is_closed = closed_at.date() <= LAST_DAY and rng.random() < 0.97
    rating = rng.choices((1, 2, 3, 4, 5), (6, 9, 20, 35, 30))[0]
    content = f"{day.day.month}月{day.day.day}日{received_at.hour}时，{rng.choice(_CATEGORIES[category])}"
    return (f"TS{day.day:%Y%m}{number:05d}", area.id,
            rng.choice(shops).id if category in _ABOUT_A_SHOP and shops else None,
            rng.choices(_CHANNELS, zipf(4))[0], category, rng.choices((1, 2, 3), (80, 17, 3))[0],
            content, mobile(rng) if rng.random() < 0.8 else None,
            director if is_closed or rng.random() < 0.5 else None, received_at, closed_at if is_closed else None,
            rating if is_closed and rng.random() < 0.6 else None)  # fmt: skip
