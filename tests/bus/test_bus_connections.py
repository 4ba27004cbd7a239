from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from psycopg2.extensions import parse_dsn
from stand import new_task

from bus import connections
from bus.db import Connection, fetch_all
from bus.errors import BadRequest, ConnectionNotFound, InvalidInput, UrlNotEncoded
from bus.settings import Settings

SECRET = "p@ss:w/o rd'\\%密"
SHOP = {"host": "db.example", "port": 5433, "database": "shop", "user": "ann", "password": SECRET}


@pytest.mark.parametrize(
    ("given_as", "parameters"),
    [
        (
            "postgresql://ann:s%40cret@db.example:5433/shop?sslmode=require",
            {
                "user": "ann",
                "password": "s@cret",
                "host": "db.example",
                "port": "5433",
                "dbname": "shop",
                "sslmode": "require",
            },
        ),
        ("postgres:///shop", {"dbname": "shop"}),
        ("postgresql://ann@/shop?host=/var/run/pg", {"user": "ann", "dbname": "shop", "host": "/var/run/pg"}),
        ("postgresql://%2Fvar%2Frun/shop", {"host": "/var/run", "dbname": "shop"}),
        ("postgresql://[::1]/shop", {"host": "::1", "dbname": "shop"}),
        ("postgresql://ann:a?b#c@db/shop", {"user": "ann", "password": "a?b#c", "host": "db", "dbname": "shop"}),
        ("postgresql://a%40b:c%2Fd@db/x%40y", {"user": "a@b", "password": "c/d", "host": "db", "dbname": "x@y"}),
        (
            {"host": "db", "port": 5433, "database": "shop", "username": "ann", "password": ""},
            {"host": "db", "port": "5433", "dbname": "shop", "user": "ann"},
        ),
    ],
)
def test_parse__urls_and_objects(given_as: object, parameters: dict[str, str]) -> None:
    assert connections.parse(given_as) == parameters


@pytest.mark.parametrize(
    "given_as",
    [
        "",
        "shop",
        "mysql://a:b@c/d",
        "host=db dbname=shop",
        "postgresql://db.example",
        "postgresql://db.example/shop?passfile=/etc/passwd",
        "postgresql://db.example/shop?sslkey=/etc/key",
        "postgresql://db.example/shop?service=x",
        "postgresql://db.example:0/shop",
        "postgresql://db.example:65536/shop",
        "postgresql://db.example:99999999999999/shop",
        {"host": "db"},
        {"database": ""},
        {"database": "shop", "passfile": "/etc/passwd"},
        {"database": "shop", "port": "54x2"},
        {"database": "shop", "port": "٥٤٣٢"},
        None,
        7,
        ["postgresql:///shop"],
    ],
)
def test_parse__refused_as_input(given_as: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        connections.parse(given_as)
    assert refused.value.details


@pytest.mark.parametrize(
    "given_as",
    [
        "mysql://ann:hunter2@db/shop",
        "postgresql://ann:hunter2@db",
        "postgresql://ann:hunter2@db:0/shop",
        {"password": "hunter2"},
        {"database": "shop", "password": "hunter2", "port": -1},
    ],
)
def test_parse__a_refusal_never_shows_the_password(given_as: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        connections.parse(given_as)
    assert "hunter2" not in f"{refused.value.en}{refused.value.zh}{refused.value.details}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ro:Zebra@Kiwi77@127.0.0.1:15433/awk",
        "postgres://ro:Zebra@Kiwi77/x@127.0.0.1:15433/awk",
        "postgresql://ro:Zebra/Kiwi77@127.0.0.1:15433/awk",
        "postgresql://ro:77/Zebra@127.0.0.1:15433/Kiwi",
        "postgresql://ro:Zebra@Kiwi77?x@127.0.0.1/awk",
        "postgresql://ro:Zebra@Kiwi77#x@127.0.0.1/awk",
        "postgresql://ro:Zebra/Kiwi77?x=1@127.0.0.1/awk",
        "postgresql://ro:Zebra@Kiwi77@/awk?host=/var/run/pg",
        "postgresql://ro:Zebra\nKiwi77/x@127.0.0.1/awk",
    ],
)
def test_parse__password_that_is_not_encoded_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(UrlNotEncoded, match="as %40") as refused:
        connections.parse(url)
    said = f"{refused.value.en}{refused.value.zh}{refused.value.details}{refused.value.zh_details}"
    assert refused.value.code == "connection_url_not_encoded"
    assert "%40" in refused.value.zh
    assert not any(part in said for part in ("Zebra", "Kiwi", "77", "127.0.0.1", "awk", "ro:"))


