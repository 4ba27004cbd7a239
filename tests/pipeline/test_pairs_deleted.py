"""Rows that are marked as deleted: found, left out of every statement, told in the documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.markdown import detail_markdown
from data_pipeline.pairs.conditions import Compare, Condition, Equals, Related, Relative
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.hardness import hardness
from data_pipeline.pairs.related_rows import joined_to
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Derived, Dimension, Join, Measure, Query, Question, SetQuery
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

MARK = column("is_deleted", "integer", statistics={"common_values": ("0", "1"), "common_fractions": (0.99, 0.01)})
CUSTOMER = table("customer", column("id", "integer"), column("name"), MARK)
ORDERS = table("orders", column("id", "integer"), column("customer_id", "integer", nullable=False),
               column("total", "numeric"), MARK, keys={"customer_id": "customer"})  # fmt: skip
(BY,) = ORDERS.foreign_keys
NAME, KEY, COUNT = Field(0, CUSTOMER.column("name")), Field(0, CUSTOMER.column("id")), Measure("count")
TOTAL = Field(0, ORDERS.column("total"))
UP = Join(1, 0, 1, BY)
DOWN = Join(1, child=1, parent=0, key=BY, outer=True)
HAVING = joined_to(CUSTOMER, Related(ORDERS, BY, exists=True), (KEY,))
SOME = Related(ORDERS, BY, exists=False, listed=True)


def flag(name: str, type_: str, *values: str, comment: str | None = None) -> Column:
    return column(name, type_, comment=comment, statistics={"common_values": values})


@pytest.mark.parametrize(
    ("mark", "test"),
    [
        (flag("is_deleted", "integer", "0", "1"), "= 0"),
        (flag("is_deleted", "boolean", "false"), "= FALSE"),
        (flag("del_flag", "text", "N", "Y"), "= 'N'"),
        (flag("IsDeleted", "integer", "0"), "= 0"),
        (flag("yxbz", "integer", "0", "1", comment="是否删除：0-否 1-是"), "= 0"),
        (flag("scbz", "text", "否", comment="删除标志"), "= '否'"),
        (
            column("del_flag", statistics={"common_values": ("0", "2"), "bounds": ("0", "0", "2")}),
            "= '0'",
        ),  # a sample's
        (column("is_deleted", "integer", statistics={"common_values": ("0", "1"), "bounds": ("0", "1")}), "= 0"),
        (flag("是否删除", "boolean", "false"), "= FALSE"),
        (flag("已删除", "integer", "0", "1"), "= 0"),
        (flag("删除标志", "text", "0", "1"), "= '0'"),
        (column("删除时间", "date", statistics={"null_fraction": 0.98}), "IS NULL"),
        (flag("删除原因", "text", "0"), None),
        (column("del_flag", statistics={"common_values": ("0",), "bounds": tuple("abcdef")}), None),
        (column("deleted_at", "date", statistics={"null_fraction": 0.98}), "IS NULL"),
        (column("deleted_at", "date", statistics={"null_fraction": 0.1}), None),  # a log of what was deleted
        (flag("is_deleted", "integer", "1"), None),  # which value is not?
        (flag("is_active", "integer", "0", "1"), None),
        (flag("deleted", "integer", "0", "3", "17"), None),  # how many were
        (column("deleted", "integer", statistics={"common_values": ("0",), "bounds": ("1", "9")}), None),
        (flag("reason", "text", "0", comment="被删除的原因"), None),
        (flag("deleted_by", "integer", "0"), None),
    ],
)
def test_mark_of_deletion(mark: Column, test: str | None) -> None:
    found = mark_of_deletion(table("orders", column("id", "integer"), mark))
    assert found == (None if test is None else (mark, test))
    assert mark_of_deletion(table("orders", mark, kind="view")) is None


def related(*conditions: Condition) -> Query:
    return Query((CUSTOMER,), outputs=(NAME,), conditions=conditions)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (related(), "SELECT name FROM customer WHERE is_deleted = 0;"),
        (related(Equals(KEY, "5")), "SELECT name FROM customer WHERE id = 5 AND is_deleted = 0;"),
        (Query((ORDERS, CUSTOMER), (UP,), (Field(1, NAME.column),)),
         "SELECT c.name FROM orders AS o JOIN customer AS c ON o.customer_id = c.id"
         " WHERE o.is_deleted = 0 AND c.is_deleted = 0;"),
        (Query((CUSTOMER, ORDERS), (DOWN,), (NAME, Measure("count", Field(1, ORDERS.column("id")))),
               dimensions=(Dimension(KEY, entity=True),)),
         "SELECT c.name, COUNT(o.id) AS total_count FROM customer AS c LEFT JOIN orders AS o ON o.customer_id = c.id"
         " AND o.is_deleted = 0 WHERE c.is_deleted = 0 GROUP BY c.id;"),
        (related(SOME),
         "SELECT name FROM customer WHERE id NOT IN (SELECT customer_id FROM orders WHERE is_deleted = 0)"
         " AND is_deleted = 0;"),
        (related(Related(ORDERS, BY, exists=True)),
         "SELECT name FROM customer WHERE EXISTS (SELECT 1 FROM orders AS r WHERE r.customer_id = customer.id"
         " AND r.is_deleted = 0) AND is_deleted = 0;"),
        (Query((ORDERS,), outputs=(COUNT,), conditions=(Relative(TOTAL, "above_average"),)),
         "SELECT COUNT(*) AS total_count FROM orders WHERE total > (SELECT AVG(total) FROM orders"
         " WHERE is_deleted = 0) AND is_deleted = 0;"),
        (Derived("any", related()), "SELECT EXISTS ( SELECT name FROM customer WHERE is_deleted = 0 ) AS found;"),
        (SetQuery("except", Query((CUSTOMER,), outputs=(KEY,)), HAVING),
         "SELECT id FROM customer WHERE is_deleted = 0 EXCEPT SELECT customer_id FROM orders WHERE is_deleted = 0;"),
        (SetQuery("union", Query((CUSTOMER,), outputs=(KEY,)), HAVING),
         "SELECT id FROM customer WHERE is_deleted = 0 UNION SELECT c.id FROM customer AS c"
         " JOIN orders AS o ON o.customer_id = c.id WHERE c.is_deleted = 0 AND o.is_deleted = 0;"),
    ],
)  # fmt: skip
def test_to_sql__leaves_them_out(question: Question, sql: str) -> None:
    assert " ".join(to_sql(question).split()) == sql


def test_hardness__counts_the_condition() -> None:
    dear = Compare(TOTAL, ">", "5")
    assert hardness(Query((ORDERS,), outputs=(COUNT,), conditions=(dear,))) == "medium"
    plain = replace(ORDERS, columns=ORDERS.columns[:-1])
    assert hardness(Query((plain,), outputs=(COUNT,), conditions=(dear,))) == "easy"


def test_generate__nothing_asks_about_the_mark() -> None:
    pairs = [
        p for seed in range(5) for p in generate_pairs(Catalog("d", (CUSTOMER, ORDERS)), ("en",), count=80, seed=seed)
    ]
    assert len(pairs) > 60 and not [pair.question for pair in pairs if "deleted" in pair.question]
    assert all("is_deleted = 0" in pair.sql for pair in pairs)


def test_documents__say_so() -> None:
    catalog = Catalog("d", (CUSTOMER, ORDERS))
    both = detail_markdown(ORDERS, Descriptions(catalog), "both")
    assert "查询时应排除（is_deleted = 0）" in both
    assert "leave them out of every query (is_deleted = 0)" in both
