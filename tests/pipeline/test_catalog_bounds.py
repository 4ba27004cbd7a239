"""Reading a catalog takes bounded time, whatever its tables hold and whoever locks them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.step import PipelineError
from tests.postgres import run_sql

_LOCKED = """
    CREATE TABLE changed (id int PRIMARY KEY, size int DEFAULT 3 CHECK (size > 0));
    CREATE VIEW seen AS SELECT * FROM changed;
    CREATE VIEW seen_again AS SELECT * FROM seen;
    CREATE TABLE free (id int PRIMARY KEY, changed_id int);
    CREATE TABLE parted (id int, day date) PARTITION BY RANGE (day);
    CREATE TABLE part PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    INSERT INTO changed VALUES (1); INSERT INTO free VALUES (1, 1);
"""
_ORDERS = """
    CREATE TABLE customer (id int PRIMARY KEY, name text);
    CREATE UNLOGGED TABLE orders (id bigint PRIMARY KEY, customer_id int, state text, kind smallint, amount numeric)
        WITH (autovacuum_enabled = off);
    INSERT INTO customer SELECT i, 'c' || i FROM generate_series(1, 1000) i;
    INSERT INTO orders SELECT i, i % 1000 + 1, 's' || i % 4, i % 3, i * 1.5 FROM generate_series(1, {rows}) i;
"""


def _read(url: str, tables: list[tuple[str, str]] | None = None) -> tuple[Catalog, float]:
    """The catalog, and the seconds that reading took."""
    start = time.monotonic()
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection, tables), time.monotonic() - start


@pytest.fixture
def locked_url(make_schema: Callable[[str], str]) -> Iterator[str]:
    url = make_schema(_LOCKED)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE changed, part IN ACCESS EXCLUSIVE MODE")
        yield url


def test_read_catalog__locked_tables_and_their_views_are_left_out_and_named(locked_url: str) -> None:
    catalog, seconds = _read(locked_url)
    assert catalog.busy == (("public", "changed"), ("public", "seen"), ("public", "seen_again"))
    assert [table.name for table in catalog.tables] == ["free", "parted"]
    assert seconds < 15


def test_read_catalog__locked_table_asked_for_is_named(locked_url: str) -> None:
    with pytest.raises(PipelineError, match=r"public\.changed is locked by other work") as caught:
        _read(locked_url, [("public", "changed"), ("public", "free")])
    assert caught.value.code == "database_busy"


def test_read_catalog__table_that_the_statistics_call_huge(make_schema: Callable[[str], str]) -> None:
    url = make_schema(_ORDERS.format(rows=2000) + "ANALYZE")
    run_sql(url, "UPDATE pg_class SET reltuples = 1e8, relpages = 1000000 WHERE relname = 'orders'")
    catalog, seconds = _read(url)
    orders = catalog.table("public", "orders")
    assert orders.row_count == 100_000_000
    assert set(orders.column("state").enum_values) == {"s0", "s1", "s2", "s3"}
    assert [key.columns for key in orders.foreign_keys] == [("customer_id",)]
    assert seconds < 5


@pytest.mark.slow
def test_read_catalog__large_table_is_read_in_part(make_schema: Callable[[str], str]) -> None:
    url = make_schema(_ORDERS.format(rows=3_000_000) + "UPDATE orders SET state = 'rare' WHERE id = 1234567;")
    never_analysed, seconds = _read(url)
    orders = never_analysed.table("public", "orders")
    assert orders.row_count == pytest.approx(3_000_000, rel=0.1)
    assert {column.name: set(column.enum_values) for column in orders.columns if column.is_enum} == {
        "state": {"s0", "s1", "s2", "s3", "rare"},
        "kind": {"0", "1", "2"},
    }
    assert [key.columns for key in orders.foreign_keys] == [("customer_id",)]
    assert seconds < 20


@pytest.mark.slow
def test_read_catalog__a_thousand_tables_never_analysed(make_schema: Callable[[str], str]) -> None:
    url = make_schema("SELECT 1")
    for hundred in range(10):
        run_sql(url, ";".join(_small_table(100 * hundred + n) for n in range(100)))
    catalog, seconds = _read(url)
    assert len(catalog.tables) == 1000
    assert sum(column.is_enum for table in catalog.tables for column in table.columns) == 1000
    assert seconds < 60


def _small_table(n: int) -> str:
    return (
        f"CREATE TABLE t{n} (id int PRIMARY KEY, state text) WITH (autovacuum_enabled = off);"
        f" INSERT INTO t{n} SELECT i, 's' || i % 4 FROM generate_series(1, 100) i"
    )
