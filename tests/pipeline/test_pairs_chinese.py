"""Questions in Chinese: their wordings, and the check that they are complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import psycopg2
import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.chinese.composed import to_chinese
from data_pipeline.pairs.chinese.dates import done_at, ended_at, period_noun
from data_pipeline.pairs.chinese.grammar import counter, number, quoted, state, total
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.tree import Question
from data_pipeline.samples.highway import load
from tests.pipeline.business import catalog_of, make_business
from tests.pipeline.chinese_questions import CASES
from tests.pipeline.chinese_tables import AREA, EMPLOYEE, GADGET, ID, ROUTE, WORDING, WORDS, table, text

HAN = re.compile(r"[\u4e00-\u9fff]")


def wordings(question: Question) -> set[str]:
    return {to_chinese(question, WORDS, Random(seed)) for seed in range(300)}


@pytest.mark.parametrize(("question", "wanted"), CASES.values(), ids=CASES.keys())
def test_to_chinese__wordings(question: Question, wanted: str) -> None:
    said = wordings(question)
    assert wanted in said, sorted(said)
    assert len(said) > 1


@pytest.mark.parametrize("question", [question for question, _ in CASES.values()], ids=CASES.keys())
def test_to_chinese__complete_however_worded(question: Question) -> None:
    assert {said: missing for said in wordings(question) if (missing := WORDING.missing(question, said))} == {}


@pytest.mark.parametrize(
    ("case", "part"),
    [
        ("how many at a place", "2024年"),
        ("how many at a place", "庐山服务区"),
        ("two conditions", "低于3"),
        ("two conditions", "电话"),
        ("the first rows", "5名"),
        ("in order", "，按月薪从低到高排列"),
        ("some text", "“王”"),
        ("each month", "，按时间先后排列"),
        ("two dimensions", "投诉渠道"),
        ("at least so many", "不少于10条"),
        ("without", "没有"),
        ("running total", "及累计值"),
        ("share of the total", "及其占总量的百分比"),
        ("a sum", "总"),
        ("change", "，并计算环比增减"),
        ("top of each", "每个岗位里"),
        ("rank", "给员工排名"),
        ("any at all", "有没有"),
        ("after a day", "2024年3月5日"),
        ("but not", "，但不包括星级超过3的"),
        ("one of several", "或保安员"),
        ("above the average", "月薪"),
    ],
)
def test_missing__a_part_left_out(case: str, part: str) -> None:
    question, said = CASES[case]
    left_out = said.replace(part, "").replace("名次", "")
    assert left_out != said
    assert WORDING.missing(question, left_out)


def test_words__a_column_without_comment_among_others_is_translated() -> None:
    """Only where every word is a common one, and no other column is called so."""
    others = [replace(AREA.columns[1], name=name, comment=None) for name in ("is_active", "price", "xs_order")]
    named = [
        replace(AREA.columns[1], name=str(n), comment=said) for n, said in enumerate(("名称", "价格", "时间", "地点"))
    ]
    area = replace(AREA, columns=(*named, *others))
    words = ChineseWords(Catalog("d", (area,)))
    assert [words.column(area, one) for one in others] == ["是否启用", " price ", " xs order "]


def test_words__titles_before_comments_before_identifiers() -> None:
    titled = replace(AREA, titles={"zh": "站点"}, columns=(replace(AREA.columns[1], titles={"zh": "站名"}),))
    words = ChineseWords(Catalog("d", (titled,)))
    assert (words.table(titled), words.column(titled, titled.columns[0])) == ("站点", "站名")
    assert (WORDS.table(GADGET), WORDS.column(GADGET, GADGET.columns[1])) == (" gadget ", " gadget name ")


def test_words__a_table_without_comments_is_translated() -> None:
    """Word for word where all are common ones, in any schema; not to what another table is called."""
    bill = table("bill_history", None, ID, text("customer_name", None), replace(AREA.columns[1], name="issued_on",
                 category="D", comment=None), text("estimate_hours", None), text("xs_code", None))  # fmt: skip
    staff = table("staff", None, ID)
    words = ChineseWords(Catalog("d", (AREA, EMPLOYEE, ROUTE, bill, staff)))
    assert [words.table(one) for one in (bill, staff)] == ["账单历史", " staff "]
    assert [words.column(bill, one) for one in bill.columns[1:]] == ["客户名称", "开具日期", "预估小时数", " xs code "]
    english = ChineseWords(Catalog("d", (bill, staff)))
    assert (english.table(bill), english.column(bill, bill.columns[1])) == ("账单历史", "客户名称")


def test_words__a_number_of_another_table_that_nobody_explained() -> None:
    """Whether or not it is a key on its own: ``service_area_id`` within a key of two columns."""
    finding = table("finding", "巡检发现", ID, text(f"{AREA.name}_id", None), text("case_id", None))
    words = ChineseWords(Catalog("d", (AREA, EMPLOYEE, finding)))
    assert [words.column(finding, one) for one in finding.columns[1:]] == [f"{words.table(AREA)}ID", " case id "]


def test_words__a_link_is_called_by_what_it_links() -> None:
    ends = [ForeignKey((f"{one.name}_id",), one.schema, one.name, ("id",), source="declared") for one in (AREA, ROUTE)]
    link = replace(table("xy", None, *(text(key.columns[0], None) for key in ends)), foreign_keys=tuple(ends))
    words = ChineseWords(Catalog("d", (AREA, ROUTE, link)))
    assert words.table(link) == f"{words.table(AREA)}与{words.table(ROUTE)}关联"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("支付金额", "支付总金额"),
        ("订单数", "订单总数"),
        ("车辆数量", "车辆总数"),
        ("电费", "总电费"),
        ("充电服务费", "充电服务费合计"),
        ("年租金", "年租金合计"),
        ("合计金额", "合计金额"),
        (" amount ", " amount 总和"),
    ],
)
def test_total(column: str, said: str) -> None:
    assert total(column) == said


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        ("是否有充电桩", "有充电桩", "没有充电桩"),
        ("是否自营", "自营", "非自营"),
        ("是否已整改", "已整改", "未整改"),
        ("服务区是否启用", "服务区启用", "服务区未启用"),
        (" is active ", " is active 为是", " is active 为否"),
    ],
)
def test_state(column: str, yes: str, no: str) -> None:
    assert (state(column, True), state(column, False)) == (yes, no)


@pytest.mark.parametrize(
    ("noun", "word"),
    [
        ("员工", "名"),
        ("处理人", "名"),
        ("投诉记录", "条"),
        ("租赁合同", "份"),
        ("维修工单", "张"),
        ("供应商", "家"),
        ("服务区", "个"),
        ("支付方式", "种"),
        (" customer ", "个"),
    ],
)
def test_counter(noun: str, word: str) -> None:
    assert counter(noun) == word


def test_dates__verbs_and_periods() -> None:
    assert [done_at(column) for column in ("入职日期", "统计日期", "备注")] == ["入职", "", ""]
    assert [ended_at(column) for column in ("离职日期", "入职日期")] == ["离职", ""]
    assert [period_noun("签订日期", grain) for grain in ("month", "year")] == ["签订月份", "签订年份"]


def test_values__numbers_and_quotation_marks() -> None:
    assert [number(value) for value in ("500000", "12345", "0.5")] == ["50万", "12345", "0.5"]
    assert [quoted(value) for value in ("微信", "USA", "甲，乙", "说“好”")] == [
        "微信",
        " USA ",
        "“甲，乙”",
        "「说“好”」",
    ]


def faults(pair: Pair) -> list[str]:
    """What no question should have in it."""
    said = pair.question
    found = [text for text in ("的的", "请请", "  ", "。。", "，，", "，。", "None", "的？") if text in said]
    found += [marks for marks in ("“”", "（）", "「」") if said.count(marks[0]) != said.count(marks[1])]
    return found + ([] if said.endswith(("？", "。")) else ["end"])


def check(pairs: list[Pair], uncommented: set[str]) -> None:
    assert {pair.question: wrong for pair in pairs if (wrong := faults(pair))} == {}
    literals = re.compile(r"'(?:[^']|'')*'")
    for pair in pairs:
        allowed = {*uncommented, *words_in(" ".join(literals.findall(pair.sql))), "id", "sql", "json"}
        assert words_in(pair.question) <= allowed, (pair.question, pair.sql)


def words_in(said: str) -> set[str]:
    return {word.lower() for word in re.findall("[A-Za-z]{2,}", said)}


def unnamed(catalog: Catalog) -> set[str]:
    """The words of everything that no Chinese comment names."""
    words = ChineseWords(catalog)
    names = [words.table(table) for table in catalog.tables]
    names += [words.column(table, column) for table in catalog.tables for column in table.columns]
    return {word for name in names if not HAN.search(name) for word in words_in(name)}


def test_generate_pairs__chinese_throughout(make_database: Callable[..., str]) -> None:
    catalog = catalog_of(make_business(make_database))
    check(generate_pairs(catalog, ["zh"], count=200), unnamed(catalog))


@pytest.mark.slow
def test_generate_pairs__sample_in_chinese(make_database: Callable[..., str], caplog: pytest.LogCaptureFixture) -> None:
    url = make_database()
    load(url)
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute("ANALYZE")
    connection.close()
    catalog = catalog_of(url)
    pairs = generate_pairs(catalog, ["zh"], count=400, seed=7)
    check(pairs, unnamed(catalog))
    assert len(caplog.records) <= 0.02 * len(pairs)
    assert len({pair.question for pair in pairs}) == len(pairs)
