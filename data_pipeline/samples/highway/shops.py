"""Suppliers, the shops they run, and the contracts between."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data_pipeline.samples.highway.batch import Batch, two_decimals
from data_pipeline.samples.highway.categories import CATEGORIES
from data_pipeline.samples.highway.chance import date_between, zipf
from data_pipeline.samples.highway.days import LAST_DAY, add_months
from data_pipeline.samples.highway.identity import mobile, person_name
from data_pipeline.samples.highway.people import HEAD, LEASING, Employee
from data_pipeline.samples.highway.places import Area

_SUPPLIER_WORDS = (
    ("鑫", "恒", "赣", "绿", "百", "顺", "宏", "味"),
    ("源", "达", "盛", "丰", "泰", "兴"),
    ("餐饮管理", "商贸", "食品", "汽车服务"),
)


@dataclass(frozen=True, slots=True)
class Branch:
    id: int
    no: str
    name: str
    area: Area
    category: str
    opened_on: date
    closed_on: date | None
    is_self_operated: bool

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on) and self.area.is_open(day)


@dataclass(frozen=True, slots=True)
class Contract:
    no: str
    branch: Branch
    start: date
    end: date
    annual_rent: int  # fen
    status: int  # 1 running, 2 expired, 3 ended early


def make_branches(rng: random.Random, areas: list[Area]) -> list[Branch]:
    """One to six shops for each area by its weight; every area has a convenience store."""
    branches: list[Branch] = []
    for area in areas:
        for position in range(min(6, 1 + int(rng.uniform(0.4, 1.5) + area.weight * 8))):
            branches.append(_branch(rng, len(branches) + 1, area, position))
    return branches


def branch_batch(rng: random.Random, branches: list[Branch]) -> Batch:
    columns = ("id", "branch_no", "branch_name", "service_area_id", "category", "floor_area", "is_self_operated",
               "opened_on", "closed_on")  # fmt: skip
    rows = [
        (b.id, b.no, b.name, b.area.id, b.category, two_decimals(rng.randrange(2500, 42000)), b.is_self_operated,
         b.opened_on, b.closed_on)
        for b in branches
    ]  # fmt: skip
    return Batch("bss_branch", columns, rows)


def supplier_batch(rng: random.Random, count: int = 42) -> Batch:
    columns = ("id", "supplier_no", "supplier_name", "credit_level", "contact_name", "contact_phone", "registered_on",
               "is_blacklisted")  # fmt: skip
    names = [
        f"江西{a}{b}{c}有限公司" for a in _SUPPLIER_WORDS[0] for b in _SUPPLIER_WORDS[1] for c in _SUPPLIER_WORDS[2]
    ]
    rows = [
        (number, f"S{number:04d}", name, rng.choices(("A", "B", "C", None), (45, 35, 10, 10))[0], person_name(rng),
         mobile(rng), date_between(rng, date(2012, 1, 4), date(2017, 12, 29)), number > 38)
        for number, name in enumerate(rng.sample(names, count), start=1)
    ]  # fmt: skip
    return Batch("bss_supplier", columns, rows)


def make_contracts(rng: random.Random, branches: list[Branch]) -> list[Contract]:
    """Contracts of three years, one after the other without a gap, for every shop that is let."""
    return [c for branch in branches if not branch.is_self_operated for c in _contracts_of(rng, branch)]


def contract_batches(
    rng: random.Random, contracts: list[Contract], employees: list[Employee], suppliers: int
) -> list[Batch]:
    columns = ("contract_no", "branch_id", "supplier_id", "signed_by", "approved_by", "signed_on", "start_date",
               "end_date", "annual_rent", "commission_rate", "status", "terms")  # fmt: skip
    heads, clerks = _ids_by_company(employees, HEAD), _ids_by_company(employees, LEASING)
    weights = zipf(suppliers, 0.8)
    rows = []
    for contract in contracts:
        company = contract.branch.area.company.id
        supplier = rng.choices(range(1, suppliers + 1), weights)[0]
        rows.append((contract.no, contract.branch.id, supplier, rng.choice(clerks[company]), heads[company][0],
                     contract.start - timedelta(days=rng.randint(7, 60)), contract.start, contract.end,
                     two_decimals(contract.annual_rent), rng.choice(("0.0800", "0.1200", "0.1500", "0.1850", None)),
                     contract.status, _terms(rng)))  # fmt: skip
    payments = [row for contract in contracts for row in _payments(rng, contract)]
    paid = ("contract_no", "period_no", "due_date", "amount_due", "amount_paid", "paid_on")
    return [Batch("bss_contract", columns, rows), Batch("bss_contract_payment", paid, payments)]


def _branch(rng: random.Random, number: int, area: Area, position: int) -> Branch:
    category = tuple(CATEGORIES)[position]
    first = max(area.opened_on, date(2018, 1, 1))
    opened_on = first if position == 0 else date_between(rng, first, max(first, date(2024, 12, 1))).replace(day=1)
    opened_on = max(opened_on, first)
    closes = position > 1 and opened_on < date(2022, 6, 1) and rng.random() < 0.25
    closed_on = date_between(rng, date(2024, 1, 15), date(2025, 5, 20)) if closes else area.closed_on
    name = f"{area.name}{rng.choice(('东区', '西区'))}{rng.choice(CATEGORIES[category].names)}"
    is_self_operated = position == 0 and rng.random() < 0.7
    no = f"{area.no}{position + 1:02d}"
    return Branch(number, no, name, area, category, opened_on, closed_on, is_self_operated)


def _ids_by_company(employees: list[Employee], position: str) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for employee in employees:
        if employee.position == position:
            ids.setdefault(employee.company.id, []).append(employee.id)
    return ids


def _contracts_of(rng: random.Random, branch: Branch) -> Iterator[Contract]:
    start = branch.opened_on.replace(day=min(branch.opened_on.day, 28))
    last_day = branch.closed_on or LAST_DAY
    takings = CATEGORIES[branch.category].yearly_takings * branch.area.weight
    rent = max(8_000, int(takings * rng.uniform(0.06, 0.15)) // 1000 * 1000) * 100
    for round_ in range(1, 5):
        if start >= last_day:
            return
        end = add_months(start, 36) - timedelta(days=1)
        ends_early = branch.closed_on is not None and end > branch.closed_on
        end = min(end, branch.closed_on) if branch.closed_on else end
        status = 3 if ends_early else 2 if end < LAST_DAY else 1
        yield Contract(f"HT{start.year}-{branch.no}-{round_}", branch, start, end, rent, status)
        start, rent = end + timedelta(days=1), rent * 106 // 100


def _payments(rng: random.Random, contract: Contract) -> Iterator[tuple[object, ...]]:
    for period in range(12):
        due_on = add_months(contract.start, 3 * period)
        if due_on > min(contract.end, LAST_DAY):
            return
        due = contract.annual_rent // 4
        paid_on = due_on + timedelta(days=int(rng.triangular(-10, 60, 2)))
        is_late = paid_on > LAST_DAY or rng.random() < 0.04
        paid = 0 if is_late else due // 2 if rng.random() < 0.05 else due
        yield contract.no, period + 1, due_on, two_decimals(due), two_decimals(paid), paid_on if paid else None


def _terms(rng: random.Random) -> str:
    terms: dict[str, object] = {"rent_free_days": rng.choice((0, 15, 30)), "deposit_months": rng.choice((1, 2, 3))}
    if rng.random() < 0.3:
        terms["penalty_rate"] = 0.0005
    return json.dumps(terms)
