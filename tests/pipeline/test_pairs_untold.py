"""English tables and columns without comments are called by Chinese words, the same in questions and documents."""

from __future__ import annotations

from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.documents.nouns import Nouns
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.grammar import counter
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.conditions import Compare, Condition, Equals, IsTrue
from data_pipeline.pairs.tree import Dimension, Join, Measure, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

NUMBER, DATE, FLAG = "integer", "date", "boolean"


def _table(name: str, *columns: str, keys: dict[str, str] | None = None) -> Table:
    """Columns as "name" or "name:type"."""
    made = [column(*(one.split(":") if ":" in one else (one, "text"))) for one in ("id:integer", *columns)]
    return table(name, *made, keys=keys)


CLINIC = _table("clinics", "name", "city", "emergency:boolean", "opened_on:date", "beds:integer")
VET = _table("vets", "first_name", "last_name", "clinic_id:integer", "supervisor_id:integer", "hired_on:date",
             keys={"clinic_id": "clinics", "supervisor_id": "vets"})  # fmt: skip
PET = _table("pets", "name", "breed", "weight_kg:numeric", "neutered:boolean", "is_vaccinated:boolean")
VISIT = _table("visits", "pet_id:integer", "visited_at:date", "total_fee:numeric", "approved_by", "follow_up:boolean",
               keys={"pet_id": "pets"})  # fmt: skip
ITEM = _table("visit_items", "visit_id:integer", "unit_price:numeric", "quantity:integer", "zorb_code")
TREATMENT = _table("treatments", "name", "price:numeric")
ZORB = _table("zorbs", "name")
CATALOG = Catalog("d", (CLINIC, VET, PET, VISIT, ITEM, TREATMENT, ZORB))
WORDS = ChineseWords(CATALOG)
SUPERIOR = Join(1, 0, 1, VET.foreign_keys[1])
COUNT = Measure("count")


def _asked(query: Query) -> set[str]:
    return {to_chinese(query, WORDS, Random(seed)) for seed in range(40)}


def _own(made: Table, name: str, source: int = 0) -> Field:
    return Field(source, made.column(name))


@pytest.mark.parametrize(
    ("made", "noun", "columns"),
    [
        (CLINIC, "诊所", ["编号", "名称", "城市", "是否支持急诊", "开业日期", "床位数"]),
        (VET, "兽医", ["编号", "名字", "姓氏", "诊所ID", "主管ID", "入职日期"]),
        (PET, "宠物", ["编号", "名字", "品种", "体重", "是否已绝育", "是否已接种疫苗"]),
        (VISIT, "就诊记录", ["编号", "宠物ID", "就诊日期", "总费用", "审批人", "是否需要复诊"]),
        (ITEM, "就诊明细", ["编号", "就诊ID", "单价", "数量", " zorb code "]),
        (TREATMENT, "治疗项目", ["编号", "名称", "价格"]),
        (ZORB, " zorb ", ["编号", "名称"]),
    ],
)
def test_words__of_identifiers(made: Table, noun: str, columns: list[str]) -> None:
    assert (WORDS.table(made), [WORDS.column(made, one) for one in made.columns]) == (noun, columns)


@pytest.mark.parametrize("made", CATALOG.tables)
def test_words__documents_say_the_same(made: Table) -> None:
    nouns = Nouns(CATALOG)
    assert nouns.table(made, "zh") == WORDS.table(made).strip()
    assert [nouns.column(made, one, "zh") for one in made.columns] == [
        WORDS.column(made, one).strip() for one in made.columns
    ]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("order_date:date", "下单日期"),
        ("created_at:date", "创建日期"),
        ("ship_city", "收货城市"),
        ("total_products:integer", "产品总数"),
        ("min_salary:numeric", "最低工资"),
        ("number_of_employees:integer", "员工数"),
        ("qty_ordered:integer", "下单数量"),
        ("doctor_name", "医生姓名"),
        ("store_manager_name", "店长姓名"),
        ("school_name", "学校名称"),
        ("state", "状态"),
        ("has_parking:boolean", "是否有停车位"),
        ("email_verified:boolean", "邮箱是否已验证"),
        ("insurance:boolean", " insurance "),
        ("address2", "地址2"),
    ],
)
def test_words__of_one_column(name: str, noun: str) -> None:
    made = _table("orders", name)
    assert ChineseWords(Catalog("d", (made,))).column(made, made.columns[1]) == noun


