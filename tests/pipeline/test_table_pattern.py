"""Choosing tables by a pattern, as the server's list of a database does."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest

from bus.errors import DatabaseUnreachable
from server.services.databases import documents, tables


@pytest.fixture(scope="module")
def listed_url(make_schema: Callable[[str], str]) -> str:
    return make_schema("CREATE TABLE bss_area (id int); CREATE TABLE bss_day (id int); CREATE TABLE orders (id int)")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("bss%", ["bss_area", "bss_day"]),
        ("%AREA", ["bss_area"]),
        ("%s%d%", ["bss_day"]),
        ("b*a?", ["bss_day"]),
        ("%area%", ["bss_area"]),
        ("area", ["bss_area"]),
        ("area%", []),
        ("%", ["bss_area", "bss_day", "orders"]),
        (None, ["bss_area", "bss_day", "orders"]),
    ],
)
def test_tables__pattern(listed_url: str, pattern: str | None, found: list[str]) -> None:
    assert [row["table"] for row in tables(listed_url, None, pattern)] == found


def test_tables__locked_table_is_told(listed_url: str) -> None:
    with closing(psycopg2.connect(listed_url)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        rows = tables(listed_url, None, None)
        assert time.monotonic() - started < 2
    assert {row["table"]: row["busy"] for row in rows} == {"bss_area": False, "bss_day": False, "orders": True}


def test_documents__of_a_locked_table_is_refused(listed_url: str) -> None:
    with closing(psycopg2.connect(listed_url)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseUnreachable, match="orders") as caught:
            documents(listed_url, "orders", "en")
    assert caught.value.code == "database_busy"
