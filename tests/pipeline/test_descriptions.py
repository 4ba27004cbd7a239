"""Every table and column is described, by whom is told, and nothing sensitive is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.nouns import Tongue
from tests.pipeline.made_tables import column, shop, table


def _texts(made: Table, *others: Table, tongue: Tongue = "en") -> dict[str, str]:
    descriptions = Descriptions(Catalog("x", (made, *others)))
    return {one.name: descriptions.of_column(made, one, tongue).text for one in made.columns}


@pytest.mark.parametrize(
    ("made", "en", "zh"),
    [
        (
            column("id", "integer", identity="always"),
            "Unique number that identifies the order, counted up by the database",
            "订单的唯一标识，由数据库自动编号",
        ),
        (column("is_paid", "boolean"), "Whether the order is paid", "订单是否已付"),
        (column("has_discount", "boolean"), "Whether the order has discount", "订单是否有折扣"),
        (
            column("active", "integer", statistics={"common_values": ("1", "0"), "common_fractions": (0.9, 0.1)}),
            "Whether the order is active; true for 90 %",
            "订单是否启用",
        ),
        (
            column("shipped_at", "date", statistics={"null_fraction": 0.1, "bounds": ("2024-01-01", "2024-12-31")}),
            "When the order was shipped; from 2024-01-01 to 2024-12-31; empty in 10 % of the rows",
            "订单的发货日期；范围 2024-01-01 至 2024-12-31；约 10% 的行为空",
        ),
        (column("last_update", "date"), "When the row was last changed", "该行记录的最近修改时间"),
        (
            column("unit_price", "numeric", statistics={"bounds": ("0.5", "20", "9.9")}),
            "Price of one unit, as charged for the order; from 0.5 to 9.9",
            "订单的单价；范围 0.5 至 9.9",
        ),
        (
            column("state", enum_values=("a", "b"), value_labels={"a": "open"}),
            "State of the order; one of a = open, b",
            "订单的状态；取值：a（open）、b",
        ),
        (column("weight_kg", "numeric"), "Weight of the order, in kilograms", "订单的重量，单位 kg"),
        (column("wait_minutes", "integer"), "Wait minutes of the order", "订单的 wait，单位 min"),
        (column("distance_in_km", "numeric"), "Distance of the order, in kilometres", "订单的距离，单位 km"),
        (column("price_min", "numeric"), "Minimum price of the order", "订单的最低价格"),
        (column("description", enum_values=("a", "b")), "Description of the order; one of a, b", None),
        (
            column("email", sensitive="email", statistics={"common_values": ("a@b.c",), "distinct": 1.0}),
            "Email address of the order",
            "订单的邮箱",
        ),
        (column("country", statistics={"null_fraction": 1.0}), "Country of the order; empty in every row", None),
        (column("金额", "numeric"), "金额 of the order", "订单的金额"),
    ],
)
def test_of_column__says_more_than_the_name(made: Column, en: str, zh: str | None) -> None:
    orders = table("orders", made)
    assert _texts(orders)[made.name] == en
    assert zh is None or _texts(orders, tongue="zh")[made.name] == zh


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        ("visits", "visited_at", "When the visit took place"),
        ("orders", "ordered_at", "When the order was made"),
        ("payments", "paid_on", "When the payment was made"),
        ("shipments", "shipped_at", "When the shipment took place"),
        ("vets", "left_on", "When the vet left"),
        ("owners", "joined_at", "When the owner joined"),
        ("pets", "died_on", "When the pet died"),
        ("guests", "last_arrived_at", "When the guest last arrived"),
        ("cards", "expired_at", "When the card expired"),
        ("guests", "checked_in_at", "When the guest checked in"),
        ("parcels", "picked_up_at", "When the parcel was picked up"),
        ("users", "last_seen_at", "When the user was last seen"),
        ("users", "banned_until", "Until when the user is banned"),
        ("shops", "starts_at", "When the shop starts"),
        ("films", "returned_on", "When the film was returned"),
    ],
)
def test_of_column__what_happened_at_a_moment(owner: str, name: str, said: str) -> None:
    assert _texts(table(owner, column(name, "date")))[name] == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("newsletter", "Whether newsletter is set for the owner"),
        ("paid_leave", "Whether paid leave is set for the owner"),
        ("paid_in_full", "Whether the owner is paid in full"),
        ("neutered", "Whether the owner is neutered"),
        ("is_emergency", "Whether the owner is emergency"),
        ("was_active", "Whether the owner was active"),
        ("is_member", "Whether the owner is a member"),
        ("admin", "Whether the owner is an admin"),
        ("can_vote", "Whether the owner can vote"),
        ("accepts_cards", "Whether the owner accepts cards"),
    ],
)
def test_of_column__what_a_flag_asks(name: str, said: str) -> None:
    assert _texts(table("owners", column(name, "boolean")))[name] == said


def test_of_column__the_tables_noun_is_no_part_of_a_word() -> None:
    """Of a word that is not in the lexicon, so that the names stay as they are written."""
    columns = column("zorped_by"), column("zorped_at", "date"), column("zorp_date", "date"), column("zorp_reason")
    zorps = table("zorps", *columns)
    assert _texts(zorps, tongue="zh") == {
        "zorped_by": "zorped by",
        "zorped_at": "发生时间",
        "zorp_date": "日期",
        "zorp_reason": "reason",
    }
    assert "zorped by" in Descriptions(Catalog("x", (zorps,))).of_table(zorps, "zh").text


def test_nouns__english_columns_are_called_as_questions_call_them() -> None:
    nouns = Descriptions(shop()).nouns
    made = column("weight_kg", "numeric"), column("opened_on", "date"), column("name")
    orders = table("orders", *made)
    assert [nouns.column(orders, one, "en") for one in made] == ["weight in kg", "date opened", "name"]


@pytest.mark.parametrize(
    ("comment", "en", "zh"),
    [
        ("One appointment of a pet with a vet", "visit", "访问记录"),
        ("Lines of the bill of a visit", "visit", "访问记录"),
        ("Stores visits", "visit", "访问记录"),
        ("Home visits", "Home visits", "Home visits"),
        ("就诊记录", "就诊记录", "就诊记录"),
        ("宠" * 31, "visit", "visit"),
    ],
)
def test_title__a_sentence_is_no_name(comment: str, en: str, zh: str) -> None:
    visits = table("visits", column("id", "integer"), comment=comment)
    descriptions = Descriptions(Catalog("x", (visits,)))
    assert (descriptions.title(visits, "en"), descriptions.title(visits, "zh")) == (en, zh)
    assert descriptions.of_table(visits, "zh").text == comment


def _employee(key: ForeignKey) -> Table:
    return table("employee", column("id", "integer"), column(key.columns[0], "integer"), foreign_keys=(key,))


@pytest.mark.parametrize(
    ("name", "parent", "en", "zh"),
    [
        ("reports_to", "employee", "Another employee that the employee reports to", "员工的上级，即另一个员工"),
        ("manager_id", "employee", "The manager of the employee, one of the employees", "员工的经理，即另一个员工"),
        ("city_id", "city", "The city of the employee", "员工对应的城市"),
        ("birth_city_id", "city", "The birth city of the employee", "员工的出生城市"),
        ("hired_by", "person", "The person by whom the employee was hired", None),
    ],
)
def test_of_column__keys_in_their_roles(name: str, parent: str, en: str, zh: str | None) -> None:
    made = _employee(ForeignKey((name,), "public", parent, ("id",)))
    city, person = table("city", column("id", "integer")), table("person", column("id", "integer"))
    assert _texts(made, city, person)[name] == f"{en}; refers to {parent}.id"
    if zh:
        assert _texts(made, city, person, tongue="zh")[name] == f"{zh}，关联 {parent}.id"


def test_of_column__inferred_key_says_how_sure() -> None:
    made = _employee(ForeignKey(("city_id",), "public", "city", ("id",), "inferred", 0.95))
    assert _texts(made)["city_id"] == "The city of the employee; probably (confidence 0.95) refers to city.id"
    assert _texts(made, tongue="zh")["city_id"].endswith("推断（置信度 0.95）关联 city.id")


def test_of_column__view_takes_the_column_that_it_shows() -> None:
    view = table("busy", column("total", "numeric"), kind="view", definition="SELECT total FROM orders")
    descriptions = Descriptions(Catalog("x", (*shop().tables, view)))
    assert (
        descriptions.of_column(view, view.columns[0], "en").text
        == "Total amount of money of the order; from 0.5 to 120"
    )


def test_of_table__what_a_row_is() -> None:
    actor, film = (
        table("actor", column("id", "integer"), column("name"), row_count=20),
        table("film", column("id", "integer")),
    )
    link = table("film_actor", column("actor_id"), column("film_id"), keys={"actor_id": "actor", "film_id": "film"})
    link = replace(link, primary_key=("actor_id", "film_id"))
    descriptions = Descriptions(Catalog("x", (actor, film, link)))
    assert descriptions.of_table(link, "en").text == "Links actors and films: one row for each that belong together"
    assert descriptions.of_table(link, "zh").text == "演员和影片的对应关系，每行一组"
    assert (
        descriptions.of_table(actor, "en").text
        == "List of actors to choose from, each with name; film actors refer to it"
    )
    orders = Descriptions(shop()).of_table(replace(shop().table("public", "orders"), comment=None), "en")
    assert orders.text.startswith("One row for each order, with state, total")
    assert orders.text.endswith("from 2024-01-01 to 2025-06-30; refers to customer")
    assert orders.source == "inferred"


@pytest.mark.parametrize("source", ["database", "glossary", "llm"])
def test_descriptions__who_wrote_it_is_kept(source: str) -> None:
    made = replace(
        table("t", replace(column("c", comment="y"), comment_source=source)), comment="x", comment_source=source
    )
    descriptions = Descriptions(Catalog("x", (made,)))
    assert descriptions.of_table(made, "en") == ("x", source)
    assert descriptions.of_column(made, made.columns[0], "zh") == ("y", source)
