"""Strict mode: people and addresses by what a column is called and what it holds, and inside of prose."""

from __future__ import annotations

import time

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.sensitive.guard import guarded
from data_pipeline.sensitive.mode import kinds_of
from data_pipeline.sensitive.redact import redacted
from tests.pipeline.test_sensitive_columns import column, kind_of, table

STRICT = kinds_of("strict")
CHINESE = ("王芳", "李建国", "欧阳娜娜", "赵敏", "周小雨")
LATIN = ("Alice Jones", "Bob O'Neill", "Carla M. Díaz", "JOHN SMITH")
HOMES = ("北京市朝阳区建国路1号", "上海市浦东新区世纪大道100号", "浙江省杭州市西湖区文三路478号3幢502室")
STREETS = ("12 Main Street", "221B Baker St.", "1600 Pennsylvania Ave, Washington, DC 20500")
PEOPLE_COLUMNS = [
    "emp_name", "cust_name", "mgr", "sales_rep", "assignee", "approver", "created_by", "客户经理", "医生", "司机",
    "empName", "reviewer", "updated_by", "sold_by", "业务员", "审核人", "班主任", "部门负责人", "客户名称",
]  # fmt: skip
HOME_COLUMNS = ["home", "residence", "location", "ship_to", "line1", "line_2", "地点", "收货地", "现住", "venue"]


@pytest.mark.parametrize("name", PEOPLE_COLUMNS)
@pytest.mark.parametrize("values", [CHINESE, LATIN])
def test_guarded__person_by_words_and_values(name: str, values: tuple[str, ...]) -> None:
    assert kind_of(column(name, *values), "strict") == "person_name"
    assert kind_of(column(name, *values), "mask") == ""


@pytest.mark.parametrize("name", HOME_COLUMNS)
@pytest.mark.parametrize("values", [HOMES, STREETS])
def test_guarded__address_by_words_and_values(name: str, values: tuple[str, ...]) -> None:
    assert kind_of(column(name, *values), "strict") == "address"
    assert kind_of(column(name, *values), "mask") == ""


@pytest.mark.parametrize(
    ("name", "comment", "values"),
    [
        ("c7", "客户经理", CHINESE),
        ("c7", "主治医生姓名", CHINESE),
        ("assignee", None, ("Alice", "Bob", "Chen")),
        ("mgr", None, ("王女士", "李先生", "张工")),
        ("driver_1", None, ("Jones, Alice", "Smith, Bob")),
        ("客户经理", None, ("王芳、李强", "赵敏")),
        ("emp_name", None, ()),
        ("assignee", None, ()),
    ],
)
def test_guarded__person_in_other_guises(name: str, comment: str | None, values: tuple[str, ...]) -> None:
    assert kind_of(column(name, *values, comment=comment), "strict") == "person_name"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("product_name", ("金龙鱼", "黄桃罐头", "Blue Chair", "Red Table")),
        ("city", ("温州", "常州", "金华", "New York")),
        ("location", ("南昌市", "九江市", "温州", "New York", "Warehouse 3")),
        ("home", ("主场", "客场")),
        ("residence", ("城镇", "农村")),
        ("line1", ("1号线", "2号线")),
        ("地点", ("人民广场", "会议室3")),
        ("created_by", ("admin", "system", "jsmith")),
        ("created_by", ("Import", "System", "Cron")),
        ("created_by", ()),
        ("assignee", ("E0001", "E0002")),
        ("sales_rep", ("unassigned", "17")),
        ("cust_name", ("Acme Corp", "Globex Ltd", "Initech Inc.")),
        ("cust_name", ("金龙鱼有限公司", "南昌分公司")),
        ("group_by", ("Order Date", "Product Line")),
        ("客户类型", ("高级", "普通")),
        ("司机等级", ("高级", "金牌")),
        ("适用人", ("成年人", "儿童")),
        ("user_agent", ("Chrome", "Firefox", "Mozilla/5.0 (X11)")),
        ("principal", ()),
        ("home", ()),
        ("location", ()),
    ],
)
def test_guarded__neutral_columns_stay(name: str, values: tuple[str, ...]) -> None:
    assert kind_of(column(name, *values), "strict") == ""


