"""The parse-tree gate: what is one harmless SELECT and what is not."""

from __future__ import annotations

import pytest

from data_pipeline.validation.statement import RefusedSqlError, UnreadableSqlError, UnsafeSqlError, read_select

GOOD = [
    "SELECT 1;",
    "SELECT 1;;",
    "-- what is asked\nSELECT /* nested /* comment; */ */ 1 -- end",
    "(SELECT 1) UNION (SELECT 2) ORDER BY 1",
    "VALUES (1), (2)",
    "TABLE orders",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "SELECT 'DROP TABLE orders; --', \"delete\" FROM orders",
    "SELECT $$a; drop table x$$, $tag$ it's $tag$, E'\\'; drop table x', U&'\\0061'",
    "SELECT state, count(*) FILTER (WHERE amount > 3) OVER w FROM orders WINDOW w AS (PARTITION BY state)",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM orders",
    "SELECT o.day::date + interval '1 day', CAST(amount AS int) FROM orders o, LATERAL (SELECT o.id) l",
    "SELECT date_trunc('month', day), to_char(day, 'YYYY-MM'), now(), current_date, random() FROM orders",
    'SELECT a."into", a."update" FROM "For Update" AS a',
    "SELECT 订单.名称 FROM 订单 WHERE 名称 LIKE '%服务区%'",
]
UNSAFE = [
    "",
    ";",
    "-- nothing",
    "SELECT 1; DROP TABLE orders",
    "SELECT 1 --\r; DROP TABLE orders",
    "SELECT 'a' /* /* */ */; DROP TABLE orders; --*/",
    "SELECT '\\'; DROP TABLE orders; --'",
    "SELECT a$b$ ; DROP TABLE orders; --$b$",
    "SELECT $$a$$; DROP TABLE orders",
    "DROP TABLE orders",
    "DELETE FROM orders",
    "EXPLAIN ANALYZE DELETE FROM orders",
    "EXPLAIN SELECT 1",
    "COPY orders TO '/tmp/x'",
    "COPY (SELECT 1) TO PROGRAM 'sh'",
    "DO $$ BEGIN DELETE FROM orders; END $$",
    "CALL p()",
    "BEGIN",
    "SET ROLE admin",
    "PREPARE p AS SELECT 1",
    "DECLARE c CURSOR FOR SELECT 1",
    "CREATE TABLE x AS SELECT 1",
    "LOCK TABLE orders",
    "(ANALYZE) SELECT 1",
    "WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d",
    "WITH d AS (INSERT INTO orders VALUES (1) RETURNING *) SELECT * FROM d",
    "WITH d AS (MERGE INTO orders o USING s ON true WHEN MATCHED THEN DELETE RETURNING *) SELECT * FROM d",
    "SELECT 1 WHERE EXISTS (WITH u AS (UPDATE orders SET id = 1 RETURNING 1) SELECT * FROM u)",
    "SELECT * INTO copy FROM orders",
    "SELECT * INTO TEMP copy FROM orders",
    "SELECT * FROM orders FOR UPDATE",
    "SELECT * FROM (SELECT * FROM orders FOR NO KEY UPDATE SKIP LOCKED) o",
    "SELECT * FROM orders FOR SHARE OF orders NOWAIT",
    "SELECT * FROM orders WHERE id = $1",
    "SELECT * FROM orders WHERE id = %s",
    "SELECT * FROM orders WHERE id = :id",
    "SELECT nextval('numbers')",
    "SELECT NextVal/* */('numbers')",
    "SELECT pg_catalog . \"nextval\" ('numbers')",
    "SELECT U&\"\\006eextval\"('numbers')",
    "SELECT * FROM ROWS FROM (generate_series(1, 2), setval('numbers', 1)) AS r",
    "SELECT * FROM pg_sleep(1)",
    "SELECT o.id FROM orders o, LATERAL (SELECT pg_sleep_for('1 s')) s",
    "SELECT CASE WHEN pg_terminate_backend(1) THEN 1 END",
    "SELECT 1 ORDER BY PG_CANCEL_BACKEND(1)",
    "SELECT set_config('role', 'x', false)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM dblink('host=x', 'DELETE FROM orders') AS d(a int)",
    "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
    "SELECT * FROM ts_stat('SELECT 1')",
    "SELECT * FROM crosstab('DELETE FROM orders') AS c(a int)",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_notify('a', 'b')",
    "SELECT txid_current()",
    "SELECT pg_reload_conf()",
    "SELECT " + "x" * 20_001,
]
UNREADABLE = [
    "SELECT FROM WHERE",
    "SELECT 'open",
    "SELECT ((1)",
    "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    "SELECT '\0'",
]


@pytest.mark.parametrize("sql", GOOD)
def test_read_select__good(sql: str) -> None:
    assert isinstance(read_select(sql), frozenset)


@pytest.mark.parametrize("sql", UNSAFE)
def test_read_select__unsafe(sql: str) -> None:
    with pytest.raises(UnsafeSqlError):
        read_select(sql)


@pytest.mark.parametrize("sql", UNREADABLE)
def test_read_select__unreadable(sql: str) -> None:
    with pytest.raises(UnreadableSqlError):
        read_select(sql)


def test_read_select__names_as_postgresql_folds_them() -> None:
    names = read_select('SELECT Lower(name), "Lower"(name), app.Score (id), (SELECT max(id) FROM t) FROM t')
    assert {"lower", "Lower", "score", "max"} <= names


def test_read_select__says_what_is_wrong() -> None:
    with pytest.raises(RefusedSqlError, match=r"begins with DROP"):
        read_select("DROP TABLE orders")
    with pytest.raises(RefusedSqlError, match=r"2 statements"):
        read_select("SELECT 1; SELECT 2")
    with pytest.raises(RefusedSqlError, match=r"calls pg_sleep\(\)"):
        read_select("SELECT pg_sleep(1)")
    with pytest.raises(RefusedSqlError, match=r"Expected table name but got 'WHERE'\. Line 1"):
        read_select("SELECT * FROM WHERE")
