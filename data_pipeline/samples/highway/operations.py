"""Equipment, its repairs, and the inspections of the service areas (schema ops)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data_pipeline.samples.highway.batch import Batch, two_decimals
from data_pipeline.samples.highway.chance import date_between, moment, zipf
from data_pipeline.samples.highway.days import FIRST_DAY, LAST_DAY, Day
from data_pipeline.samples.highway.people import DIRECTOR, LEASING, REPAIRER, Employee
from data_pipeline.samples.highway.places import Area

_KINDS = {  # kind: (price from, to) in yuan, specification
    "充电桩": (38000, 120000, '{"power_kw": 120, "guns": 2}'),
    "加油机": (26000, 68000, '{"nozzles": 4}'),
    "监控摄像机": (1200, 5200, '{"resolution": "4K"}'),
    "中央空调": (45000, 210000, '{"refrigerant": "R410A"}'),
    "污水处理设备": (150000, 480000, None),
    "开水器": (2200, 6800, '{"liters": 60}'),
    "变压器": (88000, 260000, '{"kva": 630}'),
}
_ITEMS = ("卫生间保洁", "消防器材", "食品留样", "明码标价", "停车标线", "员工着装", "公示信息")


@dataclass(frozen=True, slots=True)
class Equipment:
    no: str
    area: Area
    kind: str
    bought_on: date


def make_equipment(rng: random.Random, areas: list[Area]) -> list[Equipment]:
    found: list[Equipment] = []
    for area in areas:
        kinds = [kind for kind in _KINDS if kind != "充电桩" or area.has_charging]
        for kind in rng.choices(kinds, k=6 + int(area.weight * 22)):
            first, last = max(area.opened_on, date(2014, 1, 1)), area.closed_on or date(2025, 1, 20)
            found.append(Equipment(f"SB{len(found) + 1:05d}", area, kind, date_between(rng, first, last)))
    return found


def equipment_batch(rng: random.Random, equipment: list[Equipment]) -> Batch:
    columns = ("equipment_no", "service_area_id", "kind", "purchased_on", "price", "warranty_until", "specs",
               "is_scrapped")  # fmt: skip
    rows = []
    for thing in equipment:
        low, high, specs = _KINDS[thing.kind]
        until = thing.bought_on + timedelta(days=365 * rng.choice((1, 2, 3, 5))) if rng.random() < 0.85 else None
        scrapped = thing.bought_on < date(2017, 1, 1) and rng.random() < 0.4
        price = two_decimals(rng.randint(low, high) * 100)
        rows.append((thing.no, thing.area.id, thing.kind, thing.bought_on, price, until, specs, scrapped))
    return Batch("equipment", columns, rows, schema="ops")


def repair_batch(rng: random.Random, equipment: list[Equipment], employees: list[Employee], count: int = 1100) -> Batch:
    """Repairs in the order of the report, made by people who worked at that service area on that day."""
    columns = ("equipment_no", "reported_by", "assigned_to", "order", "state", "reported_at", "finished_at",
               "parts_cost", "labor_cost")  # fmt: skip
    staff: dict[Area, list[Employee]] = {}
    for employee in employees:
        if employee.area:
            staff.setdefault(employee.area, []).append(employee)
    troubles = rng.choices(equipment, zipf(len(equipment), 0.6), k=count)
    cases = [(date_between(rng, max(FIRST_DAY, e.bought_on), LAST_DAY), e) for e in troubles]
    cases = [case for case in cases if case[1].area.is_open(case[0])]
    ordered = sorted(cases, key=lambda case: (case[0], case[1].no))
    rows = [_repair(rng, day, thing, staff[thing.area]) for day, thing in ordered]
    return Batch("repair_order", columns, rows, schema="ops")


def inspection_batches(
    rng: random.Random, days: list[Day], areas: list[Area], employees: list[Employee]
) -> list[Batch]:
    """An inspection of every open area each fortnight; the score is 100 less the deductions found."""
    inspectors = [e.id for e in employees if e.position == LEASING]
    inspections, findings = [], []
    for day in days[3::14]:
        for area in areas:
            if area.is_open(day.day):
                found = list(_findings(rng, day.day, area))
                findings += found
                inspections.append((area.id, day.day, rng.choice(inspectors), 100 - sum(row[4] for row in found)))
    key = ("service_area_id", "inspected_on")
    return [
        Batch("inspection", (*key, "inspector_id", "score"), inspections, schema="ops"),
        Batch("inspection_finding", (*key, "item_no", "item_name", "deduction", "rectified"), findings, schema="ops"),
    ]


def _repair(rng: random.Random, day: date, thing: Equipment, staff: list[Employee]) -> tuple[object, ...]:
    present = [e for e in staff if e.works_on(day)]
    reporter = rng.choice([e.id for e in present if e.position != REPAIRER] or [e.id for e in present])
    repairer = rng.choice([e.id for e in present if e.position in (REPAIRER, DIRECTOR)])
    reported_at = moment(rng, day)
    finished_at = reported_at + timedelta(minutes=1 + int(rng.lognormvariate(7, 1)))
    state = rng.choices(("已完成", "维修中", "待派单", "已取消"), (90, 2, 1, 7))[0]
    if finished_at.date() > LAST_DAY and state == "已完成":
        state = "维修中"
    is_done = state == "已完成"
    return (thing.no, reporter, repairer if state in ("已完成", "维修中") else None,
            rng.choices((1, 2, 3), (15, 65, 20))[0], state, reported_at, finished_at if is_done else None,
            two_decimals(int(rng.lognormvariate(10, 1.3))) if is_done else "0.00",
            two_decimals(rng.randrange(8, 90) * 1000) if is_done else "0.00")  # fmt: skip


def _findings(rng: random.Random, day: date, area: Area) -> Iterator[tuple[str, date, int, str, int, bool]]:
    for number, item in enumerate(rng.sample(_ITEMS, rng.choices((0, 1, 2, 3, 4), (30, 30, 22, 12, 6))[0]), start=1):
        yield area.id, day, number, item, rng.choice((1, 1, 2, 2, 3, 5)), rng.random() < 0.88
