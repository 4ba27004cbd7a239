"""Connections by name, and a look at the database behind one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal

from bus.db import Connection, fetch_value
from tests.postgres import as_url, run_sql

CONNECTIONS = "/api/v0/connections"
PARTS = {"host": "db.example", "port": 5433, "database": "highway", "user": "reader", "password": "hush-hush"}
SCHEMA = """
CREATE TABLE bss_car_day_count (id integer PRIMARY KEY, count_date date NOT NULL);
COMMENT ON TABLE bss_car_day_count IS '车流量统计';
CREATE SCHEMA ods;
CREATE TABLE ods.bss_log (id integer);
CREATE VIEW totals AS SELECT count(*) AS n FROM bss_car_day_count;
"""


@pytest.fixture(scope="module")
def business(make_database: Callable[..., str]) -> str:
    """URL of a small database."""
    url = make_database()
    run_sql(url, SCHEMA)
    return as_url(url)


@pytest.mark.parametrize(
    "given",
    [
        {"url": "postgresql://reader:hush-hush@db.example:5433/highway"},
        {"db_connection": "postgresql://reader:hush-hush@db.example:5433/highway"},
        {"db_connection": PARTS},
        PARTS,
    ],
)
def test_put__every_form(client: FlaskClient, bus: Connection, given: dict[str, Any]) -> None:
    response = client.post(CONNECTIONS, json={"name": "服务区.db-1", **given})
    assert response.status_code == 201
    shown = data_of(client.get(CONNECTIONS))["connections"][0]
    assert {key: shown[key] for key in PARTS} == PARTS | {"password": "******"}
    stored = fetch_value(bus, "SELECT c::text FROM connections c", {})
    assert "hush" not in response.get_data(as_text=True) + stored


def test_put__replaces(client: FlaskClient) -> None:
    for database in ("one", "two"):
        data_of(client.post(CONNECTIONS, json={"name": "db", "url": f"postgresql://h/{database}"}))
    data = data_of(client.get(CONNECTIONS))
    assert (data["total"], data["connections"][0]["database"]) == (1, "two")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "db"},
        {"url": "postgresql://h/db"},
        {"name": "a b", "url": "postgresql://h/db"},
        {"name": "../x", "url": "postgresql://h/db"},
        {"name": "x" * 101, "url": "postgresql://h/db"},
        {"name": "task_20250627_143052", "url": "postgresql://h/db"},
        {"name": "db", "url": "http://h/db"},
        {"name": "db", "url": 5},
        {"name": 5, "url": "postgresql://h/db"},
    ],
)
def test_put__wrong(client: FlaskClient, given: dict[str, Any]) -> None:
    assert refusal(client.post(CONNECTIONS, json=given)) == (422, "invalid_input")


def test_put__password_that_is_not_encoded(client: FlaskClient) -> None:
    url = "postgresql://ro:Zebra@Kiwi77/x@127.0.0.1/awk"
    for path, body in ((CONNECTIONS, {"name": "db", "url": url}), (f"{V0}/tasks", {"db_connection": url})):
        answer = client.post(path, json=body)
        assert refusal(answer) == (422, "connection_url_not_encoded")
        assert "Kiwi77" not in answer.get_data(as_text=True)


def test_remove__then_unknown(client: FlaskClient, highway: str) -> None:
    assert data_of(client.delete(f"{CONNECTIONS}/{highway}")) == {"name": highway}
    assert refusal(client.delete(f"{CONNECTIONS}/{highway}")) == (404, "connection_not_found")


def test_remove__not_that_of_a_task(client: FlaskClient) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"db_connection": "postgresql://h/db"}))["task_id"]
    assert refusal(client.delete(f"{CONNECTIONS}/{task_id}")) == (404, "connection_not_found")
    assert data_of(client.get(CONNECTIONS))["connections"] == []


def test_test__answers(client: FlaskClient, business: str) -> None:
    data_of(client.post(CONNECTIONS, json={"name": "db", "url": business}))
    data = data_of(client.post(f"{CONNECTIONS}/db/test"))
    assert data["server_version"][0].isdigit() and data["tables"] > 0


def test_test__unreachable_is_named_without_its_password(client: FlaskClient) -> None:
    given = PARTS | {"name": "db", "host": "127.0.0.1", "port": 1}
    data_of(client.post(CONNECTIONS, json=given))
    response = client.post(f"{CONNECTIONS}/db/test")
    assert refusal(response) == (422, "database_unreachable")
    sentence = response.get_json()["error"]
    assert "127.0.0.1" in sentence and "highway" in sentence and "hush" not in sentence


def test_test__unknown(client: FlaskClient) -> None:
    assert refusal(client.post(f"{CONNECTIONS}/nowhere/test")) == (404, "connection_not_found")


def test_tables__all(client: FlaskClient, business: str) -> None:
    data = data_of(client.post("/api/v0/database/tables", json={"db_connection": business}))
    assert sorted(data["tables"]) == ["bss_car_day_count", "ods.bss_log", "totals"]
    assert data["total"] == 3
    assert {row["name"]: row["comment"] for row in data["details"]}["bss_car_day_count"] == "车流量统计"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("schema=ods", ["ods.bss_log"]),
        ("schema=ods,public&table_name_pattern=BSS_*", ["bss_car_day_count", "ods.bss_log"]),
        ("table_name_pattern=car", ["bss_car_day_count"]),
        ("table_name_pattern=%25' OR 1=1", []),
        ("schema=nowhere", []),
    ],
)
def test_tables__some(client: FlaskClient, house: House, business: str, query: str, found: list[str]) -> None:
    data_of(client.post(CONNECTIONS, json={"name": "db", "url": business}))
    assert sorted(data_of(client.get(f"/api/v0/database/tables?db_name=db&{query}"))["tables"]) == found


def test_tables__unreachable(client: FlaskClient) -> None:
    given = PARTS | {"host": "127.0.0.1", "port": 1}
    response = client.post("/api/v0/database/tables", json={"db_connection": given})
    assert refusal(response) == (422, "database_unreachable")


@pytest.mark.parametrize(
    ("accept", "words"), [("zh-CN", "无法连接 127.0.0.1:1 上的数据库"), ("en", "Cannot connect to database")]
)
def test_tables__unreachable_is_said_in_the_language_asked_for(client: FlaskClient, accept: str, words: str) -> None:
    given = {"db_connection": PARTS | {"host": "127.0.0.1", "port": 1}}
    response = client.post("/api/v0/database/tables", json=given, headers={"Accept-Language": accept})
    assert response.get_json()["error"].startswith(words)


def test_tables__unknown_name(client: FlaskClient) -> None:
    response = client.post("/api/v0/database/tables", json={"db_name": "nowhere"})
    assert refusal(response) == (404, "connection_not_found")


def test_ddl__both(client: FlaskClient, business: str) -> None:
    body = {"db_connection": business, "table": "public.bss_car_day_count", "type": "both"}
    data = data_of(client.post("/api/v0/database/table/ddl", json=body))
    assert (data["schema"], data["table"]) == ("public", "bss_car_day_count")
    assert "create table public.bss_car_day_count" in data["ddl"]
    assert "车流量统计" in data["md"]


@pytest.mark.parametrize(("kind", "keys"), [("ddl", {"ddl"}), ("md", {"md"})])
def test_ddl__one(client: FlaskClient, business: str, kind: str, keys: set[str]) -> None:
    body = {"db_connection": business, "table": "bss_car_day_count", "type": kind}
    assert data_of(client.post("/api/v0/database/table/ddl", json=body)).keys() & {"ddl", "md"} == keys


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"table": "no_such_table"}, (404, "table_not_found")),
        ({"table": "x'; DROP TABLE bss_car_day_count; --"}, (404, "table_not_found")),
        ({"table": "a.b.c.d"}, (422, "table_list_invalid")),
        ({"table": "t", "type": "pdf"}, (422, "invalid_input")),
        ({}, (422, "invalid_input")),
    ],
)
def test_ddl__wrong(client: FlaskClient, business: str, body: dict[str, Any], answer: tuple[int, str]) -> None:
    response = client.post("/api/v0/database/table/ddl", json={"db_connection": business, **body})
    assert refusal(response) == answer
