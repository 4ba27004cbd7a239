"""Columns that hold one of a few values, with and without the planner's statistics."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog

_ORDERS = """
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TABLE orders (
        id int PRIMARY KEY, state text, kind smallint, level int, plain int, active boolean, code text UNIQUE,
        note text, rare text, constant text, mood mood, empty text, padded char(6), remark text, extra text,
        notes smallint);
    COMMENT ON COLUMN orders.extra IS '备注';
    COMMENT ON COLUMN orders.kind IS '类型：1-普通 2-加急 3-特急';
    COMMENT ON COLUMN orders.level IS 'level (0: low, 1: high)';
    INSERT INTO orders
    SELECT i, (ARRAY['new', 'paid', '已关闭'])[1 + i % 3], 1 + i % 2, i % 2, i % 4, i % 5 = 0, 'c' || i, 'note ' || i,
        CASE WHEN i = 7 THEN 'rare' ELSE 'usual' END, 'same', 'ok', NULL, (ARRAY['a', 'b'])[1 + i % 2],
        (ARRAY['rings twice', 'pays late'])[1 + i % 2], (ARRAY['rings twice', 'pays late'])[1 + i % 2], i % 3
    FROM generate_series(1, 3000) i;
    CREATE TABLE few (name text, size text);
    INSERT INTO few SELECT 'n' || i, 's' || i % 2 FROM generate_series(1, 12) i;
    CREATE VIEW open_orders AS SELECT state, kind FROM orders WHERE active;
"""


@pytest.fixture(scope="module", params=["analysed", "never analysed"])
def catalog(request: pytest.FixtureRequest, make_schema: Callable[[str], str]) -> Catalog:
    script = _ORDERS.replace("notes smallint)", "notes smallint) WITH (autovacuum_enabled = off)")
    url = make_schema(script + ("ANALYZE;" if request.param == "analysed" else ""))
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


def _values(catalog: Catalog, table: str) -> dict[str, set[str]]:
    return {column.name: set(column.enum_values) for column in catalog.table("public", table).columns if column.is_enum}


def test_read_catalog__enums_and_all_their_values(catalog: Catalog) -> None:
    assert _values(catalog, "orders") == {
        "state": {"new", "paid", "已关闭"},
        "kind": {"1", "2"},
        "level": {"0", "1"},
        "active": {"true", "false"},
        "rare": {"usual", "rare"},
        "mood": {"sad", "ok"},
        "padded": {"a", "b"},
        "notes": {"0", "1", "2"},  # a number of them; what people wrote in remarks so far is no list of values
    }


def test_read_catalog__too_few_rows_tell_nothing(catalog: Catalog) -> None:
    assert _values(catalog, "few") == {}


def test_read_catalog__labels_of_codes(catalog: Catalog) -> None:
    orders = catalog.table("public", "orders")
    assert orders.column("kind").value_labels == {"1": "普通", "2": "加急", "3": "特急"}
    assert orders.column("level").value_labels == {"0": "low", "1": "high"}


def test_read_catalog__views_are_looked_at(catalog: Catalog) -> None:
    assert _values(catalog, "open_orders") == {"state": {"new", "paid", "已关闭"}, "kind": {"1", "2"}}


def test_read_catalog__statistics_without_analyze(catalog: Catalog) -> None:
    orders = catalog.table("public", "orders")
    assert orders.row_count == 3000
    assert set(orders.column("plain").statistics.common_values) == {"0", "1", "2", "3"}
    assert orders.column("id").statistics.bounds[0] == "1"
    assert orders.column("id").statistics.bounds[-1] == "3000"
    assert orders.column("empty").statistics.null_fraction == 1


def test_read_catalog__inferred_keys_are_no_enums(make_schema: Callable[[str], str]) -> None:
    url = make_schema(
        """
        CREATE TABLE shipper (id smallint PRIMARY KEY, name text);
        CREATE TABLE parcel (id int PRIMARY KEY, shipper_id smallint, state smallint);
        INSERT INTO shipper SELECT i, 'n' || i FROM generate_series(1, 5) i;
        INSERT INTO parcel SELECT i, i % 5 + 1, i % 3 FROM generate_series(1, 400) i;
        ANALYZE
        """
    )
    with closing(connect_read_only(url)) as connection:
        catalog = read_catalog(connection)
    assert _values(catalog, "parcel") == {"state": {"0", "1", "2"}}
