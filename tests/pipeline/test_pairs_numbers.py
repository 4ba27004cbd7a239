"""Rows without a name are asked about by their number: "the customer of order 10248", 编号为10248的订单."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.numbered import number_of_rows
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Query, selects
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import Language, wordings
from tests.pipeline.made_tables import column, table

SHOP = """
CREATE TABLE address (id integer PRIMARY KEY, address text UNIQUE, city text);
INSERT INTO address SELECT n, 'Road ' || n, (ARRAY['Oslo', 'Rome', 'Bern'])[n % 3 + 1] FROM generate_series(1, 40) n;
CREATE TABLE customer (id integer PRIMARY KEY, name text UNIQUE, address text);
INSERT INTO customer SELECT n, 'Firm ' || n, 'Lane ' || n FROM generate_series(1, 40) n;
CREATE TABLE store (id integer PRIMARY KEY, address_id integer REFERENCES address);
INSERT INTO store SELECT n, n FROM generate_series(1, 9) n;
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customer, store_id integer REFERENCES store,
    ordered_on date, total numeric);
INSERT INTO orders SELECT 10000 + n, n % 40 + 1, n % 9 + 1, date '2025-01-01' + n, n * 1.5
    FROM generate_series(1, 300) n;
CREATE TABLE order_line (id integer PRIMARY KEY, order_id integer REFERENCES orders, quantity integer);
INSERT INTO order_line SELECT n, 10000 + n % 300 + 1, n % 7 + 1 FROM generate_series(1, 900) n;
ANALYZE;
"""


@pytest.fixture(scope="module")
def catalog(make_database: Callable[..., str]) -> Catalog:
    with closing(psycopg2.connect(url := make_database())) as connection, connection, connection.cursor() as cursor:
        cursor.execute(SHOP)
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


def by_number(catalog: Catalog, language: Language) -> list[Pair]:
    """Pairs that pick a row by its number."""
    asked = [pair for seed in (1, 2, 3) for pair in generate_pairs(catalog, (language,), count=300, seed=seed)]
    return [pair for pair in asked if any(isinstance(one, Equals) and one.by_number
                                          for query in selects(pair.query) for one in query.conditions)]  # fmt: skip


def test_number_of_rows(catalog: Catalog) -> None:
    """Of what is dated or referred to, and has no name."""
    known = {key[1]: number_of_rows(subject) is not None for key, subject in read_subjects(catalog).items()}
    assert known == {"address": False, "customer": False, "store": True, "orders": True, "order_line": False}


def test_generate_pairs__rows_by_number(catalog: Catalog) -> None:
    asked = [pair.question for pair in by_number(catalog, "en")]
    assert len(asked) > 10 and all(re.search(r"\b(?:order|store) \d+", question) for question in asked), asked
    assert any("customer of order 10" in question for question in asked), asked
    assert not [question for question in asked if "Where is order" in question]


def test_generate_pairs__rows_by_number_in_chinese(catalog: Catalog) -> None:
    asked = [pair.question for pair in by_number(catalog, "zh")]
    assert len(asked) > 10 and all(re.search(r"编号为\d+的", question) for question in asked), asked


def test_generate_pairs__groups_by_number(catalog: Catalog) -> None:
    """ "What are the id and ordered on date of the order with the most order lines?"."""
    made = [pair for seed in (1, 2) for pair in generate_pairs(catalog, ("en",), count=300, seed=seed)]
    both = [
        pair
        for pair in made
        if "GROUP BY" in pair.sql and re.search(r"SELECT o\.id, o\.(?:ordered_on|total)", pair.sql)
    ]
    assert both and all(re.search(r"\borders?\b", pair.question) for pair in both), [pair.question for pair in made]
    assert not [pair.sql for pair in made if re.search(r"JOIN order_line .*GROUP BY l\.id", pair.sql, re.DOTALL)]


def test_generate_pairs__nothing_different_of_one_row(catalog: Catalog) -> None:
    """Neither "Are there any stores with id 2?" nor the different cities of store 2."""
    for pair in by_number(catalog, "en"):
        assert "DISTINCT" not in pair.sql and "EXISTS" not in pair.sql, pair.question


def test_to_chinese__one_row_by_its_code_is_not_asked_for_as_several() -> None:
    """编码为 H0111 的服务区有哪些 has one answer."""
    code = column("code", statistics={"distinct": 1000.0})
    area = table("area", code, column("opened", "date"), column("spaces", "integer"))
    shown = Field(0, area.columns[1]), Field(0, area.columns[2])
    query = Query((area,), outputs=shown, conditions=(Equals(Field(0, code), "H0111"),))
    words = wordings(Catalog("d", (area,)), "zh")[0]
    asked = [words.ask(query, seed) for seed in range(30)]
    assert all("H0111" in question and "有哪些" not in question for question in asked), asked