def test_words__by_what_stands_around_them() -> None:
    customer, film = _table("customers", "city", "state", "title"), _table("films", "title", "rental_date:date")
    loan, order = _table("loans", "returned_on:date"), _table("orders", "returned_on:date")
    words, shop = ChineseWords(Catalog("d", (customer, film, loan))), ChineseWords(Catalog("d", (order,)))
    assert [words.column(customer, one) for one in customer.columns[2:]] == ["州", "标题"]
    assert words.column(film, film.columns[1]) == "标题"
    assert words.column(loan, loan.columns[1]) == "归还日期"
    assert shop.column(order, order.columns[1]) == "退回日期"


def test_words__never_two_things_by_one_word() -> None:
    first, second = _table("customers", "phone", "telephone"), _table("clients", "country")
    words = ChineseWords(Catalog("d", (first, second)))
    assert [words.table(first), words.table(second)] == [" customer ", " client "]
    assert [words.column(first, one) for one in first.columns[1:]] == [" phone ", " telephone "]


def test_words__an_id_beside_a_number_of_its_own() -> None:
    """The number of a complaint is what people call its number; that of the equipment is not the order's."""
    numbered = table("complaint", column("id"), column("complaint_no", comment="投诉编号"), comment="投诉记录表")
    order = table("repair", column("id"), column("equipment_no", comment="设备编号"), comment="维修工单",
                  keys={"equipment_no": "equipment"})  # fmt: skip
    words = ChineseWords(Catalog("d", (numbered, order)))
    assert [words.column(one, one.columns[0]) for one in (numbered, order)] == ["ID", "编号"]


def test_words__a_column_called_as_its_table() -> None:
    city, address = _table("city", "city"), _table("address", "address")
    words = ChineseWords(Catalog("d", (city, address)))
    assert [words.column(one, one.columns[1]) for one in (city, address)] == ["城市名称", "详细地址"]


def _conditioned(made: Table, condition: Condition) -> set[str]:
    return _asked(Query((made,), outputs=(COUNT,), conditions=(condition,)))


def test_question__with_the_unit_of_the_identifier() -> None:
    asked = _conditioned(PET, Compare(_own(PET, "weight_kg"), ">", "20"))
    assert "体重超过20公斤的宠物有多少只？" in asked


def test_question__of_a_flag() -> None:
    assert "支持急诊的诊所有多少家？" in _conditioned(CLINIC, IsTrue(_own(CLINIC, "emergency"), value=True))
    assert "未绝育的宠物有多少只？" in _conditioned(PET, IsTrue(_own(PET, "neutered"), value=False))


def test_question__names_a_person_once() -> None:
    called = tuple(Equals(_own(VET, name, 1), said, entity=True)
                   for name, said in (("first_name", "Mia"), ("last_name", "Irwin")))  # fmt: skip
    asked = _asked(Query((VET, VET), (SUPERIOR,), outputs=(COUNT,), conditions=called))
    assert "主管为“Mia Irwin”的兽医有多少名？" in asked
    assert not any("并且" in one or "且" in one for one in asked)


def test_question__of_a_role_in_another_table() -> None:
    """The manager of a customer's store is not the customer's."""
    staff = _table("staff", "first_name", "last_name")
    store = _table("stores", "manager_staff_id:integer", keys={"manager_staff_id": "staff"})
    customer = _table("customers", "store_id:integer", keys={"store_id": "stores"})
    joins = Join(1, 0, 1, customer.foreign_keys[0]), Join(2, 1, 2, store.foreign_keys[0])
    named = Equals(Field(2, staff.column("last_name")), "Hillyer", entity=True)
    query = Query((customer, store, staff), joins, outputs=(COUNT,), conditions=(named,))
    words = ChineseWords(Catalog("d", (customer, store, staff)))
    asked = {to_chinese(query, words, Random(seed)) for seed in range(40)}
    assert "门店经理为 Hillyer 的客户有多少名？" in asked


def test_question__lists_first_and_last_name_as_one() -> None:
    shown = (_own(VET, "first_name"), _own(VET, "last_name"), _own(VET, "hired_on"))
    assert "列出所有兽医的姓名和入职日期。" in _asked(Query((VET,), outputs=shown))


def test_question__never_each_whether() -> None:
    flagged = Dimension(_own(PET, "neutered"))
    asked = _asked(Query((PET,), outputs=(flagged, COUNT), dimensions=(flagged,)))
    assert asked and not any("各是否" in one for one in asked)


@pytest.mark.parametrize(
    ("noun", "unit"),
    [("兽医", "名"), ("艺术家", "名"), ("诊所", "家"), ("承运商", "家"), ("宠物", "只"), ("专辑", "张"), ("曲目", "首"),
     ("商机", "个"), ("客户清单", "条"), ("付款记录", "条"), ("语言", "种"), ("房间", "间")],
)  # fmt: skip
def test_counter__of_translated_nouns(noun: str, unit: str) -> None:
    assert counter(noun) == unit
