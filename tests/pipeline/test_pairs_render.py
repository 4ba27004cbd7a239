"""One query tree, three renderings."""

from __future__ import annotations

from datetime import date

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.pairs.slots import chinese_slots, english_slots, unmentioned
from data_pipeline.pairs.to_chinese import to_chinese
from data_pipeline.pairs.to_english import to_english
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import (
    Between,
    Compare,
    Contains,
    Dimension,
    Equals,
    Field,
    Having,
    IsNull,
    IsTrue,
    Join,
    Measure,
    Order,
    Query,
    Related,
    Window,
)  # fmt: skip
from data_pipeline.pairs.words import ChineseWords, EnglishWords


def column(name: str, comment: str, type: str = "integer", category: str = "N", **more: object) -> Column:
    return Column(name, type, category, 1, True, comment=comment, **more)  # type: ignore[arg-type]


NAME = column("area_name", "服务区名称", "text", "S")
STATUS = column("status", "状态：1-启用 2-停用", value_labels={"1": "启用", "2": "停用"})
CHARGING = column("has_charging", "是否有充电桩", "boolean", "B")
OPENED = column("opened_on", "开通日期", "date", "D")
AREA = Table(
    "public", "area", "table", "服务区信息表", 20, (column("id", "主键ID"), NAME, STATUS, CHARGING, OPENED), ("id",)
)
DAY = column("oper_date", "统计日期", "date", "D")
PAID = column("pay_sum", "支付金额（元）", "numeric(12,2)")
METHOD = column("Method", "支付方式", "text", "S")
KEY = ForeignKey(("area_id",), "public", "area", ("id",))
SALE = Table(
    "trade",
    "DaySale",
    "table",
    "销售记录表",
    9000,
    (column("area_id", "服务区ID"), DAY, PAID, METHOD),
    foreign_keys=(KEY,),
)
CATALOG = Catalog("highway", (AREA, SALE))
UP = Join(1, child=0, parent=1, key=KEY)
YEAR = Window(Field(0, DAY), "year", date(2024, 1, 1), main=True)
SUM = Measure("sum", Field(0, PAID))
BY_AREA = Dimension(Field(1, NAME), entity=True)

