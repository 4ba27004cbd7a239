"""Questions for queries that others wrote: read them aloud."""

from __future__ import annotations

from contextlib import suppress

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.imports.question import questioner
from data_pipeline.imports.scope import UnknownNameError
from data_pipeline.imports.tidy import as_sql, parsed_select, tidied


def column(name: str, category: str, comment: str | None, *, nullable: bool = True, **more: object) -> Column:
    types = {"N": "integer", "S": "text", "D": "date", "B": "boolean"}
    return Column(name, types[category], category, 1, nullable, comment=comment, **more)  # type: ignore[arg-type]


SHOP = Table(
    "public", "shop", "table", "门店信息表", 20,
    (column("id", "N", "门店ID", nullable=False), column("shop_name", "S", "门店名称"), column("city", "S", "城市"),
     column("is_open", "B", "是否营业"), column("opened_on", "D", "开业日期")),
    primary_key=("id",),
)  # fmt: skip
SALE = Table(
    "public", "sale", "table", "销售记录", 900,
    (column("id", "N", "主键", nullable=False), column("shop_id", "N", "门店ID"), column("sold_on", "D", "销售日期"),
     column("amount", "N", "销售金额"), column("cost", "N", "成本"),
     column("status", "S", "状态", value_labels={"1": "已付款"}), column("note", "S", "备注")),
    primary_key=("id",), foreign_keys=(ForeignKey(("shop_id",), "public", "shop", ("id",)),),
)  # fmt: skip
CLERK = Table(
    "ops", "clerk", "table", "员工表", 50,
    (column("id", "N", "员工ID", nullable=False), column("clerk_name", "S", "员工姓名"),
     column("boss_id", "N", "上级ID"), column("shop_id", "N", "门店ID"), column("salary", "N", "月薪")),
    primary_key=("id",),
)  # fmt: skip
CATALOG = Catalog("trade", (CLERK, SALE, SHOP))
JOINED = "FROM sale s JOIN shop h ON s.shop_id = h.id"


def asked(sql: str) -> tuple[str | None, str | None]:
    """The questions in English and in Chinese."""
    tree = parsed_select(sql)
    assert tree is not None
    tree = tidied(tree, CATALOG)
    return questioner(CATALOG, "en").question(tree), questioner(CATALOG, "zh").question(tree)


