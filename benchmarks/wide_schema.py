"""A schema as wide as a company's: hundreds of tables of 6 to 25 columns with comments, keys and rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice, product

import psycopg2

_LARGE_EVERY, _LARGE_ROWS = 60, 20_000  # among tables of 50 to 500 rows
_AREAS = ("sales", "stock", "fleet", "staff", "finance", "project", "service", "store", "supply", "member",
          "training", "asset", "energy", "quality", "travel", "legal", "press", "safety", "parking", "research",
          "health", "tax", "garden", "kitchen", "export", "import", "repair", "customs", "estate", "media",
          "audit", "fund", "grant", "mail", "web", "field", "night", "harbour", "rail", "road")  # fmt: skip
_THINGS = {"team": "团队", "site": "站点", "product": "产品", "contract": "合同", "order": "订单", "visit": "来访",
           "invoice": "发票", "payment": "付款", "plan": "计划", "report": "报告", "task": "任务", "shift": "班次",
           "budget": "预算", "delivery": "配送", "review": "评审", "claim": "索赔", "ticket": "工单", "rental": "租赁",
           "course": "课程", "event": "活动", "device": "设备", "meter": "仪表", "account": "账户", "offer": "报价",
           "survey": "调查"}  # fmt: skip
# (name, type, comment, value of row i) in the order in which tables take them
_COLUMNS = (
    ("name", "varchar(60)", "名称", "'{thing} ' || i"),
    ("status", "varchar(12)", "状态：new-新建 open-进行中 done-完成", "(array['new','open','done'])[1 + i % 3]"),
    ("amount", "numeric(12,2)", "金额（元）", "round((i * 7919 % 100000)::numeric / 7, 2)"),
    ("happened_on", "date", "发生日期", "date '2023-01-01' + i * 37 % 900"),
    ("quantity", "integer", "数量", "1 + i * 31 % 50"),
    ("kind", "smallint", "类型：1-普通 2-加急 3-内部", "1 + i % 3"),
    ("city", "varchar(30)", "城市", "(array['上海','北京','广州','深圳','杭州','成都'])[1 + i % 6]"),
    ("active", "boolean", "是否启用", "i % 5 <> 0"),
    ("unit_price", "numeric(10,2)", "单价", "round((i * 104729 % 9000)::numeric / 11, 2) + 1"),
    ("note", "text", "备注", "case when i % 3 = 0 then 'note of row ' || i end"),
    ("created_at", "timestamp", "创建时间", "timestamp '2023-01-01' + i * interval '5 hours'"),
    ("code", "varchar(20)", "编号", "upper('{code}-') || lpad(i::text, 6, '0')"),
    ("channel", "varchar(20)", "渠道", "(array['web','shop','phone','partner'])[1 + i % 4]"),
    ("rating", "numeric(3,1)", "评分", "1 + i * 13 % 41 / 10.0"),
    ("contact_phone", "varchar(20)", "联系电话", "'138' || lpad((i * 7919 % 100000000)::text, 8, '0')"),
    ("due_on", "date", "截止日期", "date '2023-02-01' + i * 37 % 900"),
    ("cost", "numeric(12,2)", "成本", "round((i * 6007 % 50000)::numeric / 9, 2)"),
    ("grade", "char(1)", "等级", "chr(65 + i % 4)"),
    ("weight", "numeric(8,2)", "重量（公斤）", "(i * 17 % 900) / 4.0"),
    ("closed_at", "timestamp", "关闭时间", "case when i % 4 = 0 then timestamp '2024-01-01' + i * interval '3h' end"),
    ("address", "text", "地址", "'Road ' || i"),
    ("tags", "text[]", "标签", "array['a' || i % 5, 'b' || i % 7]"),
)  # fmt: skip
_TABLE = """
CREATE TABLE {name} (id serial PRIMARY KEY{columns}{keys});
COMMENT ON TABLE {name} IS '{area} {title}表';
{comments}
INSERT INTO {name} ({filled}) SELECT {values} FROM generate_series(1, {rows}) i;
"""
_COMMENT = "COMMENT ON COLUMN {name}.{column} IS '{comment}';"
_CLAIM = """
UPDATE pg_class SET reltuples = %(rows)s, relpages = %(rows)s / 80 WHERE oid = %(table)s::regclass;
UPDATE pg_statistic SET stadistinct = -1 WHERE starelid = %(table)s::regclass AND stadistinct > 1000;
"""


def fill(url: str, tables: int) -> list[str]:
    """Create so many tables (at most 1,000) with their rows and analyse them; their names."""
    names = [f"{area}_{thing}" for area, thing in islice(product(_AREAS, _THINGS), tables)]
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for n in range(len(names)):
            cursor.execute(_statement(n, names))
            connection.commit()
        cursor.execute("ANALYZE")
        connection.commit()
    return names


def claim_rows(url: str, table: str, rows: int) -> None:
    """Let the statistics say that the table has so many rows; needs a superuser."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"rows": rows, "table": table})
        connection.commit()


def _statement(n: int, names: list[str]) -> str:
    name, (area, _, thing) = names[n], names[n].partition("_")
    columns = [_COLUMNS[place] for place in sorted(_places(n))]
    parents = dict.fromkeys(names[parent] for parent in (n // 2, n // 3, n - 7) if 0 <= parent < n)
    parents = dict(islice(parents.items(), n % 4)) if n else {}
    rows = _LARGE_ROWS if n % _LARGE_EVERY == 30 else 50 + n * 97 % 451
    return _TABLE.format(
        name=name,
        area=area,
        title=_THINGS[thing],
        columns="".join(f", {column} {kind}" for column, kind, _, _ in columns),
        keys="".join(f", {parent}_id integer REFERENCES {parent}" for parent in parents),
        comments="\n".join(_comments(name, columns, parents)),
        filled=", ".join([*(column for column, *_ in columns), *(f"{parent}_id" for parent in parents)]),
        values=", ".join([*_values(thing, name, columns), *("1 + i % 50" for _ in parents)]),
        rows=rows,
    )


def _places(n: int) -> set[int]:
    """Which columns a table has: the first four and more of the others, another part of them for each table."""
    rest = len(_COLUMNS) - 4
    return {0, 1, 2, 3, *(4 + (n + step * 5) % rest for step in range(1 + n * 7 % 17))}


def _comments(name: str, columns: list[tuple[str, str, str, str]], parents: dict[str, None]) -> Iterator[str]:
    for column, _, comment, _ in columns:
        yield _COMMENT.format(name=name, column=column, comment=comment)
    for parent in parents:
        yield _COMMENT.format(name=name, column=f"{parent}_id", comment=f"{_THINGS[parent.partition('_')[2]]}ID")


def _values(thing: str, code: str, columns: list[tuple[str, str, str, str]]) -> Iterator[str]:
    for *_, value in columns:
        yield value.replace("{thing}", thing).replace("{code}", code[:6])
