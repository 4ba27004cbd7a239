"""The whole sample in the order in which its tables can be filled."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.samples.highway import charging, days, operations, people, places, service, shops, trade
from data_pipeline.samples.highway.batch import Batch
from data_pipeline.samples.highway.chance import stream


def batches(seed: int) -> Iterator[Batch]:
    """Every table's rows, referenced tables first; the same seed gives the same rows."""
    calendar = days.all_days()
    companies = places.make_companies(stream(seed, "companies"))
    areas = places.make_areas(stream(seed, "areas"), companies)
    yield days.calendar_batch(calendar)
    yield places.company_batch(stream(seed, "company rows"), companies)
    yield places.area_batch(stream(seed, "area rows"), areas)
    yield from places.section_batches(stream(seed, "sections"), areas)

    employees = people.make_employees(stream(seed, "employees"), companies, areas)
    cards = people.make_cards(stream(seed, "cards"))
    yield people.employee_batch(stream(seed, "employee rows"), employees)
    yield people.card_batch(stream(seed, "card rows"), cards, areas)

    branches = shops.make_branches(stream(seed, "branches"), areas)
    contracts = shops.make_contracts(stream(seed, "contracts"), branches)
    suppliers = shops.supplier_batch(stream(seed, "suppliers"))
    yield suppliers
    yield shops.branch_batch(stream(seed, "branch rows"), branches)
    yield from shops.contract_batches(stream(seed, "contract rows"), contracts, employees, len(suppliers.rows))

    yield trade.business_batch(stream(seed, "business"), calendar, branches)
    yield trade.car_batch(stream(seed, "cars"), calendar, areas)
    yield charging.charging_batch(stream(seed, "charging"), calendar, areas, cards)
    yield service.complaint_batch(stream(seed, "complaints"), calendar, areas, branches, employees)
    yield service.sql_log_batch(stream(seed, "sql log"), calendar)

    equipment = operations.make_equipment(stream(seed, "equipment"), areas)
    yield operations.equipment_batch(stream(seed, "equipment rows"), equipment)
    yield operations.repair_batch(stream(seed, "repairs"), equipment, employees)
    yield from operations.inspection_batches(stream(seed, "inspections"), calendar, areas, employees)
