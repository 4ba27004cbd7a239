"""What tables, columns and values are called, and what columns mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.pairs.roles import Role, role_of
from data_pipeline.pairs.words import ChineseWords


def column(
    name: str, comment: str | None = None, *, type: str = "integer", category: str = "N", **more: object
) -> Column:
    return Column(name, type, category, 1, True, comment=comment, **more)  # type: ignore[arg-type]


def table(name: str, *columns: Column, comment: str | None = None, keys: tuple[ForeignKey, ...] = ()) -> Table:
    return Table("public", name, "table", comment, 1000, columns, foreign_keys=keys)


@pytest.mark.parametrize(
    ("comment", "noun"),
    [("服务区信息表", "服务区"), ("档口（门店）表", "档口"), ("投诉记录表，2023年起", "投诉记录"), ("设备台账", "设备"),
     ("月度汇总视图", "月度汇总"), (None, " area "), ("The areas", " area ")],
)  # fmt: skip
def test_chinese_table(comment: str | None, noun: str) -> None:
    area = table("area", comment=comment)
    assert ChineseWords(Catalog("d", (area,))).table(area) == noun


@pytest.mark.parametrize(
    ("comment", "noun"),
    [("状态：1-启用 2-停用", "状态"), ("性别（1男 2女）", "性别"), ("结束原因，0=正常", "结束原因"),
     ("类型 1普通 2特殊", "类型"), ("年租金（元）", "年租金"), ("来源\n注：手工", "来源"),
     (None, " pay method "), ("method of payment", " pay method ")],
)  # fmt: skip
def test_chinese_column__without_notes(comment: str | None, noun: str) -> None:
    sale = table("sale", column("pay_method", comment))
    assert ChineseWords(Catalog("d", (sale,))).column(sale, sale.columns[0]) == noun


def test_chinese_column__comment_of_its_namesake() -> None:
    base, view = table("area", column("area_name", "服务区名称")), table("v", column("area_name"))
    view = replace(view, kind="view")
    assert ChineseWords(Catalog("d", (base, view))).column(view, view.columns[0]) == "服务区名称"


def test_chinese_column__one_comment_does_not_speak_for_other_tables() -> None:
    campus, book = table("campus", column("id", "校区编号")), table("book", column("id"))
    assert ChineseWords(Catalog("d", (campus, book))).column(book, book.columns[0]) == " id "


def test_unit() -> None:
    words = ChineseWords(Catalog("d", ()))
    assert words.unit(column("rent", "年租金（元）")) == "元"
    assert words.unit(column("kind", "类型（餐饮）")) == ""


def test_role__keys_to_one_table_are_told_apart() -> None:
    employee = table("employee", column("id"), comment="员工表")
    keys = tuple(ForeignKey((name,), "public", "employee", ("id",)) for name in ("signed_by", "approved_by"))
    contract = table("contract", column("signed_by", "经办人员工ID"), column("approved_by", "审批人员工ID"), keys=keys)
    catalog = Catalog("d", (employee, contract))
    assert [ChineseWords(catalog).of_key(contract, key) for key in keys] == ["经办人", "审批人"]


SWITCH = Statistics(distinct=2, common_values=("0", "1"), common_fractions=(0.6, 0.4))
COMMON = Statistics(distinct=4, common_values=("a", "b"), common_fractions=(0.5, 0.3))


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (column("area_id"), Role.ID),
        (column("amount", type="numeric(10,2)"), Role.AMOUNT),
        (column("x", "支付金额（元）", type="numeric"), Role.AMOUNT),
        (column("unit_price", type="numeric"), Role.LEVEL),
        (column("提成比例", type="numeric"), Role.LEVEL),
        (column("qty"), Role.QUANTITY),
        (column("customer_count", "车辆数量"), Role.QUANTITY),
        (column("postal_code"), Role.CODE),
        (column("status", value_labels={"1": "启用"}), Role.CATEGORY),
        (column("order_status"), Role.CODE),
        (column("latitude", type="double precision"), Role.OTHER),
        (column("is_open", type="boolean", category="B"), Role.FLAG),
        (column("discontinued", statistics=SWITCH), Role.FLAG),
        (column("is_vip", statistics=SWITCH), Role.FLAG),
        (column("x", "是否自营", statistics=SWITCH), Role.FLAG),
        (column("status", statistics=SWITCH), Role.CATEGORY),
        (column("speed", statistics=SWITCH), Role.CATEGORY),
        (column("active", statistics=SWITCH, value_labels={"1": "on", "0": "off"}), Role.CATEGORY),
        (column("opened_on", type="date", category="D"), Role.DATE),
        (column("created_at", type="timestamp without time zone", category="D"), Role.RECORDED),
        (column("at", type="time without time zone", category="D"), Role.OTHER),
        (column("tags", type="text[]", category="A"), Role.OTHER),
        (column("data", type="jsonb", category="U"), Role.OTHER),
        (column("channel", type="text", category="S", statistics=COMMON), Role.CATEGORY),
        (column("customer_name", type="text", category="S"), Role.NAME),
        (column("remark", type="text", category="S", statistics=COMMON), Role.TEXT),
        (column("mobile", type="text", category="S"), Role.SENSITIVE),
        (column("x", "身份证号", type="text", category="S"), Role.SENSITIVE),
        (column("x", type="text", category="S", statistics=Statistics(bounds=("13912345678",))), Role.SENSITIVE),
    ],
)
def test_role_of(given: Column, role: Role) -> None:
    assert role_of(given, 1000) is role
