"""What the rows of a table are called by."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Table
from data_pipeline.pairs.subjects import name_columns
from tests.pipeline.made_tables import column, table

REPEATED = {"distinct": 40.0}
DISTINCT = {"distinct": 1000.0}


@pytest.mark.parametrize(
    ("rows", "called_by"),
    [
        (table("artist", column("name"), column("short_name")), ["name"]),
        (table("city", column("id", "integer"), column("city")), ["city"]),
        (table("region", column("region_description")), ["region_description"]),
        (table("vehicles", column("vehicle_details"), column("colour")), ["vehicle_details"]),
        (table("vehicles", column("other_details")), []),
        (table("staff", column("first_name"), column("last_name")), ["first_name", "last_name"]),
        (
            table("customers", column("login_name", statistics=DISTINCT), column("customer_first_name"),
                  column("customer_last_name")),
            ["customer_first_name", "customer_last_name"],
        ),
        (
            table("orders", column("customer_first_name", statistics=REPEATED),
                  column("customer_last_name", statistics=REPEATED)),
            [],
        ),
        (table("staff", column("nick_name"), column("first_name"), column("last_name")), ["first_name", "last_name"]),
    ],
)  # fmt: skip
def test_name_columns(rows: Table, called_by: list[str]) -> None:
    assert [one.name for one in name_columns(rows)] == called_by
