"""What tables, columns and values are called, and what columns mean."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.pairs.chinese_phrases import number, total
from data_pipeline.pairs.identifiers import plural, shared_prefix, singular, spelled, words_of
from data_pipeline.pairs.roles import Role, role_of
from data_pipeline.pairs.words import ChineseWords, EnglishWords


def column(
    name: str, comment: str | None = None, *, type: str = "integer", category: str = "N", **more: object
) -> Column:
    return Column(name, type, category, 1, True, comment=comment, **more)  # type: ignore[arg-type]


def table(name: str, *columns: Column, comment: str | None = None, keys: tuple[ForeignKey, ...] = ()) -> Table:
    return Table("public", name, "table", comment, 1000, columns, foreign_keys=keys)


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("bss_business_day", ["bss", "business", "day"]),
        ("CustomerId", ["customer", "id"]),
        ("HTTPServer2", ["http", "server2"]),
        ("订单", ["订单"]),
        ("__", []),
    ],
)
def test_words_of(identifier: str, words: list[str]) -> None:
    assert words_of(identifier) == words


def test_spelled__abbreviations_and_nothing_to_split() -> None:
    assert spelled("order_qty") == "order quantity"
    assert spelled("__") == "__"


@pytest.mark.parametrize(
    ("one", "many"),
    [("order", "orders"), ("category", "categories"), ("service area", "service areas"), ("address", "addresses"),
     ("person", "people"), ("branch", "branches"), ("status", "statuses"), ("staff", "staff")],
)  # fmt: skip
def test_plural__and_back(one: str, many: str) -> None:
    assert plural(one) == many == plural(many)
    assert singular(many) == one


def test_shared_prefix__most_or_none() -> None:
    assert shared_prefix(["bss_area", "bss_company", "bss_day_data", "log"]) == "bss"
    assert shared_prefix(["order", "order_line", "customer"]) == ""


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
    assert ChineseWords(Catalog("d", (base, view))).column(view, view.columns[0]) == "服务区名称"


def test_unit() -> None:
    words = ChineseWords(Catalog("d", ()))
    assert words.unit(column("rent", "年租金（元）")) == "元"
    assert words.unit(column("kind", "类型（餐饮）")) == ""


def test_english__no_chinese() -> None:
    area = table("bss_area", column("opened_on", "开通日期", type="date", category="D"), comment="服务区")
    words = EnglishWords(Catalog("d", (area, table("bss_b"), table("bss_c"))))
    assert (words.table(area), words.column(area, area.columns[0])) == ("area", "opened date")
    assert words.value(column("status", value_labels={"1": "启用"}), "1") == "1"
    assert words.value(column("status", value_labels={"1": "active"}), "1") == "active"


def test_role__keys_to_one_table_are_told_apart() -> None:
    employee = table("employee", column("id"), comment="员工表")
    keys = tuple(ForeignKey((name,), "public", "employee", ("id",)) for name in ("signed_by", "approved_by"))
    contract = table("contract", column("signed_by", "经办人员工ID"), column("approved_by", "审批人员工ID"), keys=keys)
    catalog = Catalog("d", (employee, contract))
    assert [ChineseWords(catalog).of_key(contract, key) for key in keys] == ["经办人", "审批人"]
    assert [EnglishWords(catalog).of_key(contract, key) for key in keys] == [
        "signed-by employee",
        "approved-by employee",
    ]


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


def test_total__of_what_is_summed() -> None:
    assert [total(c) for c in ("支付金额", "订单数量", "电费", "订单总数", "月营业额")] == [
        "支付总金额", "订单总数", "总电费", "订单总数", "月营业额合计",
    ]  # fmt: skip


def test_number__in_tens_of_thousands() -> None:
    assert [number(n) for n in ("500000", "12500", "9999", "10001", "0.5")] == [
        "50万",
        "1.25万",
        "9999",
        "10001",
        "0.5",
    ]
