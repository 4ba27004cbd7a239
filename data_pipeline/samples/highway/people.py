"""Employees of the companies and of the service areas, and holders of member cards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data_pipeline.samples.highway import identity
from data_pipeline.samples.highway.batch import Batch, text_array
from data_pipeline.samples.highway.chance import date_between
from data_pipeline.samples.highway.days import FIRST_DAY, LAST_DAY
from data_pipeline.samples.highway.places import Area, Company

HEAD, LEASING, DIRECTOR, REPAIRER = "总经理", "招商专员", "服务区经理", "维修工"
_STAFF = ("收银员", "保洁员", "保安员", "客服员", REPAIRER)
_SALARIES = {HEAD: 18000, LEASING: 7800, DIRECTOR: 9500, REPAIRER: 5600}
_LEVELS = (("普通", 0), ("银卡", 2000), ("金卡", 6000), ("钻石", 15000))
_TAGS = ("货车司机", "新能源车主", "自驾游", "通勤", "企业客户")


@dataclass(frozen=True, slots=True)
class Employee:
    id: int
    position: str
    company: Company
    area: Area | None
    manager_id: int | None
    hired_on: date
    left_on: date | None

    def works_on(self, day: date) -> bool:
        return self.hired_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Card:
    no: str
    issued_on: date


def make_employees(rng: random.Random, companies: list[Company], areas: list[Area]) -> list[Employee]:
    """Heads first, then the leasing clerks, then each area's director and staff: superiors come first."""
    employees: list[Employee] = []

    def hire(position: str, company: Company, area: Area | None, superior: int | None, stays: bool = True) -> int:
        first = max(date(2008, 3, 1), area.opened_on - timedelta(days=30)) if area else date(2005, 1, 4)
        last = area.closed_on if area and area.closed_on else date(2025, 3, 31)
        hired_on = date_between(rng, first, first + timedelta(days=30) if stays else last)
        left_on = None if stays or rng.random() > 0.15 else date_between(rng, hired_on + timedelta(days=60), LAST_DAY)
        employees.append(Employee(len(employees) + 1, position, company, area, superior, hired_on, left_on))
        return len(employees)

    heads = {company.id: hire(HEAD, company, None, None) for company in companies}
    for company in companies:
        for _ in range(2):
            hire(LEASING, company, None, heads[company.id])
    for area in areas:
        director = hire(DIRECTOR, area.company, area, heads[area.company.id])
        hire(REPAIRER, area.company, area, director)
        for _ in range(3 + int(area.weight * 18)):
            hire(rng.choice(_STAFF), area.company, area, director, stays=False)
    return employees


def employee_batch(rng: random.Random, employees: list[Employee]) -> Batch:
    columns = (
        "id", "employee_no", "employee_name", "gender", "company_id", "service_area_id", "position_name", "manager_id",
        "hired_on", "left_on", "status", "monthly_salary", "phone", "id_card", "email", "bank_card",
    )  # fmt: skip
    return Batch("bss_employee", columns, [_employee_row(rng, employee) for employee in employees])


def make_cards(rng: random.Random, count: int = 2400) -> list[Card]:
    """Member cards in the order of issue; more are issued in the later years."""
    first, last = date(2019, 5, 1), LAST_DAY
    span = (last - first).days
    issued = sorted(first + timedelta(days=int(span * rng.random() ** 0.6)) for _ in range(count))
    return [Card(f"VIP{number:08d}", day) for number, day in enumerate(issued, start=10001)]


def card_batch(rng: random.Random, cards: list[Card], areas: list[Area]) -> Batch:
    columns = (
        "CardNo", "HolderName", "Phone", "Email", "Level", "IssuedOn", "HomeAreaId", "ReferrerCardNo", "Points",
        "Tags", "IsActive",
    )  # fmt: skip
    return Batch("MemberCard", columns, list(_card_rows(rng, cards, areas)))


def _employee_row(rng: random.Random, employee: Employee) -> tuple[object, ...]:
    gender = 1 if employee.position == REPAIRER else rng.choice((1, 2))
    born_on = employee.hired_on - timedelta(days=rng.randint(20 * 365, 37 * 365))
    status = 2 if employee.left_on else rng.choices((1, 3), (97, 3))[0]
    salary = int(_SALARIES.get(employee.position, 4200) * rng.uniform(0.85, 1.3)) // 10 * 10
    no = f"E{employee.id:05d}"
    return (employee.id, no, identity.person_name(rng), gender, employee.company.id,
            employee.area.id if employee.area else None, employee.position, employee.manager_id, employee.hired_on,
            employee.left_on, status, f"{salary}.00", identity.mobile(rng), identity.id_card(rng, born_on, gender),
            identity.email(rng, no.lower()) if rng.random() < 0.7 else None,
            identity.bank_card(rng) if rng.random() < 0.96 else None)  # fmt: skip


def _card_rows(rng: random.Random, cards: list[Card], areas: list[Area]) -> Iterator[tuple[object, ...]]:
    weights = [area.weight for area in areas]
    for position, card in enumerate(cards):
        area = rng.choices(areas, weights)[0]
        while not area.is_open(card.issued_on):
            area = rng.choices(areas, weights)[0]
        # Few members refer many: the older the card, the likelier.
        referrer = cards[int(position * rng.random() ** 3)].no if position and rng.random() < 0.22 else None
        points = int(rng.paretovariate(0.9) * 120) % 30000
        yield (card.no, identity.person_name(rng), identity.mobile(rng),
               identity.email(rng, card.no.lower()) if rng.random() < 0.4 else None, _level(points), card.issued_on,
               area.id, referrer, points, text_array(tag for tag in _TAGS if rng.random() < 0.18),
               rng.random() < (0.95 if card.issued_on >= FIRST_DAY else 0.75))  # fmt: skip


def _level(points: int) -> str:
    return [level for level, least in _LEVELS if points >= least][-1]
