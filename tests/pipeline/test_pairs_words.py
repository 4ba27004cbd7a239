"""What tables, columns and values are called, and what columns mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Statistics, Table
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.roles import Role, is_year, role_of, roles_of


def column(
    name: str, comment: str | None = None, *, type: str = "integer", category: str = "N", **more: object
) -> Column:
    return Column(name, type, category, 1, True, comment=comment, **more)  # type: ignore[arg-type]


def table(name: str, *columns: Column, comment: str | None = None, keys: tuple[ForeignKey, ...] = ()) -> Table:
    return Table("public", name, "table", comment, 1000, columns, foreign_keys=keys)


@pytest.mark.parametrize(
    ("comment", "noun"),
    [("服务区信息表", "服务区"), ("档口（门店）表", "档口"), ("投诉记录表，2023年起", "投诉记录"), ("设备台账", "设备"),
     ("月度汇总视图", "月度汇总"), ("物料主数据", "物料"), ("药品字典", "药品"), ("患者基本信息", "患者"),
     ("客户信息表-CRM同步", "客户"), ("数据字典", "数据字典"), (None, "区域"), ("The areas", "区域")],
)  # fmt: skip
def test_chinese_table(comment: str | None, noun: str) -> None:
    area = table("area", comment=comment)
    assert ChineseWords(Catalog("d", (area,))).table(area) == noun


@pytest.mark.parametrize(
    ("comment", "noun"),
    [("状态：1-启用 2-停用", "状态"), ("性别（1男 2女）", "性别"), ("结束原因，0=正常", "结束原因"),
     ("类型 1普通 2特殊", "类型"), ("年租金（元）", "年租金"), ("来源\n注：手工", "来源"),
     ("收款方式 XJ-现金 ZZ-转账", "收款方式"), ("是否批次管理 Y/N", "是否批次管理"), ("币种 RMB/USD", "币种"),
     ("主键", "付款方式"), ("自增主键ID", "付款方式"),
     (None, "付款方式"), ("method of payment", "付款方式")],
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
    assert ChineseWords(Catalog("d", (campus, book))).column(book, book.columns[0]) == "编号"


def test_chinese_column__labels_are_said_in_place_of_codes() -> None:
    labelled = table(
        "doctor", column("title_code", "职称代码 1-主任医师 2-医师", value_labels={"1": "主任医师", "2": "医师"})
    )
    assert ChineseWords(Catalog("d", (labelled,))).column(labelled, labelled.columns[0]) == "职称"


def test_role__who_writes_a_prescription_is_no_party() -> None:
    doctor = table("doctor", column("id"), comment="医生表")
    key = ForeignKey(("doctor_id",), "public", "doctor", ("id",))
    prescription = table("prescription", column("doctor_id", "开方医生ID"), keys=(key,))
    assert ChineseWords(Catalog("d", (doctor, prescription))).role(prescription, key, doctor) == "医生"


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
YES_NO = Statistics(distinct=2, common_values=("Y", "N"), common_fractions=(0.6, 0.4))
MEASURED = Statistics(distinct=1000, bounds=("30", "823", "8430"))  # in miles, say
GIVEN_OUT = Statistics(distinct=1000, bounds=("10021", "15003", "19999"))
COMMON = Statistics(distinct=4, common_values=("a", "b"), common_fractions=(0.5, 0.3))


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (column("area_id"), Role.ID),
        (column("sid"), Role.ID),
        (column("bid", type="numeric"), Role.LEVEL),
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
        (column("number_products"), Role.QUANTITY),
        (column("winner_rank"), Role.LEVEL),
        (column("fiscal_quarter"), Role.CODE),
        (column("distance"), Role.LEVEL),
        (column("x", statistics=MEASURED), Role.LEVEL),
        (column("x", statistics=GIVEN_OUT), Role.CODE),
        (column("population"), Role.QUANTITY),
        (column("sold_yn", type="text", category="S", statistics=YES_NO), Role.FLAG),
        (column("x", "是否批次管理 Y/N", type="text", category="S", statistics=YES_NO), Role.FLAG),
        (column("grade", type="text", category="S", statistics=YES_NO), Role.CATEGORY),
        (column("created_by", type="text", category="S", statistics=COMMON), Role.RECORDED),
        (column("cjr", "创建人", type="text", category="S", statistics=COMMON), Role.RECORDED),
        (column("scbz", "删除标志 0-正常 1-删除", value_labels={"0": "正常", "1": "删除"}), Role.RECORDED),
        (column("remark", type="text", category="S", statistics=COMMON), Role.TEXT),
        (column("mobile", type="text", category="S"), Role.SENSITIVE),
        (column("x", "身份证号", type="text", category="S"), Role.SENSITIVE),
        (column("x", type="text", category="S", statistics=Statistics(bounds=("13912345678",))), Role.SENSITIVE),
    ],
)
def test_role_of(given: Column, role: Role) -> None:
    assert role_of(given, 1000) is role


def test_roles_of__a_word_within_a_key_is_what_it_says() -> None:
    """The language of a country: people ask for it, unlike for the country's code."""
    spoken = table(
        "country_language",
        column("country_code", type="text", category="S"),
        column("language", type="text", category="S"),
        column("line"),
        keys=(ForeignKey(("country_code",), "public", "country", ("code",)),),
    )
    keyed = replace(spoken, primary_key=("country_code", "language", "line"))
    assert roles_of(keyed) == {"country_code": Role.ID, "language": Role.TEXT, "line": Role.ID}


def test_roles_of__a_semester_within_a_foreign_key_is_what_it_says() -> None:
    keys = (ForeignKey(("course_id", "semester", "year"), "public", "section", ("course_id", "semester", "year")),)
    takes = table(
        "takes", column("course_id"), column("semester", type="text", category="S"), column("year"), keys=keys
    )
    assert roles_of(takes) == {"course_id": Role.ID, "semester": Role.TEXT, "year": Role.CODE}
    parent = (ForeignKey(("semester",), "public", "semester", ("code",)),)
    assert roles_of(replace(takes, foreign_keys=parent))["semester"] is Role.ID


@pytest.mark.parametrize(
    ("name", "comment", "said"),
    [
        ("release_year", None, True),
        ("nf", "预算年份：四位", True),
        ("fiscal", "会计年度", True),
        ("age", "年龄", False),
        ("hours_last_year", None, False),
        ("times_per_year", None, False),
        ("days_in_year", None, False),
    ],
)
def test_is_year(name: str, comment: str | None, said: bool) -> None:
    assert is_year(column(name, comment)) is said
    assert not is_year(column(name, comment, statistics=Statistics(common_values=("1", "2", "3"))))  # of studies
    assert not is_year(column(name, comment, type="text", category="S"))


def test_english_role__the_capital_of_a_country() -> None:
    """A city belongs to a country, so that "countries in cities" would be the wrong way round."""
    capital, home = (
        ForeignKey((own,), "public", to, ("id",)) for own, to in (("capital", "city"), ("land", "country"))
    )
    country = replace(table("country", column("capital"), keys=(capital,)), row_count=200)
    city = table("city", column("land"), keys=(home,))
    words = EnglishWords(Catalog("world", (country, city)))
    assert (words.of_key(country, capital), words.of_key(city, home)) == ("capital city", "country")
