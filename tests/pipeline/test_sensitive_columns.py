"""Which columns are sensitive: by name, comment, values, keys; and which only look so."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Column, DomainType, EnumType, ForeignKey, Statistics, Table
from data_pipeline.samples.highway import identity
from data_pipeline.sensitive.guard import guarded, masked_columns
from data_pipeline.sensitive.mode import Mode

RNG = random.Random(7)
MOBILES = tuple(identity.mobile(RNG) for _ in range(20))
CARDS = tuple(identity.bank_card(RNG) for _ in range(20))
LONG_IDS = tuple(str(6222020000000000000 + n * 7919) for n in range(50))  # every tenth passes Luhn's check


def column(name: str, *values: str, category: str = "S", comment: str | None = None) -> Column:
    known = Statistics(distinct=len(values), common_values=values, common_fractions=(0.01,) * len(values))
    kind = {"S": "text", "N": "bigint", "D": "date", "B": "boolean", "E": "mood", "A": "text[]"}[category]
    return Column(name, kind, category, 1, True, comment=comment, statistics=known)


def table(*columns: Column, name: str = "t", comment: str | None = None, **more: object) -> Table:
    return Table("public", name, "table", comment, 1000, columns, **more)  # type: ignore[arg-type]


def kind_of(one: Column, mode: Mode = "mask", name: str = "t", comment: str | None = None) -> str:
    catalog = guarded(Catalog("db", (table(one, name=name, comment=comment),)), mode)
    return catalog.tables[0].columns[0].sensitive


@pytest.mark.parametrize(
    ("name", "comment", "values", "kind"),
    [
        ("phone", None, (), "phone"),
        ("contact_phone1", None, (), "phone"),
        ("HomePhone", None, ("(206) 555-9857",), "phone"),
        ("telno", None, (), "phone"),
        ("fax", None, ("30.59.84.10",), "phone"),
        ("c7", "联系电话，多个以逗号分隔", (), "phone"),
        ("手机号码", None, (), "phone"),
        ("c1", "Customer's phone number", (), "phone"),
        ("email_address", None, (), "email"),
        ("e_mail", None, (), "email"),
        ("id_card", None, (), "id_card"),
        ("sfzh", None, (), "id_card"),
        ("zjhm", "证件号码", (), "id_card"),
        ("SSN", None, (), "ssn"),
        ("passport_no", None, (), "passport"),
        ("bank_account", None, (), "bank_card"),
        ("c9", "工资卡号", ("6222021234567890128",), "bank_card"),
        ("password_hash", None, ("x1", "x2"), "secret"),
        ("accessToken", None, (), "secret"),
        ("salt", None, (), "secret"),
        ("wechat", None, (), "chat_account"),
        ("memo1", None, MOBILES, "phone"),
        ("acct", None, CARDS, "bank_card"),
        ("doc", None, ("11010519491231002X", "无"), "id_card"),
        ("phone_type", None, ("家庭", "公司"), ""),
        ("mobile_brand", "手机品牌", ("华为", "苹果"), ""),
        ("mobile", "是否移动端", ("Y", "N"), ""),
        ("email_status", None, ("sent", "open"), ""),
        ("card_no", "会员卡号", ("VIP00010001",), ""),
        ("hotel", None, ("如家",), ""),
        ("microphone", None, ("Shure",), ""),
        ("ip_address", None, ("10.0.0.1",), ""),
        ("order_no", None, LONG_IDS, ""),
        ("name", None, ("张三",), ""),
    ],
)
def test_guarded__kind_of_a_text_column(name: str, comment: str | None, values: tuple[str, ...], kind: str) -> None:
    assert kind_of(column(name, *values, comment=comment)) == kind


@pytest.mark.parametrize(
    ("name", "category", "values", "kind"),
    [
        ("phone", "N", MOBILES, "phone"),
        ("ref", "N", MOBILES, "phone"),
        ("acct", "N", CARDS, "bank_card"),
        ("id", "N", tuple(str(13800000000 + n) for n in range(50)), ""),
        ("id", "N", LONG_IDS, ""),
        ("created_ms", "N", tuple(str(1700000000000 + n * 86399) for n in range(50)), ""),
        ("phone_calls", "N", ("1", "2", "3"), ""),
        ("memory_bytes", "N", ("17179869184",), ""),
        ("email_sent", "B", ("true",), ""),
        ("password_changed_on", "D", ("2025-01-01",), ""),
        ("phones", "A", ("{13812345678}",), "phone"),
    ],
)
def test_guarded__kind_of_other_columns(name: str, category: str, values: tuple[str, ...], kind: str) -> None:
    assert kind_of(column(name, *values, category=category)) == kind


@pytest.mark.parametrize(
    ("table_name", "name", "comment", "kind"),
    [
        ("t", "first_name", None, "person_name"),
        ("t", "c1", "客户姓名", "person_name"),
        ("suppliers", "contact_name", None, "person_name"),
        ("actor", "name", None, "person_name"),
        ("customer_list", "name", None, "person_name"),
        ("sales_by_store", "manager", None, "person_name"),
        ("t", "home_address", None, "address"),
        ("t", "c2", "家庭住址", "address"),
        ("t", "plate_no", None, "plate"),
        ("product", "name", None, ""),
        ("company", "company_name", "公司名称", ""),
        ("supplier", "supplier_name", None, ""),
        ("t", "product_name", None, ""),
        ("t", "mac_address", None, ""),
    ],
)
def test_guarded__strict_knows_people(table_name: str, name: str, comment: str | None, kind: str) -> None:
    one = column(name, comment=comment)
    assert kind_of(one, "strict", table_name) == kind
    assert kind_of(one, "mask", table_name) == ""


def test_guarded__sensitive_column_loses_its_values_and_keeps_its_figures() -> None:
    one = replace(column("phone", *MOBILES[:2]), enum_values=MOBILES[:2], value_labels={MOBILES[0]: "总机"})
    two = column("password", "hunter2-rosebud")
    phone, password = guarded(Catalog("db", (table(one, two),))).tables[0].columns
    assert (phone.statistics.common_values, phone.statistics.common_fractions, phone.enum_values) == ((), (), ())
    assert (phone.statistics.distinct, dict(phone.value_labels)) == (2, {})
    assert phone.masked_examples == tuple(f"{value[:3]}****{value[-4:]}" for value in MOBILES[:2])
    assert password.masked_examples == ()


def test_guarded__mixed_column_loses_only_what_is_sensitive() -> None:
    told = f"请回电{MOBILES[0]}"
    known = Statistics(0.1, 3, ("已办结", told, "无"), (0.5, 0.3, 0.1), (told, "无"))
    one = replace(column("remark"), statistics=known, enum_values=("已办结", told, "无"))
    (safe,) = guarded(Catalog("db", (table(one),))).tables[0].columns
    assert safe.sensitive == ""
    assert (safe.statistics.common_values, safe.statistics.common_fractions) == (("已办结", "无"), (0.5, 0.1))
    assert (safe.statistics.bounds, safe.enum_values) == (("无",), ("已办结", "无"))
    assert safe.masked_examples == (f"请回电{MOBILES[0][:3]}****{MOBILES[0][-4:]}",)


def test_guarded__plain_ids_of_which_some_pass_by_chance_stay() -> None:
    (safe,) = guarded(Catalog("db", (table(column("order_no", *LONG_IDS)),))).tables[0].columns
    assert safe.statistics.common_values == LONG_IDS


def test_guarded__foreign_key_to_a_sensitive_column() -> None:
    parent = table(column("email", "a@example.com"), name="users")
    key = ForeignKey(("owner",), "public", "users", ("email",))
    child = table(column("owner"), name="accounts", foreign_keys=(key,))
    found = masked_columns(guarded(Catalog("db", (child, parent))))
    assert found == [(("public", "accounts"), "owner", "email"), (("public", "users"), "email", "email")]


def test_guarded__renamed_column_and_quoted_value() -> None:
    source = table(column("password", "hunter2-rosebud", "correct-horse"), name="users")
    comment, query = "初始口令为 hunter2-rosebud", "SELECT * FROM users WHERE password = 'correct-horse'"
    view = table(column("w", "hunter2-rosebud", "correct-horse"), comment=comment, definition=query)
    safe = guarded(Catalog("db", (source, view))).tables[1]
    assert (safe.columns[0].sensitive, safe.columns[0].statistics.common_values) == ("secret", ())
    assert (safe.comment, safe.definition) == ("初始口令为 ***", "SELECT * FROM users WHERE password = '***'")


def test_guarded__literals_in_defaults_checks_types_and_domains() -> None:
    phone = MOBILES[0]
    columns = (
        replace(column("a", category="N"), default=phone),
        replace(column("b"), default="'x'::text"),
        replace(column("password"), default="'changeme'::character varying(20)"),
        replace(column("phone", category="N"), default="nextval('s'::regclass)"),
    )
    checks = (
        f"CONSTRAINT x CHECK (a <> {phone})",
        "CONSTRAINT y CHECK (a > 0)",
        "CONSTRAINT z CHECK (password <> 'k')",
    )
    domain = DomainType("public", "reach", "text", f"'{phone}'::text", checks=checks[:2])
    given = Catalog("db", (table(*columns, checks=checks),), (EnumType("public", "e", ("a", phone)),), (domain,))
    safe = guarded(given)
    assert [one.default for one in safe.tables[0].columns] == [None, "'x'::text", None, "nextval('s'::regclass)"]
    assert safe.tables[0].checks == checks[1:2]
    assert (safe.domains[0].default, safe.domains[0].checks) == (None, checks[1:2])
    assert phone not in repr(safe)


def test_guarded__off_hides_secrets_alone() -> None:
    columns = column("phone", *MOBILES), column("password", "hunter2-rosebud")
    catalog = Catalog("db", (table(*columns, comment=f"致电{MOBILES[0]}"),))
    phone, password = guarded(catalog, "off").tables[0].columns
    assert phone == columns[0]
    assert (password.sensitive, password.statistics.common_values) == ("secret", ())
    assert guarded(catalog, "off").tables[0].comment == f"致电{MOBILES[0]}"


def test_guarded__strict_masks_names_inside_other_texts() -> None:
    people = table(column("姓名", "欧阳建国", "李强"), name="员工", comment="员工表，负责人李强")
    notes = table(column("remark", "欧阳建国已签收", "无"), name="note")
    safe = guarded(Catalog("db", (people, notes)), "strict")
    assert safe.tables[0].comment == "员工表，负责人李**"
    assert safe.tables[1].columns[0].statistics.common_values == ("无",)
    assert safe.tables[1].columns[0].masked_examples == ("欧**已签收",)
