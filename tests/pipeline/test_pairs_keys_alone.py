"""Set operations of keys alone: what both sides have needs no join."""

from __future__ import annotations

import pytest

from data_pipeline.pairs.conditions import Compare, Equals, Related
from data_pipeline.pairs.related_rows import joined_to
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Query, SetKind, SetQuery
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

CUSTOMER = table("customer", column("id", "integer"), column("name"))
PRODUCT = table("product", column("id", "integer"), column("title"))
ORDERS = table(
    "orders", column("no", "integer"), column("customer_id", "integer"), column("product_id", "integer"),
    column("total", "numeric"), keys={"customer_id": "customer", "product_id": "product"},
)  # fmt: skip
KEY, NAME = (Field(0, CUSTOMER.column(name)) for name in ("id", "name"))
BY, OF = ORDERS.foreign_keys
SOME = Related(ORDERS, BY, exists=True)
DEAR = Related(ORDERS, BY, True, (Compare(Field(0, ORDERS.column("total")), ">", "5"),))
TEA = Equals(Field(1, PRODUCT.column("title")), "Tea", entity=True)


@pytest.mark.parametrize(
    ("related", "shown", "right"),
    [
        (SOME, (KEY,), "SELECT customer_id FROM orders"),
        (DEAR, (KEY,), "SELECT customer_id FROM orders WHERE total > 5"),
        (Related(ORDERS, BY, True, (TEA,), parent=PRODUCT, further=OF), (KEY,),
         "SELECT o.customer_id FROM orders AS o JOIN product AS p ON o.product_id = p.id WHERE p.title = 'Tea'"),
        (SOME, (NAME, KEY), "SELECT c.name, c.id FROM customer AS c JOIN orders AS o ON o.customer_id = c.id"),
    ],
)  # fmt: skip
def test_to_sql__keys_of_one_side(related: Related, shown: tuple[Field, ...], right: str) -> None:
    question = SetQuery("except", Query((CUSTOMER,), outputs=shown), joined_to(CUSTOMER, related, shown))
    left = f"SELECT {', '.join(field.column.name for field in shown)} FROM customer"
    assert to_sql(question).split() == f"{left} EXCEPT {right};".split()


@pytest.mark.parametrize(
    ("kind", "nullable", "joined"),
    [("union", True, True), ("union", False, False), ("intersect", True, False), ("except", True, False)],
)
def test_to_sql__an_empty_key_is_no_row_of_a_union(kind: SetKind, nullable: bool, joined: bool) -> None:
    """Orders without a customer are no customers."""
    orders = table("orders", column("customer_id", "integer", nullable=nullable), keys={"customer_id": "customer"})
    (by,) = orders.foreign_keys
    question = SetQuery(
        kind, Query((CUSTOMER,), outputs=(KEY,)), joined_to(CUSTOMER, Related(orders, by, True), (KEY,))
    )
    assert ("JOIN" in to_sql(question)) is joined