@pytest.mark.parametrize(
    ("sql", "en", "zh"),
    [
        ("SELECT count(*) FROM shop", "How many shops are there?", "一共有多少门店？"),
        (
            "SELECT count(*) FROM shop WHERE NOT is_open AND city <> 'Rome'",
            'How many shops are there where they are not open and city is not "Rome"?',
            "非营业且城市不为“Rome”的门店一共有多少？",
        ),
        (
            "SELECT shop_name, city FROM shop WHERE opened_on >= '2020-01-01' ORDER BY opened_on DESC LIMIT 3",
            "List the name and city of shops where date opened is 2020-01-01 or later, sorted by date opened"
            " latest first, only the first 3.",
            "列出开业日期在2020-01-01及以后的门店的名称和城市，按开业日期从晚到早排列，只取前3条。",
        ),
        (
            f"SELECT h.city, sum(s.amount) AS t {JOINED} WHERE s.status = '1' GROUP BY 1 HAVING sum(s.amount) > 500"
            " ORDER BY t DESC",
            'What is the total amount of sales for each shop city where status is 已付款, only where total'
            " amount is above 500, sorted by total amount from highest to lowest?",
            "在状态为已付款的销售记录中，按门店城市统计销售金额合计，只保留销售金额合计大于500的，按销售金额合计从高到低排列。",
        ),
        (
            "SELECT h.shop_name, count(s.id) FROM shop h LEFT JOIN sale s ON s.shop_id = h.id"
            " GROUP BY h.id, h.shop_name",
            "What is the number of sales of shops for each shop name, including shops without sales?",
            "按门店名称统计门店的销售记录数量，也包括没有销售记录的门店。",
        ),
        (
            "SELECT shop_name FROM shop h WHERE NOT EXISTS (SELECT FROM sale s WHERE s.shop_id = h.id)",
            "List the name of shops that have no sales.",
            "列出没有销售记录的门店的名称。",
        ),
        (
            "SELECT h.shop_name FROM shop h LEFT JOIN sale s ON s.shop_id = h.id WHERE s.id IS NULL",
            "List the shop name of shops that have no sales.",
            "列出没有销售记录的门店的门店名称。",
        ),
        (
            "SELECT h.shop_name FROM sale s JOIN shop h ON s.shop_id = h.id AND s.note = h.city WHERE s.amount > 5"
            " FETCH FIRST 2 ROWS ONLY",
            "List the shop name of shops where sale amount is above 5 and sale note is city, only the first 2.",
            "列出销售记录销售金额大于5且销售记录备注为城市的门店的门店名称，只取前2条。",
        ),
        (
            "SELECT e.clerk_name, b.clerk_name FROM ops.clerk e JOIN ops.clerk b ON b.id = e.boss_id",
            "List the clerk name and boss name of clerks.",
            "列出员工的员工姓名和上级姓名。",
        ),
        (
            "SELECT avg(amount) FROM sale WHERE note IS NOT NULL AND cost NOT BETWEEN 1 AND 5 AND note NOT LIKE '%x%'",
            'What is the average amount of sales where note is known and cost is not between 1 and 5 and note does not'
            ' contain "x"?',
            "备注不为空且成本不在1到5之间且备注不包含“x”的销售记录的平均销售金额是多少？",
        ),
        (
            "SELECT sum(amount - cost) / sum(cost), max(sold_on) FROM sale",
            "What are the ratio of total (amount minus cost) to total cost and the latest date sold of sales?",
            "销售记录的（销售金额减去成本）合计与成本合计之比和最晚的销售日期分别是多少？",
        ),
        (
            "SELECT clerk_name FROM ops.clerk WHERE salary > (SELECT avg(salary) FROM ops.clerk)",
            "List the name of clerks where salary is above average salary of clerks.",
            "列出月薪大于员工的平均月薪的员工的姓名。",
        ),
        (
            "SELECT date_trunc('month', sold_on), count(*) FILTER (WHERE amount > 9), count(DISTINCT shop_id) FROM sale"
            " GROUP BY 1 ORDER BY 1",
            "What are the number of sales where amount is above 9 and the number of different shop ids for each month"
            " of the date sold, sorted by month of the date sold earliest first?",
            "按销售日期所在月份统计销售金额大于9的销售记录数量和不同门店 ID 的数量，按销售日期所在月份从早到晚排列。",
        ),
        (
            "SELECT DISTINCT city FROM shop WHERE city IN ('Rome', 'Oslo') OR city LIKE 'B%'",
            'List the different cities of shops where either city is "Rome" or "Oslo" or city starts with "B".',
            "城市为“Rome”或“Oslo”或城市以“B”开头的门店有哪些不同的城市？",
        ),
    ],
)  # fmt: skip
def test_question__in_both_languages(sql: str, en: str, zh: str) -> None:
    assert asked(sql) == (en, zh)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CASE WHEN salary > 9 THEN 'rich' ELSE 'poor' END AS class FROM ops.clerk",
        "SELECT my_function(salary) FROM ops.clerk",
        "SELECT DISTINCT ON (city) shop_name FROM shop",
        "SELECT city FROM shop GROUP BY ROLLUP (city)",
        "SELECT shop_name FROM shop OFFSET 5",
        "SELECT shop_name FROM shop CROSS JOIN sale",
        "SELECT h.shop_name FROM shop h RIGHT JOIN sale s ON s.shop_id = h.id",
        "SELECT h.shop_name FROM shop h LEFT JOIN sale s ON s.shop_id = h.id AND s.amount > 5",
        "SELECT a.amount, b.amount FROM sale a JOIN sale b ON a.sold_on = b.sold_on",
        "SELECT shop_name FROM shop ORDER BY 7",
        "SELECT shop_name FROM shop LIMIT 1 + 1",
        "SELECT shop_name FROM shop WHERE city ~ '^R'",
        "SELECT shop_name FROM shop NATURAL JOIN sale",
        "SELECT shop_name, amount FROM shop, sale",
        "SELECT count(*) FROM sale HAVING count(*) > 5",
        "SELECT city FROM shop WHERE id = (SELECT max(shop_id) FROM sale WHERE status = shop.city)",
        "SELECT city FROM shop WHERE EXISTS (SELECT 1 FROM sale)",
        "SELECT sum(amount) OVER (ORDER BY sold_on ROWS 3 PRECEDING) FROM sale",
        "SELECT city FROM shop ORDER BY city FETCH FIRST 3 ROWS WITH TIES",
    ],
)
def test_question__none_where_a_part_would_stay_unsaid(sql: str) -> None:
    assert asked(sql) == (None, None)


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 FROM other", "SELECT * FROM pg_catalog.pg_class", "WITH a AS (SELECT 1) SELECT * FROM a", "SELECT 1",
     "SELECT * FROM (SELECT * FROM shop) x", "SELECT * FROM generate_series(1, 3)"],
)  # fmt: skip
def test_tidied__only_tables_of_the_catalog(sql: str) -> None:
    tree = parsed_select(sql)
    assert tree is not None
    with pytest.raises(UnknownNameError):
        tidied(tree, CATALOG)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT FROM shop",
        "SELECT shop.* FROM shop",
        "SELECT (shop).city FROM shop",
        "SELECT count(shop.*) FROM shop",
        "SELECT shop_name FROM shop JOIN sale USING (id)",
        "SELECT shop_name FROM shop NATURAL JOIN sale",
        "SELECT shop_name FROM shop, LATERAL (SELECT 1) x",
        "SELECT shop_name FROM shop FETCH FIRST 5 ROWS ONLY",
        "SELECT shop_name FROM shop LIMIT ALL",
        "SELECT shop_name FROM shop ORDER BY 1 NULLS LAST",
        "SELECT shop_name FROM shop ORDER BY opened_on - current_date",
        "SELECT public.shop.city FROM public.shop",
        "SELECT other.city FROM shop",
        "SELECT city FROM shop WHERE city = ANY (SELECT city FROM shop)",
        "SELECT city FROM shop WHERE city IN (VALUES ('Rome'))",
        "SELECT city FROM shop WHERE EXISTS (SELECT 1 FROM sale UNION SELECT 2 FROM sale)",
        "SELECT city FROM shop WHERE city IN (SELECT city FROM shop UNION SELECT note FROM sale)",
        "SELECT city FROM shop WHERE city IS DISTINCT FROM shop_name AND (city, id) IN (('a', 1))",
        "SELECT city FROM shop WHERE id = (SELECT max(shop_id) FROM sale WHERE status = shop.city)",
        "SELECT city::varchar(3)[] FROM shop TABLESAMPLE SYSTEM (5)",
        "SELECT sum(amount) OVER (ORDER BY sold_on ROWS 3 PRECEDING) FROM sale",
        "SELECT row_number() OVER () FROM sale",
        "SELECT amount::money, -amount, amount % 3, amount ^ 2, @ amount FROM sale",
        "SELECT note -> 'a' ->> 'b', note #> '{a}' FROM sale",
        "SELECT ARRAY[1, 2], ROW(1, 2), ARRAY(SELECT id FROM sale) FROM sale",
        "SELECT string_agg(note, ',' ORDER BY note), array_agg(id), percentile_cont(0.5) WITHIN GROUP (ORDER BY amount)"
        " FROM sale",
        "SELECT grouping(city), count(*) FROM shop GROUP BY GROUPING SETS ((city), ())",
        "SELECT count(*) FROM sale HAVING count(*) > 5",
        "SELECT city, count(*) FROM shop GROUP BY 9",
        "SELECT sold_on + interval '1 year 2 mons', now() - '3 days'::interval FROM sale",
        "SELECT id FROM shop WHERE " + " OR ".join(f"id = {n}" for n in range(2_000)),
        "SELECT id FROM shop WHERE id = " + "(" * 300 + "1" + ")" * 300,
        "SELECT id FROM shop WHERE " + "NOT " * 500 + "is_open",
    ],
    ids=lambda sql: sql[:60],
)
def test_question__odd_statements_harm_nobody(sql: str) -> None:
    tree = parsed_select(sql)
    if tree is None:
        return
    with suppress(UnknownNameError, RecursionError):
        tidied(tree, CATALOG)
        for language in ("en", "zh"):
            said = questioner(CATALOG, language).question(tree)  # type: ignore[arg-type]
            assert said is None or len(said) <= 400


