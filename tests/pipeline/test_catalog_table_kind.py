"""What tables are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.catalog.table_kind import table_kind

_SCRIPT = """
    CREATE TABLE customer (id int PRIMARY KEY, name text, phone text, email text, city text, since date);
    CREATE TABLE order_status (id int PRIMARY KEY, name text);
    CREATE TABLE country (code char(2) PRIMARY KEY, name text);
    CREATE TABLE product_category (id int PRIMARY KEY, parent_id int REFERENCES product_category, name text, sort int);
    CREATE TABLE product (
        id int PRIMARY KEY, category_id int REFERENCES product_category, name text, price numeric, created_at date);
    CREATE TABLE orders (
        id int PRIMARY KEY, customer_id int REFERENCES customer, status_id int REFERENCES order_status,
        country_code char(2) REFERENCES country, ordered_at timestamp, total numeric);
    CREATE TABLE order_product (
        order_id int REFERENCES orders, product_id int REFERENCES product, qty int, PRIMARY KEY (order_id, product_id));
    CREATE TABLE favourite (
        id int PRIMARY KEY, customer_id int REFERENCES customer, product_id int REFERENCES product, created_at date);
    CREATE TABLE payment (id int PRIMARY KEY, order_id int REFERENCES orders, amount numeric, created_at timestamp);
    CREATE TABLE 车辆 (编号 int PRIMARY KEY, 车牌 text, 颜色 text, 品牌 text, 吨位 numeric);
    CREATE TABLE 通行记录 (流水号 int PRIMARY KEY, 车辆编号 int REFERENCES 车辆, 通行时间 timestamp, 金额 numeric);
    INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 50) i;
"""


@pytest.fixture(scope="module")
def catalog(make_schema: Callable[[str], str]) -> Catalog:
    with closing(connect_read_only(make_schema(_SCRIPT))) as connection:
        return read_catalog(connection)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("customer", "entity"),
        ("product", "entity"),
        ("车辆", "entity"),
        ("order_status", "lookup"),
        ("country", "lookup"),
        ("product_category", "lookup"),
        ("orders", "event"),
        ("payment", "event"),
        ("通行记录", "event"),
        ("order_product", "link"),
        ("favourite", "link"),
    ],
)
def test_table_kind__of_each_table(catalog: Catalog, name: str, kind: str) -> None:
    assert table_kind(catalog.table("public", name), catalog) == kind
