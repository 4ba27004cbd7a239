"""Small catalogs made by hand, for tests that need no database."""

from __future__ import annotations

from typing import Any

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table

CATEGORIES = {"integer": "N", "numeric": "N", "text": "S", "date": "D", "boolean": "B"}


def column(name: str, type_: str = "text", **more: Any) -> Column:
    seen = Statistics(**more.pop("statistics", {}))
    return Column(name, type_, CATEGORIES.get(type_, "U"), 1, more.pop("nullable", True), statistics=seen, **more)


def table(name: str, *columns: Column, keys: dict[str, str] | None = None, **more: Any) -> Table:
    """A table with the primary key ``id``, if it has such a column; ``keys`` is {column: table it refers to}."""
    foreign = tuple(ForeignKey((own,), "public", other, ("id",)) for own, other in (keys or {}).items())
    primary = ("id",) if any(one.name == "id" for one in columns) else ()
    given = {"schema": "public", "kind": "table", "comment": None, "row_count": 1000, "primary_key": primary}
    given |= {"foreign_keys": foreign} | more
    return Table(name=name, columns=columns, **given)


def shop() -> Catalog:
    """Customers with orders."""
    customer = table("customer", column("id", "integer"), column("email"), column("phone", sensitive="phone"))
    orders = table(
        "orders",
        column("id", "integer", identity="always"),
        column("customer_id", "integer"),
        column("state", "integer", comment="state", value_labels={"1": "open"}, enum_values=("1", "2")),
        column("total", "numeric", statistics={"bounds": ("0.5", "9", "120")}),
        column("returned_on", "date", statistics={"null_fraction": 0.25, "bounds": ("2024-01-01", "2025-06-30")}),
        keys={"customer_id": "customer"},
        comment="Orders of the shop",
    )
    return Catalog("shop", (customer, orders))