CASES = {
    "sum in a month": (
        Query((SALE,), measure=SUM, conditions=(Window(Field(0, DAY), "month", date(2024, 12, 1), main=True),)),
        """SELECT SUM(pay_sum) AS total_pay_sum FROM trade."DaySale"
        WHERE oper_date >= '2024-12-01' AND oper_date < '2025-01-01';""",
        "2024年12月销售记录的支付总金额是多少元？",
        "What is the total pay sum of day sales in December 2024?",
    ),
    "top groups of a joined name": (
        Query((SALE, AREA), (UP,), SUM, (BY_AREA,), (), (YEAR,), order=Order(True), limit=5),
        """SELECT a.area_name, SUM(s.pay_sum) AS total_pay_sum FROM trade."DaySale" AS s
        JOIN area AS a ON s.area_id = a.id WHERE s.oper_date >= '2024-01-01' AND s.oper_date < '2025-01-01'
        GROUP BY a.id, a.area_name ORDER BY total_pay_sum DESC NULLS LAST LIMIT 5;""",
        "2024年销售记录中，支付总金额最高的5个服务区是哪些，分别是多少元？",
        "Which 5 areas have the highest total pay sum of day sales in 2024, and what is it for each?",
    ),
    "by month, of one area": (
        Query(
            (SALE, AREA), (UP,), Measure("count"), (Dimension(Field(0, DAY), bucket="month", main=True),), (),
            (Equals(Field(1, NAME), "O'Brien服务区", entity=True), YEAR), order=Order(False, by_dimension=True),
        ),
        """SELECT to_char(s.oper_date, 'YYYY-MM') AS month, COUNT(*) AS total_count FROM trade."DaySale" AS s
        JOIN area AS a ON s.area_id = a.id WHERE a.area_name = 'O''Brien服务区' AND s.oper_date >= '2024-01-01'
        AND s.oper_date < '2025-01-01' GROUP BY to_char(s.oper_date, 'YYYY-MM')
        ORDER BY to_char(s.oper_date, 'YYYY-MM');""",
        "2024年O'Brien服务区每个月分别有多少条销售记录？请按月份先后排列。",
        'How many day sales are there for area "O\'Brien服务区" in 2024, month by month?',
    ),
    "groups above": (
        Query((SALE,), measure=Measure("count"), dimensions=(Dimension(Field(0, METHOD)),), having=Having("200")),
        """SELECT "Method", COUNT(*) AS total_count FROM trade."DaySale" GROUP BY "Method" HAVING COUNT(*) > 200;""",
        "哪些支付方式的销售记录超过200条，各有多少？",
        "Which methods have more than 200 day sales, and how many?",
    ),
    "a list": (
        Query((AREA,), columns=(Field(0, NAME), Field(0, STATUS)), conditions=(IsTrue(Field(0, CHARGING), False),)),
        "SELECT area_name, status FROM area WHERE has_charging = FALSE;",
        "列出没有充电桩的服务区的名称和状态。",
        "List the name and status of areas with no charging.",
    ),
    "coded value, number range, empty, part": (
        Query(
            (AREA,), measure=Measure("count"),
            conditions=(
                Equals(Field(0, STATUS), "2"), Contains(Field(0, NAME), "南"), IsNull(Field(0, OPENED), False),
            ),
        ),
        """SELECT COUNT(*) AS total_count FROM area
        WHERE status = 2 AND area_name LIKE '%南%' AND opened_on IS NULL;""",
        "状态为停用且名称中包含“南”且没有开通日期的服务区有多少个？",
        'How many areas have the status 2 and have a name that contains "南" and have no opened date?',
    ),
    "thresholds": (
        Query(
            (SALE,), measure=Measure("avg", Field(0, PAID)),
            conditions=(Compare(Field(0, PAID), ">", "20000"), Between(Field(0, PAID), "1", "90000")),
        ),
        """SELECT ROUND(AVG(pay_sum), 2) AS average_pay_sum FROM trade."DaySale"
        WHERE pay_sum > 20000 AND pay_sum BETWEEN 1 AND 90000;""",
        "支付金额超过2万元且支付金额在1到9万元之间的销售记录的平均支付金额是多少元？",
        "What is the average pay sum of day sales with a pay sum above 20,000 and with a pay sum between 1 and 90,000?",
    ),
    "none counted too": (
        Query(
            (AREA, SALE), (Join(1, child=1, parent=0, key=KEY, outer=True),),
            Measure("count", Field(1, SALE.columns[0])), (Dimension(Field(0, NAME), entity=True),), order=Order(True),
        ),
        """SELECT a.area_name, COUNT(s.area_id) AS total_count FROM area AS a LEFT JOIN trade."DaySale" AS s
        ON s.area_id = a.id GROUP BY a.id, a.area_name ORDER BY total_count DESC;""",
        "每个服务区分别有多少条销售记录？没有销售记录的也要列出，请按数量从多到少排列。",
        "How many day sales does each area have, from most to fewest, including areas with none?",
    ),
    "nothing points at it": (
        Query((AREA,), columns=(Field(0, NAME),), conditions=(Related(SALE, KEY, exists=False),)),
        'SELECT area_name FROM area WHERE NOT EXISTS (SELECT 1 FROM trade."DaySale" AS c WHERE c.area_id = area.id);',
        "没有销售记录的服务区有哪些？",
        "Which areas have no day sales?",
    ),
    "share": (
        Query((AREA,), measure=Measure("share", condition=Equals(Field(0, STATUS), "1"))),
        "SELECT ROUND(100.0 * COUNT(*) FILTER (WHERE status = 1) / COUNT(*), 2) AS percentage FROM area;",
        "服务区中，状态为启用的占百分之多少？",
        "What percentage of areas have the status 1?",
    ),
    "different values": (
        Query((SALE,), measure=Measure("count_distinct", Field(0, SALE.columns[0])), conditions=(YEAR,)),
        """SELECT COUNT(DISTINCT area_id) AS distinct_count FROM trade."DaySale"
        WHERE oper_date >= '2024-01-01' AND oper_date < '2025-01-01';""",
        "2024年销售记录涉及多少个不同的服务区？",
        "How many different areas are there among the day sales in 2024?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_to_sql(case: str) -> None:
    query, sql, _, _ = CASES[case]
    assert to_sql(query).split() == sql.split()


@pytest.mark.parametrize("case", CASES)
def test_to_chinese(case: str) -> None:
    query, _, question, _ = CASES[case]
    assert to_chinese(query, ChineseWords(CATALOG)) == question


@pytest.mark.parametrize("case", CASES)
def test_to_english(case: str) -> None:
    query, _, _, question = CASES[case]
    assert to_english(query, EnglishWords(CATALOG)) == question


@pytest.mark.parametrize("case", CASES)
def test_slots__complete_question(case: str) -> None:
    query, _, chinese, english = CASES[case]
    assert unmentioned(chinese_slots(query, ChineseWords(CATALOG)), chinese) == []
    assert unmentioned(english_slots(query, EnglishWords(CATALOG)), english) == []


@pytest.mark.parametrize(
    ("case", "left_out"),
    [("sum in a month", "12月"), ("sum in a month", "总"), ("top groups of a joined name", "5"), ("share", "启用"),
     ("top groups of a joined name", "个服务区"), ("groups above", "200"), ("a list", "状态"), ("thresholds", "2万"),
     ("by month, of one area", "O'Brien"), ("nothing points at it", "销售记录"), ("groups above", "支付方式"),
     ("none counted too", "排列")],
)  # fmt: skip
def test_slots__what_is_left_out_is_noticed(case: str, left_out: str) -> None:
    query, _, question, _ = CASES[case]
    said = question.replace(left_out, "").replace("最多", "").replace("从多到少", "")
    assert unmentioned(chinese_slots(query, ChineseWords(CATALOG)), said)


def test_slots__wording_of_others_is_accepted() -> None:
    query = CASES["top groups of a joined name"][0]
    said = "请问 2024年 支付金额合计排名前5、最高的服务区有哪些？"
    assert unmentioned(chinese_slots(query, ChineseWords(CATALOG)), said) == []
