"""What a glossary changes in a catalog, and what it may not change."""

from __future__ import annotations

from dataclasses import replace

from data_pipeline.catalog.model import Catalog, Statistics
from data_pipeline.glossary.apply import apply_glossary
from data_pipeline.glossary.match import match
from data_pipeline.glossary.read import read_glossary
from tests.pipeline.made_tables import column, shop, table


def _applied(text: str, catalog: Catalog | None = None) -> Catalog:
    return apply_glossary(catalog or shop(), read_glossary(text, "glossary.yaml"))


def test_apply_glossary__beats_what_the_database_says() -> None:
    told = _applied("""
    tables:
      orders: {title: 订单, synonyms: [purchase], description: What people bought}
      Customer: {columns: {EMAIL: where to write}}
    """)
    orders = told.table("public", "orders")
    assert (orders.comment, orders.comment_source) == ("What people bought", "glossary")
    assert (orders.titles, orders.synonyms) == ({"zh": "订单"}, ("purchase",))
    email = told.table("public", "customer").column("email")
    assert (email.comment, email.comment_source) == ("where to write", "glossary")
    assert orders.columns == shop().table("public", "orders").columns


def test_apply_glossary__labels_join_and_make_an_enum() -> None:
    told = _applied("tables: {orders: {columns: {state: {values: {1: new, 2: done}}, total: {values: {5: five}}}}}")
    orders = told.table("public", "orders")
    assert orders.column("state").value_labels == {"1": "new", "2": "done"}
    assert (orders.column("state").comment, orders.column("state").comment_source) == ("state", "database")
    assert orders.column("total").enum_values == ("5",)


def test_apply_glossary__cannot_unmask() -> None:
    told = _applied("tables: {customer: {columns: {phone: {title: number, values: {13800001234: Ann}}}}}")
    phone = told.table("public", "customer").column("phone")
    assert (phone.sensitive, phone.titles) == ("phone", {"en": "number"})
    assert (phone.value_labels, phone.enum_values, phone.statistics) == ({}, (), Statistics())


def test_apply_glossary__ignored_table_goes_with_its_keys() -> None:
    told = _applied("ignore: [CUSTOMER]")
    assert [one.name for one in told.tables] == ["orders"]
    assert told.tables[0].foreign_keys == ()


def test_apply_glossary__ignored_column_goes_with_what_needs_it() -> None:
    catalog = Catalog(
        "x",
        (
            table(
                "a",
                column("id", "integer"),
                column("secret_b", "integer"),
                column("c", "integer", generated="(secret_b + 1)"),
                unique_keys=(("secret_b",), ("c",)),
                checks=("CONSTRAINT p CHECK ((secret_b > 0))", "CONSTRAINT q CHECK ((c > 0))"),
                partition_key="RANGE (secret_b)",
                kind="partitioned",
            ),
        ),
    )
    (told,) = _applied('ignore: ["a.secret*"]', catalog).tables
    assert [one.name for one in told.columns] == ["id", "c"]
    assert told.column("c").generated is None
    assert told.unique_keys == (("c",),)
    assert told.checks == ("CONSTRAINT q CHECK ((c > 0))",)
    assert (told.kind, told.partition_key, told.primary_key) == ("table", None, ("id",))


def test_apply_glossary__schema_names_tell_apart() -> None:
    catalog = Catalog("x", (replace(table("orders", column("id")), schema="ops"), table("orders", column("id"))))
    told = _applied("tables: {ops.orders: {title: repair}, public.orders: {title: sale}}", catalog)
    assert [one.titles for one in told.tables] == [{"en": "repair"}, {"en": "sale"}]


def test_match__one_table_under_two_names_is_told() -> None:
    found = match(shop(), read_glossary("tables:\n  orders: {title: a}\n  public.orders: {title: b}\n", "g"))
    assert found.tables["public", "orders"].titles == {"en": "b"}
    assert found.warnings[0].en.startswith("g, line 3: 'public.orders' is a table that stands above")


def test_match__unknown_names_are_told_with_the_nearest() -> None:
    glossary = read_glossary(
        "ignore: [sqllog, '*nothing*']\n"
        "tables:\n  ordrs: {title: x}\n  orders:\n    tilte: y\n    columns: {statee: z}\n",
        "glossary.yaml",
    )
    found = match(shop(), glossary)
    assert [warning.en for warning in found.warnings] == [
        "glossary.yaml, line 5: there is no 'tilte'; did you mean 'title'?",
        "glossary.yaml, line 6: there is no 'orders.statee'; did you mean 'orders.state'?",
    ]
    assert found.strangers["ordrs"].zh == "glossary.yaml 第 3 行：找不到 'ordrs'，是否应为 'orders'？"
    assert found.strangers["sqllog"].en.endswith("the entry is not used.")
    assert "*nothing*" not in found.strangers
