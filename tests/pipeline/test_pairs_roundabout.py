"""What is far from the rows is told by whom it is reached, where it could be reached by others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.tree import Join, Query
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import Language, wordings
from tests.pipeline.english_tables import column, table, text

PLACE = table("address", column("address_id"), text("street"))
CUSTOMER = table("customer", column("customer_id"), column("address_id"), keys={"address_id": "address"})
SHOP = table("shop", column("shop_id"), column("address_id"), keys={"address_id": "address"})
BY_BOTH = table("rental", column("rental_id"), column("customer_id"), column("shop_id"), text("kind"),
                keys={"customer_id": "customer", "shop_id": "shop"})  # fmt: skip
BY_ONE = replace(BY_BOTH, foreign_keys=BY_BOTH.foreign_keys[:1])


@pytest.mark.parametrize(
    ("rental", "language", "told"),
    [
        (BY_BOTH, "en", "customer address street"),
        (BY_BOTH, "zh", "客户地址"),
        (BY_ONE, "en", "address street"),
        (BY_ONE, "zh", "地址"),
    ],
)
def test_ask__of_which_rows_an_address_is(rental: Table, language: Language, told: str) -> None:
    tables = (PLACE, CUSTOMER, SHOP, rental)
    joins = (Join(1, 0, 1, rental.foreign_keys[0]), Join(2, 1, 2, CUSTOMER.foreign_keys[0]))
    shown = (Field(0, rental.column("kind")), Field(2, PLACE.column("street")))
    query = Query((rental, CUSTOMER, PLACE), joins, shown)
    (words,) = wordings(Catalog("d", tables), language)
    said = {words.ask(query, seed) for seed in range(60)}
    whose = "customer" if language == "en" else "客户"
    assert said and not [one for one in said if words.missing(query, one)]
    assert [one for one in said if (whose in one) != (rental is BY_BOTH)] == [], said
    assert any(told in one for one in said), said
