"""What each rule makes of SQL that fails: mended against a real database, accepted by the whole check only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.validation.failure import Failure
from data_pipeline.validation.repair.aliases import aliases
from data_pipeline.validation.repair.broken import Broken
from data_pipeline.validation.repair.search import Repair, repaired
from data_pipeline.validation.session import Session
from tests.pipeline.business import catalog_of, make_business


@pytest.fixture(scope="module")
def url(make_database: Callable[..., str]) -> str:
    return make_business(make_database)


@pytest.fixture(scope="module")
def catalog(url: str) -> Catalog:
    return catalog_of(url)


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    one = Session(url, 5.0)
    yield one
    one.close()


def mended(session: Session, catalog: Catalog, sql: str) -> Repair | None:
    failure = session.judge(sql).failure
    assert failure is not None, f"this does not fail: {sql}"
    return repaired(sql, failure, catalog, session.judge)


IDENTIFIERS = [
    ("SELECT aera_name FROM area", "SELECT area_name FROM area"),
    ("SELECT areaName FROM area", "SELECT area_name FROM area"),
    ("SELECT name FROM area", "SELECT area_name FROM area"),
    ("SELECT area_name FROM areas", "SELECT area_name FROM area"),
    ("SELECT areas.area_name FROM areas", "SELECT area.area_name FROM area"),
    ("SELECT area_name FROM dbo.area", "SELECT area_name FROM area"),
    ("SELECT last_name FROM employee;", "SELECT last_name FROM ops.employee;"),
    ("SELECT a.salary, e.area_name FROM ops.employee e JOIN area a ON a.id = e.area_id",
     "SELECT e.salary, a.area_name FROM ops.employee e JOIN area a ON a.id = e.area_id"),
    ("SELECT cout(*) FROM area", "SELECT count(*) FROM area"),
    ("SELECT s, sum(n) AS total FROM (SELECT status AS s, 1 AS n FROM area) q GROUP BY s ORDER BY totl",
     "SELECT s, sum(n) AS total FROM (SELECT status AS s, 1 AS n FROM area) q GROUP BY s ORDER BY total"),
]  # fmt: skip
QUOTES = [
    ('SELECT "AREA_NAME" FROM area', "SELECT area_name FROM area"),
    ("SELECT areaId FROM DaySales", 'SELECT "areaId" FROM "DaySales"'),
    ("SELECT `area_name` FROM `area`", "SELECT area_name FROM area"),
    ("SELECT [area_name] FROM [area] WHERE [status] = 1", "SELECT area_name FROM area WHERE status = 1"),
    ('SELECT id FROM area WHERE area_name = "第1服务区"', "SELECT id FROM area WHERE area_name = '第1服务区'"),
    ('SELECT id FROM area WHERE id IN ("A1", "A2")', "SELECT id FROM area WHERE id IN ('A1', 'A2')"),
    ("SELECT count(*) AS 'n' FROM 'area'", "SELECT count(*) AS n FROM area"),
]
GROUPS = [
    ("SELECT status, count(*) FROM area", "SELECT status, count(*) FROM area GROUP BY status"),
    ("SELECT status, id, count(*) FROM area GROUP BY status ORDER BY 3",
     "SELECT status, id, count(*) FROM area GROUP BY status, id ORDER BY 3"),
    ("SELECT date_trunc('year', opened_on) AS y, count(*) FROM area ORDER BY 1",
     "SELECT date_trunc('year', opened_on) AS y, count(*) FROM area GROUP BY date_trunc('year', opened_on) ORDER BY 1"),
]  # fmt: skip
LITERALS = [
    ("SELECT id FROM area WHERE area_name = “第1服务区”", "SELECT id FROM area WHERE area_name = '第1服务区'"),
    ("SELECT id FROM area WHERE area_name LIKE ‘%服务区’", "SELECT id FROM area WHERE area_name LIKE '%服务区'"),
    ("SELECT count（*） FROM area WHERE status ＝ 1；", "SELECT count(*) FROM area WHERE status = 1;"),
    ("SELECT id FROM area WHERE area_name = 'O'Brien服务区'", "SELECT id FROM area WHERE area_name = 'O''Brien服务区'"),
    (
        "SELECT id FROM area WHERE area_name = 'O\\'Brien服务区'",
        "SELECT id FROM area WHERE area_name = 'O''Brien服务区'",
    ),
    ("SELECT id FROM area WHERE opened_on > 2016-01-01", "SELECT id FROM area WHERE opened_on > '2016-01-01'"),
    ("SELECT id FROM area WHERE opened_on > '2016年1月1日'", "SELECT id FROM area WHERE opened_on > '2016-01-01'"),
    ("SELECT id FROM area WHERE area_name LIKE %服务区", "SELECT id FROM area WHERE area_name LIKE '%服务区'"),
    ("SELECT id FROM area WHERE id = A1", "SELECT id FROM area WHERE id = 'A1'"),
    ("SELECT id FROM area WHERE id = ''A1''", "SELECT id FROM area WHERE id = 'A1'"),
    ('SELECT count(*) FROM "DaySales" WHERE method = 微信', "SELECT count(*) FROM \"DaySales\" WHERE method = '微信'"),
    ("SELECT count(*) FROM area WHERE status < '1.5'", "SELECT count(*) FROM area WHERE status < 1.5"),
]
DIALECTS = [
    ("SELECT IFNULL(max(status), 0) FROM area", "SELECT COALESCE(MAX(status), 0) FROM area"),
    ("SELECT NVL(max(status), 0) FROM area", "SELECT COALESCE(MAX(status), 0) FROM area"),
    ("SELECT ISNULL(max(status), 0) FROM area", "SELECT COALESCE(MAX(status), 0) FROM area"),
    ("SELECT id FROM area ORDER BY id LIMIT 2, 3", "SELECT id FROM area ORDER BY id LIMIT 3 OFFSET 2"),
    ("SELECT TOP 3 id FROM area ORDER BY id", "SELECT  id FROM area ORDER BY id LIMIT 3"),
    ("SELECT id FROM area WHERE status = 1 AND ROWNUM <= 3", "SELECT id FROM area WHERE status = 1 LIMIT 3"),
    ("SELECT count(*) FROM area WHERE opened_on < GETDATE()",
     "SELECT count(*) FROM area WHERE opened_on < CURRENT_TIMESTAMP"),
    ("SELECT DISTINCT YEAR(opened_on) FROM area",
     "SELECT DISTINCT EXTRACT(YEAR FROM CAST(opened_on AS DATE)) FROM area"),
    ("SELECT DATE_FORMAT(opened_on, '%Y-%m') FROM area",
     "SELECT TO_CHAR(CAST(opened_on AS TIMESTAMP), 'YYYY-MM') FROM area"),
    ("SELECT strftime('%Y', opened_on) FROM area", "SELECT TO_CHAR(CAST(opened_on AS TIMESTAMP), 'YYYY') FROM area"),
    ("SELECT id + '-' + area_name FROM area", "SELECT id || '-' || area_name FROM area"),
    ("SELECT DATEPART(year, opened_on) FROM area", "SELECT EXTRACT(year FROM opened_on) FROM area"),
    ("SELECT DATE_ADD(opened_on, INTERVAL 7 DAY) FROM area", "SELECT opened_on + INTERVAL '7 DAY' FROM area"),
    ("SELECT IF(status = 1, 'on', 'off') FROM area", "SELECT CASE WHEN status = 1 THEN 'on' ELSE 'off' END FROM area"),
]  # fmt: skip
CASTS = [
    ("SELECT count(*) FROM area WHERE id > 1", "SELECT count(*) FROM area WHERE id > '1'"),
    ("SELECT count(*) FROM area WHERE status LIKE '1%'", "SELECT count(*) FROM area WHERE status::text LIKE '1%'"),
    ("SELECT sum(status::text) FROM area", "SELECT sum(status::text::numeric) FROM area"),
    ("SELECT round(avg(status)::double precision, 1) FROM area",
     "SELECT round(avg(status)::double precision::numeric, 1) FROM area"),
    ("SELECT count(*) FROM ops.employee WHERE is_trainee = 1",
     "SELECT count(*) FROM ops.employee WHERE is_trainee = true"),
    ("SELECT count(*) FROM area a JOIN ops.employee e ON e.area_id = a.id AND e.id::text = e.id",
     "SELECT count(*) FROM area a JOIN ops.employee e ON e.area_id = a.id AND e.id::text = e.id::text"),
    ("SELECT now()::timestamp - 7", "SELECT now()::timestamp - INTERVAL '7 day'"),
    ("SELECT COALESCE(status, 'none') FROM area", "SELECT COALESCE(status::text, 'none') FROM area"),
    ("SELECT upper(status) FROM area", "SELECT upper(status::text) FROM area"),
]  # fmt: skip
ALIASES = [
    ("SELECT id FROM area JOIN ops.employee e ON e.area_id = area.id",
     "SELECT area.id FROM area JOIN ops.employee e ON e.area_id = area.id"),
    ("SELECT ax.area_name FROM area AS a", "SELECT a.area_name FROM area AS a"),
    ("SELECT area.area_name FROM area AS a", "SELECT a.area_name FROM area AS a"),
    ("SELECT count(*) FROM ops.employee JOIN area AS t2 ON t1.area_id = t2.id",
     "SELECT count(*) FROM ops.employee JOIN area AS t2 ON employee.area_id = t2.id"),
    ("SELECT e.last_name, area.area_name FROM ops.employee e WHERE e.salary > 3000",
     "SELECT e.last_name, area.area_name FROM ops.employee e JOIN area ON e.area_id = area.id WHERE e.salary > 3000"),
]  # fmt: skip
RESERVED = [
    ('SELECT order, count(*) FROM "DaySales" GROUP BY order',
     'SELECT "order", count(*) FROM "DaySales" GROUP BY "order"'),
    ("SELECT user.area_name FROM area AS user", 'SELECT "user".area_name FROM area AS "user"'),
    ("SELECT count(*) order FROM area", 'SELECT count(*) "order" FROM area'),
    ("SELECT limit.id FROM area AS limit ORDER BY limit.id LIMIT 2",
     'SELECT "limit".id FROM area AS "limit" ORDER BY "limit".id LIMIT 2'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        *(("identifier", *case) for case in IDENTIFIERS),
        *(("quoted_identifier", *case) for case in QUOTES),
        *(("group_by", *case) for case in GROUPS),
        *(("literal", *case) for case in LITERALS),
        *(("dialect", *case) for case in DIALECTS),
        *(("cast", *case) for case in CASTS),
        *(("alias", *case) for case in ALIASES),
        *(("reserved_word", *case) for case in RESERVED),
    ],
)
def test_repaired__what_was_meant(session: Session, catalog: Catalog, rule: str, bad: str, good: str) -> None:
    repair = mended(session, catalog, bad)
    assert repair is not None
    assert repair.after == good
    assert repair.before == bad and repair.verdict.status == "valid" and rule in repair.rules


def test_repaired__several_faults_of_several_kinds(session: Session, catalog: Catalog) -> None:
    bad = "SELECT `areaName`, IFNULL(sum(salry), 0) FROM area a JOIN employee e ON e.area_id = a.id WHERE a.status ＝ 1"
    repair = mended(session, catalog, bad)
    assert repair is not None
    assert repair.after == (
        "SELECT area_name, COALESCE(SUM(salary), 0) FROM area a JOIN ops.employee e ON e.area_id = a.id"
        " WHERE a.status = 1 GROUP BY area_name"
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT weather FROM area",  # nothing is called like it
        "SELECT 1 / (id - id) FROM ops.employee",  # no rule for it
        "SELECT count(*) FROM payments_2019",
        "SELECT ((((",
        "SELECT '",
    ],
)
def test_repaired__gives_up(session: Session, catalog: Catalog, sql: str) -> None:
    assert mended(session, catalog, sql) is None


def test_repaired__proposes_only_what_the_check_accepts(session: Session, catalog: Catalog) -> None:
    """An attempt that answers nothing is not taken; and everything that is tried went through the gate."""
    assert mended(session, catalog, "SELECT nme FROM nothing") is None
    tried: list[str] = []

    def judge(sql: str):  # type: ignore[no-untyped-def]
        tried.append(sql)
        return session.judge(sql)

    failure = Failure("42601", "syntax error", position=0)
    assert repaired("SELECT nextval（'x'）; DROP TABLE area", failure, catalog, judge) is None
    assert all(session.judge(sql).status != "valid" for sql in tried)


def test_repaired__is_bounded(session: Session, catalog: Catalog) -> None:
    tried: list[str] = []

    def judge(sql: str):  # type: ignore[no-untyped-def]
        tried.append(sql)
        return session.judge(sql)

    columns = ", ".join(f"wrong_{number}" for number in range(50))
    sql = f"SELECT {columns}, count(*) FROM areas a, employees e, nothing n WHERE x = “y” AND user = order"
    failure = session.judge(sql).failure
    assert failure is not None
    assert repaired(sql, failure, catalog, judge) is None
    assert 0 < len(tried) <= 80


def test_aliases__subquery_without_a_name(catalog: Catalog) -> None:
    """Servers before PostgreSQL 16 refuse it."""
    failure = Failure("42601", "subquery in FROM must have an alias", position=14)
    sql = "SELECT * FROM (SELECT id FROM area) WHERE id > ''"
    assert list(aliases(Broken(sql, failure, catalog))) == [
        "SELECT * FROM (SELECT id FROM area) AS part_1 WHERE id > ''"
    ]
