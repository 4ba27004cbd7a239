"""What readers of the questions found: words that nobody uses, and rows that are left out unsaid."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.pairs import literals
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.grammar import full_name, full_names
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.comments import chinese_name
from data_pipeline.pairs.conditions import Compare, Equals, IsTrue
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.grammar import a, closed
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.forms.groups import banded
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.options import has_order
from data_pipeline.pairs.roles import is_constant
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Dimension, Join, Measure, Order, Query, Question
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

COUNT = Measure("count")
THREE = {"distinct": 3.0, "common_values": ("a", "b", "c"), "common_fractions": (0.4, 0.3, 0.2)}
NUMBERS = {"distinct": 90.0, "bounds": tuple(map(str, range(1, 90, 3)))}
PUBLISHER = table("publisher", column("id", "integer"), column("publisher_name"), column("city"))
BOOK = table("book", column("id", "integer"), column("title"), column("publisher_id", "integer"),
             column("height_cm", "integer"), column("price", "numeric(8,2)"), column("newsletter", "boolean"),
             keys={"publisher_id": "publisher"})  # fmt: skip
MADE = table("mrr_monthly", column("id", "integer"), column("month", "date"))
HEADER = table("sales_order_header", column("id", "integer"))
ENGLISH = EnglishWords(Catalog("d", (PUBLISHER, BOOK, MADE, HEADER)))
OF_PUBLISHER = Join(1, child=0, parent=1, key=BOOK.foreign_keys[0])

PERSON = table("person", column("id", "integer"), column("name", comment="姓名"), comment="员工表")
AREA = table("area", column("id", "integer"), column("area_name", comment="服务区名称"),
             column("city", comment="所在城市"), column("spaces", "integer", comment="停车位数量"),
             comment="服务区表")  # fmt: skip
CASE = table("case_of", column("id", "integer"), column("handled_by", "integer", comment="处理人"),
             column("area_id", "integer", comment="服务区ID"), keys={"handled_by": "person", "area_id": "area"},
             comment="投诉记录表")  # fmt: skip
CHINESE = ChineseWords(Catalog("d", (PERSON, AREA, CASE)))


def english(question: Question) -> set[str]:
    return {to_english(question, ENGLISH, Random(seed)) for seed in range(200)}


def chinese(question: Question) -> set[str]:
    return {to_chinese(question, CHINESE, Random(seed)) for seed in range(200)}


def of(source: int, name: str) -> Field:
    return Field(source, (BOOK, PUBLISHER)[source].column(name))


@pytest.mark.parametrize(
    ("comment", "more", "name"),
    [
        ("1在职 2试用 3离职", {"value_labels": {"1": "在职", "2": "试用", "3": "离职"}}, ""),
        ("0-关闭 1-营业", {"value_labels": {"0": "关闭", "1": "营业"}}, ""),
        ("招生中/开课中/已结班", {"enum_values": ("招生中", "已结班")}, ""),
        ("性别 1男 2女", {"value_labels": {"1": "男", "2": "女"}}, "性别"),
        ("2024年营收", {}, "2024年营收"),
        ("省/市/区", {}, "省/市/区"),
    ],
)
def test_chinese_name__not_of_values_alone(comment: str, more: dict[str, object], name: str) -> None:
    assert chinese_name(column("x", "integer", comment=comment, **more)) == name


def test_english__the_name_of_what_rows_belong_to_is_the_thing() -> None:
    query = Query((BOOK, PUBLISHER), (OF_PUBLISHER,), (of(0, "title"), of(1, "publisher_name")))
    said = english(query)
    assert not [one for one in said if "publisher name" in one] and any("publisher" in one for one in said), said


def test_english__one_family_of_superlatives() -> None:
    figures = tuple(Measure(kind, of(0, "price")) for kind in ("max", "min"))
    said = english(Query((BOOK,), outputs=figures))
    mixed = (("maximum", "lowest"), ("highest", "minimum"))
    assert not [one for one in said for first, second in mixed if first in one and second in one]
    assert any("maximum" in one for one in said) and any("lowest" in one for one in said)


def test_english__top_is_of_the_highest() -> None:
    first = Query((BOOK,), outputs=(of(0, "title"),), orders=(Order(of(0, "price")),), limit=5)
    assert not [one for one in english(first) if "top" in one]


def test_english__limits_with_their_unit() -> None:
    query = Query((BOOK,), outputs=(of(0, "title"),), conditions=(Compare(of(0, "height_cm"), ">", "20"),))
    said = english(query)
    assert all(re.search(r"height (?:is )?(?:above|greater than|over|below) 20 cm", one) for one in said), said


def test_english__a_flag_that_is_a_noun() -> None:
    query = Query((BOOK,), outputs=(of(0, "title"),), conditions=(IsTrue(of(0, "newsletter"), True),))
    assert all("have the newsletter flag" in one for one in english(query)), english(query)


def test_english__tables_by_what_their_rows_are() -> None:
    assert (ENGLISH.table(MADE), ENGLISH.table(HEADER)) == ("monthly MRR record", "sales order")


@pytest.mark.parametrize(
    ("text", "said"),
    [("How many people have the suffix Jr.", "How many people have the suffix Jr.?"), ("List them.", "List them.")],
)
def test_closed__after_a_value_with_a_full_stop(text: str, said: str) -> None:
    assert closed(text) == said


@pytest.mark.parametrize("noun", ["an hourly rate", "a unit price", "an unpaid bill", "a European city", "an id"])
def test_a(noun: str) -> None:
    assert a(noun.partition(" ")[2]) == noun


def test_chinese__what_groups_did() -> None:
    who = Dimension(Field(1, PERSON.column("name")), entity=True)
    handled = Join(1, child=0, parent=1, key=CASE.foreign_keys[0])
    query = Query((CASE, PERSON), (handled,), (Field(1, PERSON.column("name")),), dimensions=(who,),
                  orders=(Order(COUNT, descending=True),), limit=3)  # fmt: skip
    assert any("哪3名处理人处理的投诉记录最多" in one for one in chinese(query)), chinese(query)


def test_chinese__rows_by_what_they_belong_to() -> None:
    spaces = Compare(Field(1, AREA.column("spaces")), ">", "100")
    query = Query((CASE, AREA), (Join(1, child=0, parent=1, key=CASE.foreign_keys[1]),), (COUNT,), (spaces,))
    assert any(re.search("停车位数量(?:超过|大于|高于|多于)100个?的服务区的投诉记录", one) for one in chinese(query)), (
        chinese(query)
    )


def test_chinese__things_are_spread_over_cities() -> None:
    query = Query((AREA,), outputs=(Measure("count_distinct", Field(0, AREA.column("city"))),))
    assert all("分布在" in one for one in chinese(query)), chinese(query)


@pytest.mark.parametrize(("empty", "differs"), [(0.0, True), (0.1, False)])
def test_literals__nothing_is_denied_where_some_rows_have_no_value(empty: float, differs: bool) -> None:
    field = Field(0, column("kind", statistics=THREE | {"null_fraction": empty}))
    flag = {"distinct": 2.0, "common_values": ("false", "true"), "common_fractions": (0.5, 0.4), "null_fraction": empty}
    active = Field(0, column("active", "boolean", statistics=flag))
    others = [literals.different(field, Random(seed)) for seed in range(50)]
    asked = {one[0].value for seed in range(50) if (one := literals.truth(active, Random(seed)))}  # type: ignore[union-attr]
    assert any(others) is differs and asked == ({True, False} if differs else {True})


@pytest.mark.parametrize(("empty", "asked"), [(0.0, True), (0.1, False)])
def test_banded__of_numbers_that_no_row_lacks(empty: float, asked: bool) -> None:
    bed = table(
        "bed", column("id", "integer"), column("size", "integer", statistics=NUMBERS | {"null_fraction": empty})
    )
    subjects = read_subjects(Catalog("d", (bed,)))
    (scope,) = scopes(subjects)
    drafts = (Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)) for seed in range(30))
    assert any(banded(draft) for draft in drafts) is asked


@pytest.mark.parametrize(
    ("made", "decimals"),
    [
        (column("amount", "numeric"), 2),
        (column("rate", "numeric(6,4)"), 4),
        (replace(column("share", "double precision", statistics={"common_values": ("0.01", "0.99")}), category="N"), 4),
        (column("length", "integer"), 2),
    ],
)
def test_to_sql__averages_have_the_decimals_of_their_column(made: Column, decimals: int) -> None:
    query = Query((table("t", made),), outputs=(Measure("avg", Field(0, made)),))
    assert f", {decimals})" in to_sql(query)


@pytest.mark.parametrize(
    ("made", "ordered"),
    [
        (column("name", statistics={"common_values": ("Ann", "Bob")}), True),
        (column("name", statistics={"common_values": ("张静", "李芳")}), False),
        (Column("rating", "mpaa", "E", 1, True), False),
        (column("born", "date"), True),
    ],
)
def test_has_order(made: Column, ordered: bool) -> None:
    assert has_order(made) is ordered


@pytest.mark.parametrize(
    ("statistics", "constant"),
    [
        ({"distinct": 1.0, "common_values": ("2006",), "common_fractions": (1.0,)}, True),
        ({"distinct": 1.0, "common_values": ("",), "common_fractions": (0.99,), "null_fraction": 0.01}, True),
        (THREE, False),
        ({"distinct": 1.0, "common_values": ("yes",), "common_fractions": (0.5,), "null_fraction": 0.5}, False),
    ],
)
def test_is_constant(statistics: dict[str, object], constant: bool) -> None:
    assert is_constant(column("x", statistics=statistics)) is constant


def test_told_ends__a_named_row_tells_the_end() -> None:
    named = Equals(of(1, "publisher_name"), "Faber", entity=True)
    query = Query((BOOK, PUBLISHER), (OF_PUBLISHER,), (COUNT,), (Compare(of(0, "price"), ">", "5"), named))
    assert query.told_ends == {1}


def test_english__two_keys_to_one_table_keep_their_names() -> None:
    """Which of them would "employee id" be?"""
    worker = table("employee", column("empid", "integer"), column("mgrid", "integer"), column("bossid", "integer"),
                   keys={"mgrid": "employee", "bossid": "employee"}, primary_key=("empid",))  # fmt: skip
    words = EnglishWords(Catalog("d", (worker,)))
    called = [words.column(worker, one) for one in worker.columns]
    assert called[0] == "employee id" and len({*called}) == 3, called


def test_full_names__of_a_first_name_alone_nothing_is_made() -> None:
    assert full_names(["客户", "客户姓氏"]) == ["客户", "客户姓氏"]
    assert full_names(["客户名字", "客户姓氏"]) == ["客户姓名"]


def test_full_name__in_the_order_of_its_language() -> None:
    assert (full_name(["Ann", "Lee"]), full_name(["三", "张"])) == ("Ann Lee", "张三")


def test_chinese__units_are_those_of_the_column() -> None:
    pet = table("pets", column("id", "integer"), column("weight_kg", "integer"))
    zoo = table("zoo", column("id", "integer"), column("weight_kg", "text"))
    words = ChineseWords(Catalog("d", (pet, zoo)))
    assert (words.unit(pet.column("weight_kg")), words.unit(zoo.column("weight_kg"))) == ("公斤", "")
