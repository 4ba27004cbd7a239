"""What tables, columns and keys are called in English: identifiers, titles, comments, roles."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.apart import apart_from
from data_pipeline.pairs.english.names import Names
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.identifiers import plural, shared_prefix, singular, spelled, words_of
from data_pipeline.pairs.tree import Join, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.english_tables import ALBUM, ARTIST, CATALOG, SALE, STAFF, column, day, table, text

WORDS = EnglishWords(CATALOG)


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("bss_business_day", ["bss", "business", "day"]),
        ("CustomerId", ["customer", "id"]),
        ("HTTPServer2", ["http", "server2"]),
        ("订单", ["订单"]),
        ("__", []),
    ],
)
def test_words_of(identifier: str, words: list[str]) -> None:
    assert words_of(identifier) == words


def test_spelled__abbreviations_and_nothing_to_split() -> None:
    assert spelled("order_qty") == "order quantity"
    assert spelled("__") == "__"


@pytest.mark.parametrize(
    ("one", "many"),
    [("order", "orders"), ("category", "categories"), ("service area", "service areas"), ("address", "addresses"),
     ("person", "people"), ("branch", "branches"), ("status", "statuses"), ("staff", "staff"), ("movie", "movies"),
     ("quantity per unit", "quantities per unit"), ("title of courtesy", "titles of courtesy"),
     ("unit in stock", "units in stock"), ("length (km)", "lengths (km)"),
     ("actor info entry", "actor info entries"), ("bypass", "bypasses"), ("date adopted", "dates adopted"),
     ("date first registered", "dates first registered"), ("last sign in time", "last sign in times"),
     ("date order placed", "dates order placed"),
     ("mpg", "mpg"), ("winner ht", "winner ht"), ("line 2", "line 2"), ("best of", "best of"), ("lowest", "lowest"),
     ("horsepower", "horsepower"), ("created by id", "created by ids"), ("head of state", "heads of state")],
)  # fmt: skip
def test_plural__and_back(one: str, many: str) -> None:
    assert plural(one) == many == plural(many)
    assert singular(many) == one


@pytest.mark.parametrize(
    ("said", "noun", "bare"),
    [("cost of treatment", "treatment", "cost"), ("staff name", "staff member", "name"),
     ("order note", "order", "note"), ("order note", "order item", "order note"),
     ("treatment", "treatment", "treatment"), ("date order placed", "order", "date placed"),
     ("date order placed", "customer", "date order placed")],
)  # fmt: skip
def test_apart_from(said: str, noun: str, bare: str) -> None:
    assert apart_from(said, noun) == bare


def test_column__words_that_a_noun_ends_in_are_said_once() -> None:
    kind = table("template_type", column("id"), text("type_code"), text("template_type_name"))
    paper = table("paper", column("paper_id"), column("template_type_id"), keys={"template_type_id": "template_type"})
    query = Query((paper, kind), (Join(1, child=0, parent=1, key=paper.foreign_keys[0]),))
    say = Names(query, EnglishWords(Catalog("d", (paper, kind))), Random(1))
    called = [say.column(Field(1, one)) for one in kind.columns[1:]]
    assert called == ["template type code", "template type name"]


def test_shared_prefix__most_or_none() -> None:
    assert shared_prefix(["bss_area", "bss_company", "bss_day_data", "log"]) == "bss"
    assert shared_prefix(["order", "order_line", "customer"]) == ""


def test_words__no_chinese_but_labels() -> None:
    """A label in another language still says more than a code."""
    area = replace(table("bss_area", day("opened_on")), comment="服务区")
    words = EnglishWords(Catalog("d", (area, table("bss_b", day("x")), table("bss_c", day("x")))))
    assert (words.table(area), words.column(area, area.columns[0])) == ("area", "date opened")
    assert words.value(column("status", value_labels={"1": "启用"}), "1") == "启用"
    assert words.value(column("status", value_labels={"1": "active"}), "1") == "active"


@pytest.mark.parametrize(
    ("name", "category", "noun", "plural_noun"),
    [
        ("starts_on", "D", "start date", "start dates"),
        ("expires_at", "D", "expiry time", "expiry times"),
        ("state_abbr", "S", "state abbreviation", "state abbreviations"),
        ("hours_so_far", "N", "hours so far", "hours so far"),
    ],
)
def test_words__columns(name: str, category: str, noun: str, plural_noun: str) -> None:
    orders = table("orders", column(name, category=category))
    said = EnglishWords(Catalog("d", (orders,))).column(orders, orders.columns[0])
    assert (said, plural(said)) == (noun, plural_noun)


def test_words__titles_before_comments_before_identifiers() -> None:
    titled = replace(column("c_ttl"), titles={"en": "Order total"}, comment="Total of it")
    commented, plain = replace(column("c_sum"), comment="Total of it"), column("ship_dt", category="D")
    orders = replace(table("t_ord", titled, commented, plain), titles={"en": "customer order"})
    words = EnglishWords(Catalog("d", (orders,)))
    assert words.table(orders) == "customer order"
    assert [words.column(orders, each) for each in orders.columns] == ["order total", "total of it", "ship date"]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("inventory", "inventory item"),
        ("staff", "staff member"),
        ("actor_info", "actor info entry"),
        ("sales_data", "sales data record"),
        ("customer_customer_kind", "customer kind"),
        ("us_states", "US state"),
    ],
)
def test_words__things_that_are_not_counted(name: str, noun: str) -> None:
    made = table(name, column("id"))
    assert EnglishWords(Catalog("d", (made,))).table(made) == noun


def test_words__flags_and_managers() -> None:
    assert WORDS.column(STAFF, STAFF.column("reports_to")) == "manager"
    flags = table("t", column("activebool", "boolean", "B"), column("bool_paid", "boolean", "B"))
    assert [EnglishWords(Catalog("d", (flags,))).column(flags, flag) for flag in flags.columns] == ["active", "paid"]
    owned = table("t", column("is_self_operated", "boolean", "B"))
    assert EnglishWords(Catalog("d", (owned,))).column(owned, owned.columns[0]) == "is self-operated"


def test_role__keys_to_one_table_are_told_apart() -> None:
    names = ("signed_by", "approved_by")
    keys = tuple(ForeignKey((name,), "public", "staff", ("staff_id",)) for name in names)
    contract = replace(table("contract", *map(column, names)), foreign_keys=keys)
    words = EnglishWords(Catalog("d", (STAFF, contract)))
    assert [words.of_key(contract, key) for key in keys] == ["signatory", "approver"]


def test_role__people_without_first_and_last_names() -> None:
    employee = table("employee", column("employee_id"), column("employee_name", "text", "S"))
    keys = tuple(ForeignKey((name,), "public", "employee", ("employee_id",)) for name in ("reported_by", "assigned_to"))
    order = replace(table("repair_order", column("reported_by"), column("assigned_to")), foreign_keys=keys)
    words = EnglishWords(Catalog("d", (employee, order)))
    assert [words.of_key(order, key) for key in keys] == ["reporter", "assignee"]


def test_words__a_calendar_has_days() -> None:
    daily = table("bss_calendar", column("cal_date", "date", "D"), column("is_workday", "boolean", "B"))
    owned = table("user_calendar", column("id"), column("name", "text", "S"))
    words = EnglishWords(Catalog("d", (daily, owned)))
    assert [words.table(each) for each in (daily, owned)] == ["bss calendar day", "user calendar"]


def test_role__a_person_by_what_the_key_calls_them() -> None:
    store = table("store", column("manager_staff_id"), keys={"manager_staff_id": "staff"})
    assert EnglishWords(Catalog("d", (STAFF, store))).of_key(store, store.foreign_keys[0]) == "manager"
    assert WORDS.of_key(STAFF, STAFF.foreign_keys[0]) == "manager"
    assert WORDS.of_key(SALE, SALE.foreign_keys[0]) == "staff member"
    assert WORDS.of_key(ALBUM, ALBUM.foreign_keys[0]) == WORDS.table(ARTIST)


@pytest.mark.parametrize(
    ("table_name", "name", "category", "noun"),
    [
        ("shop", "number_products", "N", "products"),
        ("shop", "num_of_rooms", "N", "rooms"),
        ("shop", "number_plate", "S", "number plate"),
        ("shop", "amount_cents", "N", "amount in cents"),
        ("dog", "abandoned_yn", "B", "abandoned"),
        ("orders", "isonlineorderflag", "B", "is online order"),
        ("orders", "online_order_flag", "B", "online order flag"),
    ],
)
def test_words__columns_by_what_they_say(table_name: str, name: str, category: str, noun: str) -> None:
    one = table(table_name, column(name, category=category))
    assert EnglishWords(Catalog("d", (one,))).column(one, one.columns[0]) == noun


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("cars_data", "car"),
        ("sales_data", "sales data record"),
        ("dim_store", "store"),
        ("fact_sales", "sale"),
        ("ref_template_types", "template type"),
    ],
)
def test_words__tables_without_what_says_nothing(name: str, noun: str) -> None:
    one = table(name, day("opened_on"))
    assert EnglishWords(Catalog("d", (one,))).table(one) == noun


def test_role__with_its_preposition() -> None:
    address = table("address", column("address_id"))
    order = table("order", day("day"), column("bill_to_address_id"), column("ship_to_address_id"),
                  keys={"bill_to_address_id": "address", "ship_to_address_id": "address"})  # fmt: skip
    words = EnglishWords(Catalog("d", (address, order)))
    assert [words.role(order, key, address) for key in order.foreign_keys] == ["bill-to address", "ship-to address"]


@pytest.mark.parametrize(
    ("comment", "source", "noun"),
    [
        ("The monthly pay", "database", "monthly pay"),
        ("An area.", "database", "area"),
        ("day of the deal", "glossary", "date sold"),  # a description; its title would be the name
        ("deal day", "glossary", "deal day"),
    ],
)
def test_words__comments_as_names(comment: str, source: str, noun: str) -> None:
    sold = replace(column("sold_on", "date", "D"), comment=comment, comment_source=source)
    deal = table("deal", sold)
    assert EnglishWords(Catalog("d", (deal,))).column(deal, sold) == noun
