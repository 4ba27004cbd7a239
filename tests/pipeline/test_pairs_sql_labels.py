"""Coded values are answered with the words that explain them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Column, Statistics
from data_pipeline.pairs.hardness import hardness
from data_pipeline.pairs.sql_labels import is_labelled, labelled
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Dimension, Measure, Order, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

STATUS = column("status", "integer", value_labels={"1": "启用", "2": "停用"}, statistics={"common_values": ("1", "2")})
AREA = table("area", column("id", "integer"), column("name"), STATUS)
OWN, NAME, COUNT = Field(0, STATUS), Field(0, AREA.column("name")), Measure("count")
CASE = "CASE status WHEN 1 THEN '启用' WHEN 2 THEN '停用' END"


@pytest.mark.parametrize(
    ("labels", "worth_it"),
    [({"1": "on", "2": "off"}, True), ({"on": "on", "off": "off"}, False), ({"1": "on"}, False), ({}, False),
     ({str(n): f"kind {n}" for n in range(9)}, False)],
)  # fmt: skip
def test_is_labelled(labels: dict[str, str], worth_it: bool) -> None:
    assert is_labelled(replace(STATUS, value_labels=labels)) is worth_it


def test_labelled__text_and_what_has_no_label() -> None:
    text: Column = replace(STATUS, category="S", type="text", statistics=Statistics(common_values=("1", "9")))
    said = labelled(replace(text, value_labels={"1": "it's on", "2": "off"}), "a.status")
    assert said == "CASE a.status WHEN '1' THEN 'it''s on' WHEN '2' THEN 'off' ELSE a.status::text END"


@pytest.mark.parametrize(
    ("query", "sql"),
    [
        (Query((AREA,), outputs=(NAME, OWN)), f"SELECT name, {CASE} AS status FROM area;"),
        (Query((AREA,), outputs=(OWN,), distinct=True, orders=(Order(OWN),)),
         f"SELECT DISTINCT {CASE} AS status FROM area ORDER BY status;"),
        (Query((AREA,), outputs=(OWN, COUNT), dimensions=(Dimension(OWN),)),
         f"SELECT {CASE} AS status, COUNT(*) AS total_count FROM area GROUP BY status;"),
        (Query((AREA,), outputs=(Measure("count_distinct", OWN),)),
         "SELECT COUNT(DISTINCT status) AS distinct_count FROM area;"),
    ],
)  # fmt: skip
def test_to_sql(query: Query, sql: str) -> None:
    assert " ".join(to_sql(query).split()) == sql


def test_hardness__a_case_counts() -> None:
    plain = replace(STATUS, value_labels={})
    assert hardness(Query((AREA,), outputs=(OWN,))) == "medium"
    assert hardness(Query((AREA,), outputs=(Field(0, plain),))) == "easy"
