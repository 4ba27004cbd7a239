"""What tables of common business systems have: prefixes in comments, places in lists, sums called prices."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.comments import chinese_noun
from data_pipeline.pairs.computing import products
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.compositions import average_of_groups
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.options import measurable
from data_pipeline.pairs.roles import Role, is_serial, role_of
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Measure, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

SPREAD = {"distinct": 300.0, "bounds": tuple(map(str, range(1, 90)))}


@pytest.mark.parametrize(
    ("comment", "noun"),
    [
        ("ERP 销售订单项表", "销售订单项"),
        ("CRM_客户表", "客户"),
        ("VIP 客户表", "VIP 客户"),
        ("SQL日志", "SQL日志"),
        ("OA表", ""),
    ],
)
def test_chinese_noun__without_the_system(comment: str, noun: str) -> None:
    assert chinese_noun(comment) == noun


@pytest.mark.parametrize(
    ("name", "comment", "serial"),
    [("order_num", "显示顺序", True), ("sort", None, True), ("display_order", None, True), ("sort_order", None, True),
     ("order_num", "订单数量", False), ("purchase_order", None, False), ("position", "岗位", False)],
)  # fmt: skip
def test_is_serial__places_in_lists(name: str, comment: str | None, serial: bool) -> None:
    """Nobody asks which department has the highest one, nor for their average."""
    one = column(name, "integer", comment=comment, statistics=SPREAD)
    assert is_serial(one) is serial
    assert not serial or role_of(one, 900) is Role.CODE
    (subject,) = read_subjects(Catalog("d", (table("item", column("id", "integer"), one),))).values()
    assert not serial or one not in measurable(subject)


def priced(name: str, comment: str | None = None) -> tuple[Column, Column]:
    return column(name, "numeric", comment=comment, statistics=SPREAD), column("count", "integer", statistics=SPREAD)


@pytest.mark.parametrize(
    ("name", "comment", "multiplied"),
    [("unit_price", None, True), ("sale_price", "销售价格", True), ("total_price", None, False),
     ("price", "最终合计价格", False), ("deposit_price", "定金金额", False)],
)  # fmt: skip
def test_products__no_sums_times_quantities(name: str, comment: str | None, multiplied: bool) -> None:
    (subject,) = read_subjects(Catalog("d", (table("item", column("id", "integer"), *priced(name, comment)),))).values()
    assert bool(products(subject)) is multiplied


def test_to_chinese__the_highest_of_the_lowest() -> None:
    """最低价格的最大值, not 最高最低价格."""
    lowest = column("min_price", "numeric", comment="最低价格", statistics=SPREAD)
    made = table("product", column("id", "integer"), lowest, comment="产品表")
    query = Query((made,), outputs=(Measure("max", Field(0, lowest)),))
    said = {to_chinese(query, ChineseWords(Catalog("d", (made,))), Random(seed)) for seed in range(100)}
    assert [one for one in said if "最低价格的最大值" not in one] == []


def test_role__a_path_of_ancestors_is_no_category() -> None:
    """0,100,101 of a department: nobody groups by it."""
    paths = {"distinct": 4.0, "common_values": ("0", "0,100", "0,100,101")}
    assert role_of(column("ancestors", comment="祖级列表", statistics=paths), 900) is Role.OTHER


def test_average_of_groups__of_no_sexes_nor_states() -> None:
    kinds = {"distinct": 3.0, "common_values": ("a", "b", "c"), "common_fractions": (0.4, 0.3, 0.3)}
    member = table("member", column("id", "integer"), column("sex", statistics=kinds), column("hall", statistics=kinds))
    subjects = read_subjects(Catalog("d", (member,)))
    (scope,) = scopes(subjects)
    drafts = (Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)) for seed in range(100))
    drawn = [one.query.dimensions[0].value for draft in drafts if (one := average_of_groups(draft))]
    assert {value.column.name for value in drawn if isinstance(value, Field)} == {"hall"}