def test_parse__what_stands_for_the_port_is_not_shown() -> None:
    with pytest.raises(InvalidInput, match="port") as refused:
        connections.parse("postgresql://ro:Zebra/awk")
    assert "Zebra" not in f"{refused.value.en}{refused.value.zh}{refused.value.details}"


def test_shown__what_was_stored_before_such_urls_were_refused(bus: Connection, settings: Settings) -> None:
    connections.put(bus, settings, "shop", SHOP | {"host": "Kiwi77@127.0.0.1"})
    assert connections.shown(connections.get(bus, "shop"))["host"] == "127.0.0.1"


def test_put__the_password_is_encrypted_and_shown_as_stars(bus: Connection, settings: Settings) -> None:
    connections.put(bus, settings, "shop", SHOP, created_by="ann")
    (row,) = fetch_all(bus, "SELECT * FROM connections", {})
    assert SECRET not in json.dumps(row, default=str, ensure_ascii=False)
    assert row["parameters"] == {"host": "db.example", "port": "5433", "dbname": "shop", "user": "ann"}
    named = connections.get(bus, "shop")
    assert connections.shown(named) == {
        "name": "shop", "host": "db.example", "port": 5433, "database": "shop", "user": "ann", "password": "******"
    }  # fmt: skip
    assert parse_dsn(connections.url(settings, named))["password"] == SECRET


@bounded(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1))
def test_url__any_password_comes_through(bus: Connection, settings: Settings, password: str) -> None:
    connections.put(bus, settings, "shop", SHOP | {"password": password})
    assert parse_dsn(connections.url(settings, connections.get(bus, "shop")))["password"] == password


def test_put__replaces_password_and_all(bus: Connection, settings: Settings) -> None:
    connections.put(bus, settings, "shop", SHOP)
    connections.put(bus, settings, "shop", "postgresql:///shop")
    named = connections.get(bus, "shop")
    assert connections.url(settings, named) == "dbname=shop"
    assert connections.shown(named)["password"] == ""


def test_url__another_key_is_a_sentence(bus: Connection, settings: Settings) -> None:
    connections.put(bus, settings, "shop", SHOP)
    with pytest.raises(BadRequest, match="TRAINYARD_SECRET_KEY") as refused:
        connections.url(dataclasses.replace(settings, secret_key="another"), connections.get(bus, "shop"))
    assert SECRET not in f"{refused.value.en}{refused.value.zh}"


def test_remove__and_get(bus: Connection, settings: Settings) -> None:
    connections.put(bus, settings, "shop", SHOP)
    assert connections.remove(bus, "shop")
    assert not connections.remove(bus, "shop")
    with pytest.raises(ConnectionNotFound, match="trainyard connections add shop - "):
        connections.get(bus, "shop")


def test_for_task__its_own_then_the_named_then_the_only_one(bus: Connection, settings: Settings) -> None:
    task, other = new_task(bus), new_task(bus)
    with pytest.raises(InvalidInput, match="known: none"):
        connections.for_task(bus, task.task_id, None)
    connections.put(bus, settings, "shop", SHOP)
    assert connections.for_task(bus, task.task_id, None).name == "shop"
    connections.put(bus, settings, "farm", SHOP)
    with pytest.raises(InvalidInput, match="farm, shop"):
        connections.for_task(bus, task.task_id, None)
    assert connections.for_task(bus, task.task_id, "farm").name == "farm"
    with pytest.raises(ConnectionNotFound):
        connections.for_task(bus, task.task_id, "none")
    connections.put(bus, settings, task.task_id, SHOP, task_id=task.task_id)
    assert connections.for_task(bus, task.task_id, "farm").name == task.task_id
    assert [named.name for named in connections.all_named(bus)] == ["farm", "shop"]
    assert connections.for_task(bus, other.task_id, "farm").name == "farm"


def test_for_task__the_inline_connection_of_another_task_is_not_to_be_had(bus: Connection, settings: Settings) -> None:
    theirs, ours = new_task(bus), new_task(bus)
    connections.put(bus, settings, theirs.task_id, SHOP, task_id=theirs.task_id)
    with pytest.raises(ConnectionNotFound):
        connections.for_task(bus, ours.task_id, theirs.task_id)
