"""Companies, road sections and service areas."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from data_pipeline.samples.highway.batch import Batch, text_array
from data_pipeline.samples.highway.chance import date_between, hex_id, zipf

_CITIES = ("南昌", "九江", "赣州", "吉安", "宜春", "上饶", "抚州", "景德镇")
_SECTIONS = (  # section, route, km
    ("昌九段", "G70福银高速", "138.1"),
    ("温沙段", "G70福银高速", "163.2"),
    ("梨温段", "G60沪昆高速", "244.9"),
    ("昌金段", "G60沪昆高速", "167.4"),
    ("樟吉段", "G45大广高速", "108.6"),
    ("泰赣段", "G45大广高速", "128.3"),
    ("赣定段", "G45大广高速", "126.6"),
    ("九景段", "G56杭瑞高速", "133.6"),
    ("景婺黄段", "G56杭瑞高速", "116.0"),
    ("抚吉段", "S46抚吉高速", "187.3"),
)
_AREAS = (  # name, city, sections by number above, degrees north and east; None where nobody measured
    ("庐山", "九江", (0,), "29.4521,115.9034"),
    ("雷公坳", "南昌", (0,), "28.8317,115.8206"),
    ("永修", "九江", (0,), "29.0278,115.8093"),
    ("湖口", "九江", (7,), "29.7136,116.2447"),
    ("都昌", "九江", (7,), None),
    ("景德镇", "景德镇", (7, 8), "29.3062,117.2145"),
    ("婺源", "上饶", (8,), "29.2479,117.8621"),
    ("三清山", "上饶", (2,), "28.7043,118.1816"),
    ("上饶", "上饶", (2,), "28.4410,117.9268"),
    ("弋阳", "上饶", (2,), "28.3894,117.4392"),
    ("进贤", "南昌", (2,), "28.3672,116.2870"),
    ("军山湖", "南昌", (1,), "28.4519,116.3305"),
    ("南城", "抚州", (1,), "27.5713,116.6342"),
    ("抚州", "抚州", (1, 9), "27.9358,116.3477"),
    ("乐安", "抚州", (9,), None),
    ("高安", "宜春", (3,), "28.3106,115.3629"),
    ("宜春", "宜春", (3,), "27.8254,114.4067"),
    ("樟树", "宜春", (4,), "28.0471,115.5388"),
    ("峡江", "吉安", (4,), "27.6029,115.1514"),
    ("吉安", "吉安", (4, 9), "27.1293,115.0046"),
    ("泰和", "吉安", (5,), "26.7945,114.8953"),
    ("遂川", "吉安", (5,), "26.3488,114.5710"),
    ("南康", "赣州", (5, 6), "25.6632,114.7609"),
    ("龙南", "赣州", (6,), "24.9157,114.7924"),
)
_NEW, _CLOSED, _QUIET = "乐安", "都昌", ("乐安", "都昌", "遂川", "湖口", "永修")
_FACILITIES = (
    "加油站",
    "卫生间",
    "停车场",
    "母婴室",
    "司机之家",
    "淋浴间",
    "客房",
    "第三卫生间",
    "开水间",
    "ETC服务点",
)


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    no: str
    city: str


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    no: str
    name: str
    company: Company
    weight: float  # 1.0 is the busiest
    opened_on: date
    closed_on: date | None
    has_charging: bool
    has_counter: bool  # counts passing cars
    is_quiet: bool  # nobody has ever complained

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


def make_companies(rng: random.Random) -> list[Company]:
    return [Company(hex_id(rng), f"C{number:03d}", city) for number, city in enumerate(_CITIES, start=1)]


def make_areas(rng: random.Random, companies: list[Company]) -> list[Area]:
    """All service areas; a handful of large ones carry most of the trade."""
    weights = [0.05 + 0.95 * weight for weight in zipf(len(_AREAS), 0.9)]
    rng.shuffle(weights)
    by_city = {company.city: company for company in companies}
    return [
        _area(rng, number, name, by_city[city], weight)
        for number, ((name, city, _, _), weight) in enumerate(zip(_AREAS, weights, strict=True), start=1)
    ]


def company_batch(rng: random.Random, companies: list[Company]) -> Batch:
    rows = [
        (c.id, c.no, f"江西交通高速{c.city}分公司", c.city,
         date_between(rng, date(1998, 1, 5), date(2002, 12, 20)), f"{rng.randrange(20, 160) * 50}.00")
        for c in companies
    ]  # fmt: skip
    columns = ("id", "company_no", "company_name", "city", "established_on", "registered_capital")
    return Batch("bss_company", columns, rows)


def area_batch(rng: random.Random, areas: list[Area]) -> Batch:
    columns = (
        "id", "service_area_no", "service_area_name", "company_id", "service_position", "service_area_type",
        "star_level", "status", "opened_on", "closed_on", "parking_spaces", "has_charging", "facilities",
    )  # fmt: skip
    return Batch("bss_service_area", columns, [_area_row(rng, *pair) for pair in zip(areas, _AREAS, strict=True)])


def section_batches(rng: random.Random, areas: list[Area]) -> list[Batch]:
    ids = [hex_id(rng) for _ in _SECTIONS]
    sections = [
        (id_, section, route, f"{route[:3]}-{number:02d}", length)
        for number, (id_, (section, route, length)) in enumerate(zip(ids, _SECTIONS, strict=True), start=1)
    ]
    links = [(ids[n], area.id) for area, (_, _, numbers, _) in zip(areas, _AREAS, strict=True) for n in numbers]
    return [
        Batch("bss_section_route", ("id", "section_name", "route_name", "code", "length_km"), sections),
        Batch("bss_section_route_area_link", ("section_route_id", "service_area_id"), links),
    ]


def _area(rng: random.Random, number: int, name: str, company: Company, weight: float) -> Area:
    return Area(
        id=hex_id(rng),
        no=f"H{company.no[-2:]}{number:02d}",
        name=f"{name}服务区",
        company=company,
        weight=min(weight, 0.12) if name in _QUIET else weight,
        opened_on=date(2024, 9, 26) if name == _NEW else date_between(rng, date(2003, 3, 1), date(2017, 12, 28)),
        closed_on=date(2024, 11, 30) if name == _CLOSED else None,
        has_charging=name not in _QUIET[:3],
        has_counter=number % 8 not in (3, 5, 7),
        is_quiet=name in _QUIET,
    )


def _area_row(
    rng: random.Random, area: Area, source: tuple[str, str, tuple[int, ...], str | None]
) -> tuple[object, ...]:
    facilities = _FACILITIES[:3] + tuple(f for f in _FACILITIES[3:] if rng.random() < 0.25 + area.weight)
    star = "五星" if area.weight > 0.3 else rng.choice(("三星", "四星", None))
    kind = "智能化服务区" if area.weight > 0.2 else "信息化服务区"
    status = 1 if area.closed_on is None else 2
    spaces = 80 + int(620 * area.weight) // 10 * 10
    return (area.id, area.no, area.name, area.company.id, source[3], kind, star, status, area.opened_on,
            area.closed_on, spaces, area.has_charging, text_array(facilities))  # fmt: skip
