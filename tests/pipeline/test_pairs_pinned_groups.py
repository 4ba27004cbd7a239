"""Groups are not of what a condition has picked one of."""

from __future__ import annotations

from collections import Counter
from random import Random

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.groups import count_by_where, over_time
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.values import fields_of
from tests.pipeline.made_tables import column, table

NUMBERS = {
    "distinct": 400.0,
    "common_values": ("5", "7", "9"),
    "common_fractions": (0.05, 0.05, 0.04),
    "bounds": ("1", "90"),
}
DAYS = {"distinct": 200.0, "bounds": tuple(f"20{year}-0{month}-11" for year in (21, 22, 23) for month in range(1, 9))}
PLACES = {"distinct": 5.0, "common_values": ("Oslo", "Rome", "Bern", "Kiel", "Bari"), "common_fractions": (0.2,) * 5}
SHOP = table("shop", column("id", "integer"), column("town", statistics=PLACES), row_count=60)
INVOICE = table("invoice", column("id", "integer"), column("issued_on", "date", statistics=DAYS),
                column("shop_id", "integer", statistics=NUMBERS), keys={"shop_id": "shop"}, row_count=400)  # fmt: skip
LINE = table("invoice_line", column("id", "integer"), column("invoice_id", "integer", statistics=NUMBERS),
             column("price", "numeric", statistics={"distinct": 900.0, "bounds": tuple(map(str, range(100)))}),
             keys={"invoice_id": "invoice"}, row_count=9000)  # fmt: skip


def test_groups__not_by_what_one_row_that_is_picked_has() -> None:
    """Lines of invoice 5 by the day of the week of their invoice, or by its town: one group, whatever is in it."""
    subjects = read_subjects(Catalog("d", (SHOP, INVOICE, LINE)))
    drawn = [
        query
        for scope in scopes(subjects)
        for form in (over_time, count_by_where)
        for seed in range(400)
        if (query := form(Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed))))
    ]
    keyed = [(query, condition.field) for query in drawn for condition in query.conditions
             if isinstance(condition, Equals) and condition.field.column.name.endswith("_id")]  # fmt: skip
    grouped = [(query, field, fields_of(query.dimensions[0].value)[0].source) for query, field in keyed]
    assert any(not source for *_, source in grouped) and any(source for *_, source in grouped)
    beyond = [query for query, field, source in grouped
              for join in query.joins if (join.child, *join.key.columns) == (field.source, field.column.name)
              and source >= join.source]  # fmt: skip
    assert beyond == []