def test_guarded__numbers_of_people_and_places_stay() -> None:
    assert kind_of(column("created_by", "17", "18", category="N"), "strict") == ""
    assert kind_of(column("location", "3", category="N"), "strict") == ""


def test_guarded__a_memo_loses_its_addresses_and_contacts() -> None:
    memo = column("memo", "紧急联系人王芳，住北京市朝阳区建国路1号", "已办结")
    (safe,) = guarded(Catalog("db", (table(memo, name="employee"),)), "strict").tables[0].columns
    assert safe.statistics.common_values == ("已办结",)
    assert safe.masked_examples == ("紧急联系人王**，住北京市***",)
    (same,) = guarded(Catalog("db", (table(memo, name="employee"),))).tables[0].columns
    assert same.statistics == memo.statistics


MASKED = {
    "住北京市朝阳区建国路1号。": "住北京市***。",
    "寄到：广东省深圳市南山区科技园南区R2栋501室，谢谢": "寄到：广东省***，谢谢",
    "家住幸福路88号三单元": "家住幸福路***",
    "北京路13812345678号": "北京路138****5678号",
    "搬到海淀区中关村大街27号院3号楼502室了": "搬到海淀区***了",
    "河南省兰考县张庄村3组12号": "河南省***",
    "Ship to 12 Main Street, Springfield, IL 62704 by May": "Ship to 12 *** by May",
    "成都市高新区天府大道中段688号大源国际中心1栋": "成都市***",
    "广州市天河区体育东路138号金利来数码网络大厦2501": "广州市***",
    "和平里七区12号楼3单元401": "和平里***",
    "南昌市红谷滩新区红谷中大道1368号鼎峰中央B座1201室": "南昌市***",
    "上海市静安区南京西路1266号恒隆广场66楼": "上海市***",
    "杭州市西湖区文三路 478 号": "杭州市***",
    "lives at 221B Baker St.": "lives at 221***",
    "wohnt Hauptstraße 12a": "wohnt Hau***",
    "联系人：王芳": "联系人：王**",
    "负责人李强已签收": "负责人李**已签收",
    "收件人 欧阳娜娜 电话": "收件人 欧** 电话",
    "Contact: John Smith, tomorrow": "Contact: J**, tomorrow",
    "Attn: Mary Anne O'Hara": "Attn: M**",
}
KEPT = [
    "人民广场2号口", "G60沪昆高速公路12号桩", "乘1号线到会展中心", "这里3号开会", "道路15号封闭", "服务区2号楼停水",
    "联系人电话", "联系人方式", "联系人单位", "负责人员已到场", "500 GB Hard Drive", "12 Patients Dr. Smith saw",
    "3 days in St. Petersburg", "Contact Customer Service", "contact: see file", "Contact: Customer Service Team",
    "SELECT 1 AS st", "北京市朝阳区",
    "12 Monkeys", "30 Seconds Way of life", "二号楼", "2025年1月1号", "建国路", "Main Street",
]  # fmt: skip


@pytest.mark.parametrize("text", MASKED)
def test_redacted__strict_masks(text: str) -> None:
    assert redacted(text, STRICT) == MASKED[text]
    assert redacted(MASKED[text], STRICT) == MASKED[text]


@pytest.mark.parametrize("text", KEPT)
def test_redacted__strict_keeps(text: str) -> None:
    assert redacted(text, STRICT) == text


@pytest.mark.parametrize("text", [text for text in MASKED if "138" not in text])
def test_redacted__mask_mode_keeps_names_and_addresses(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    "piece",
    ["路", "路1", "市区县", "北京市", "路1号", "1 ", "1 Main ", "12 A ", "Street ", "联系人", "联系人王", "号", "村1-"],
)
def test_redacted__strict_time_is_linear(piece: str) -> None:
    started = time.process_time()
    redacted("x@y " + piece * (400_000 // len(piece)), STRICT)
    assert time.process_time() - started < 4