@pytest.mark.parametrize("sql", ["DROP TABLE t", "SELECT 1; SELECT 2", "SELECT FROM WHERE", "", "VALUES (1)", "("])
def test_parsed_select__only_one_select(sql: str) -> None:
    assert parsed_select(sql) is None


def test_tidied__what_the_server_stores_reads_as_written() -> None:
    stored = """ SELECT h.city, sum(s.amount) AS total
        FROM ((sale s JOIN public.shop h ON ((s.shop_id = h.id))) LEFT JOIN ops.clerk c ON ((c.shop_id = h.id)))
        WHERE (((s.status)::text = '1'::text) AND (h.city = ANY (ARRAY['Rome'::text, 'Oslo'::text]))
          AND (s.sold_on > '2024-01-01'::date) AND ((s.note IS NULL) OR (s.cost > (5)::numeric)))
        GROUP BY h.city ORDER BY (sum(s.amount)) DESC"""
    tree = parsed_select(stored)
    assert tree is not None
    assert as_sql(tidied(tree, CATALOG)) == (
        "SELECT h.city, SUM(s.amount) AS total FROM sale AS s JOIN shop AS h ON s.shop_id = h.id LEFT JOIN"
        " ops.clerk AS c ON c.shop_id = h.id WHERE s.status = '1' AND h.city IN ('Rome', 'Oslo') AND s.sold_on >"
        " '2024-01-01' AND (s.note IS NULL OR s.cost > 5) GROUP BY h.city ORDER BY SUM(s.amount) DESC;"
    )
