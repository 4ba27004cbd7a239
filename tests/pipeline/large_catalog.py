"""A catalog of any size, made without a database: companies of tables that refer to those before them."""

from __future__ import annotations

from data_pipeline.catalog.model import Catalog, Column, Table
from tests.pipeline.made_tables import column, table

_NUMBERS = {"bounds": tuple(str(n * n) for n in range(1, 40)), "distinct": 600.0}
_DAYS = {"bounds": tuple(f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 17)), "distinct": 365.0}
_NAMES = {"bounds": tuple(f"Name {n:03}" for n in range(40)), "distinct": 1000.0}
_STATES = {"common_values": ("open", "paid", "sent"), "common_fractions": (0.5, 0.3, 0.2), "distinct": 3.0}


def large_catalog(tables: int) -> Catalog:
    """``tables`` tables of ten columns, each with up to three keys."""
    return Catalog("large", tuple(_table(number) for number in range(tables)))


def _table(number: int) -> Table:
    parents = sorted({(number - step) for step in (1, 7, 30) if number >= step})
    keys = {f"thing_{parent}_id": f"thing_{parent}" for parent in parents}
    return table(f"thing_{number}", *_columns(), *(column(name, "integer") for name in keys), keys=keys)


def _columns() -> list[Column]:
    return [
        column("id", "integer", nullable=False, statistics={"distinct": 1000.0}),
        column("name", statistics=_NAMES),
        column("state", statistics=_STATES, enum_values=("open", "paid", "sent")),
        column("amount", "numeric", statistics=_NUMBERS),
        column("quantity", "integer", statistics=_NUMBERS),
        column("made_on", "date", statistics=_DAYS),
        column("note", statistics=_NAMES),
    ]
