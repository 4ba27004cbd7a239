"""Queries mined from views and from pg_stat_statements, on a server of its own that counts statements."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bus import embedded
from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog, Column
from data_pipeline.imports.imported import imported_pairs, not_brought
from data_pipeline.imports.imported_pair import ImportedPair
from data_pipeline.imports.mined import frequent_queries, view_queries
from data_pipeline.imports.tidy import as_sql
from data_pipeline.validation.check import check
from tests.pipeline.business import BUSINESS, PHONE, catalog_of
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql

VIEWS = """
    CREATE VIEW ops.staffed AS SELECT a.area_name, count(*) AS staff FROM area a JOIN ops.employee e ON e.area_id = a.id
        WHERE a.status = 1 AND NOT e.is_trainee GROUP BY a.area_name;
    CREATE VIEW hotline AS SELECT area_name FROM area WHERE phone = '13800001234';
    CREATE VIEW odd AS SELECT CASE WHEN salary > 4000 THEN 'high' ELSE 'low' END AS class FROM ops.employee;
    CREATE MATERIALIZED VIEW dear AS SELECT last_name, salary FROM ops.employee WHERE salary > 4000;
"""
RUN_TWICE = [
    "SELECT area_name FROM area WHERE status = 1 ORDER BY area_name LIMIT 5",
    "SELECT count(*) FROM \"DaySales\" WHERE method = '微信' AND amount > 500",
    "SELECT last_name FROM ops.employee WHERE salary BETWEEN 3100 AND 3300",
    "SELECT area_name FROM area WHERE opened_on IN ('2015-05-01', '2016-01-01')",
    "SELECT area_name FROM area WHERE lower(area_name) LIKE '%服务%'",
    f"SELECT area_name FROM area WHERE phone = '{PHONE}'",  # a sensitive value
    "SELECT last_name FROM ops.employee WHERE salary * 12 > 40000",  # no column says what 12 or 40000 would be
    "SELECT relname FROM pg_class WHERE relkind = 'r'",
    "SELECT count(*) FROM pg_stat_activity",
    "SELECT nothing.name FROM nothing, pg_namespace",
    "UPDATE area SET phone = phone",
    "SELECT 1",
]
RUN_ONCE = "SELECT min(salary) FROM ops.employee"


@pytest.fixture(scope="module")
def counting_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the business database on a server that has pg_stat_statements loaded."""
    home = tmp_path_factory.mktemp("counting")
    url = embedded.ensure_running(home)
    for setting in ("shared_preload_libraries = 'pg_stat_statements'", "fsync = off"):
        _alter(url, setting)
    embedded.stop(home)
    url = embedded.ensure_running(home)
    run_sql(url, "CREATE SCHEMA tools; CREATE EXTENSION pg_stat_statements SCHEMA tools;" + BUSINESS + VIEWS)
    run_sql(url, "ANALYZE")
    yield url
    embedded.stop(home)


@pytest.fixture
def fresh_url(counting_url: str) -> str:
    """The same, with nothing counted yet."""
    run_sql(counting_url, "SELECT tools.pg_stat_statements_reset()")
    return counting_url


def _alter(url: str, setting: str) -> None:
    import psycopg2

    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"ALTER SYSTEM SET {setting}")


def guarded(catalog: Catalog) -> Catalog:
    """The catalog with telephone numbers marked as sensitive."""

    def mark(column: Column) -> Column:
        return replace(column, sensitive="phone" if column.name == "phone" else "")

    tables = [replace(table, columns=tuple(mark(column) for column in table.columns)) for table in catalog.tables]
    return replace(catalog, tables=tuple(tables))


def mined(url: str) -> list[str]:
    catalog = guarded(catalog_of(url))
    with closing(connect_read_only(url)) as connection:
        return [as_sql(query.tree) for query in frequent_queries(connection, catalog)]


def test_frequent_queries__selects_over_business_tables_with_values_that_occur(fresh_url: str) -> None:
    for statement in [*RUN_TWICE, *RUN_TWICE, RUN_ONCE]:
        run_sql(fresh_url, statement)
    found = mined(fresh_url)
    assert not [
        sql for sql in found if "$" in sql or PHONE in sql or "pg_" in sql or "12" in sql or "min(" in sql.lower()
    ]
    assert sorted(sql.split(" WHERE ")[0] for sql in found) == [
        'SELECT COUNT(*) FROM "DaySales"',
        "SELECT area_name FROM area",
        "SELECT area_name FROM area",
        "SELECT area_name FROM area",
        "SELECT last_name FROM ops.employee",
    ]
    assert "SELECT area_name FROM area WHERE status = 1 ORDER BY area_name LIMIT 10;" in found
    verdicts = check(fresh_url, found, progress=lambda done, total: None)
    assert {sql: verdict.status for sql, verdict in verdicts.items()} == dict.fromkeys(found, "valid")


def test_frequent_queries__the_most_frequent_first(fresh_url: str) -> None:
    for statement, times in ((RUN_TWICE[0], 2), (RUN_TWICE[2], 5), (RUN_TWICE[1], 3)):
        for _ in range(times):
            run_sql(fresh_url, statement)
    assert [sql.split("FROM ")[1].split()[0] for sql in mined(fresh_url)] == ["ops.employee", '"DaySales"', "area"]


def test_frequent_queries__what_we_run_ourselves_is_none(fresh_url: str) -> None:
    for _ in range(3):
        catalog_of(fresh_url)
        check(fresh_url, [RUN_ONCE, *RUN_TWICE[:2]], progress=lambda done, total: None)
    assert mined(fresh_url) == []


def test_frequent_queries__without_the_extension(make_database, caplog: pytest.LogCaptureFixture) -> None:  # type: ignore[no-untyped-def]
    url = make_database()
    run_sql(url, BUSINESS)
    with caplog.at_level(logging.INFO):
        assert mined(url) == []
    assert "pg_stat_statements is not installed" in caplog.text


def test_frequent_queries__extension_that_the_server_has_not_loaded(
    make_database,
    caplog: pytest.LogCaptureFixture,  # type: ignore[no-untyped-def]
) -> None:
    url = make_database()
    run_sql(url, "CREATE EXTENSION pg_stat_statements;" + BUSINESS)
    assert mined(url) == []
    assert "pg_stat_statements cannot be read" in caplog.text


def test_view_queries__harmless_ones_over_known_tables(counting_url: str) -> None:
    found = {query.source: as_sql(query.tree) for query in view_queries(guarded(catalog_of(counting_url)))}
    assert found["view:ops.staffed"] == (
        "SELECT a.area_name, COUNT(*) AS staff FROM area AS a JOIN ops.employee AS e ON e.area_id = a.id"
        " WHERE a.status = 1 AND NOT e.is_trainee GROUP BY a.area_name;"
    )
    assert set(found) == {"view:ops.staffed", "view:area_sales", "view:odd", "view:dear"}


def test_imported_pairs__views_become_questions_in_both_languages(counting_url: str, tmp_path: Path) -> None:
    (tmp_path / "import_mine.csv").write_text(
        "question,sql\nHow many?,SELECT count(*) FROM area\nhow many,SELECT 2\nOther?,select COUNT(*) from area;\n"
    )
    step = PlainStep(tmp_path, {"mine_queries": True, "language": "both"}, {"business": counting_url})
    pairs = imported_pairs(step, guarded(catalog_of(counting_url)), ["zh", "en"])
    assert [(pair.question, pair.source) for pair in pairs[:1]] == [("How many?", "file:import_mine.csv")]
    of_views = [(pair.question, pair.source) for pair in pairs if pair.source.startswith("view:")]
    assert ("列出薪资大于4000的员工的姓和薪资。", "view:dear") in of_views or (
        "List the last name and salary of employees where salary is above 4000.",
        "view:dear",
    ) in of_views
    assert [source for _, source in of_views].count("view:dear") == 2
    assert "view:odd" not in {source for _, source in of_views}
    assert len({pair.question for pair in pairs}) == len(pairs)


@pytest.mark.parametrize(("mode", "kept"), [("mask", ["plain?"]), ("off", ["plain?", "of 13812345678?", "phone?"])])
def test_imported_pairs__sensitive_values_stay_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str, kept: list[str]
) -> None:
    (tmp_path / "import_mine.csv").write_text(
        "question,sql\nplain?,SELECT 1 FROM a\nof 13812345678?,SELECT 2 FROM b\n"
        "phone?,SELECT 3 FROM c WHERE tel = '13912345678'\nlogin?,SELECT 4 FROM d WHERE x = 'pw:SecretPw1'\n"
    )
    pairs = imported_pairs(PlainStep(tmp_path, {"sensitive_data": mode, "language": "en"}), Catalog("d", ()), ["en"])
    assert [pair.question for pair in pairs] == kept
    (warned,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert warned.endswith(f"holds a sensitive value: {4 - len(kept)}")


def test_imported_pairs__repeats_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "import_mine.csv").write_text(
        "question,sql\nHow many in Rome?,SELECT 1 FROM a WHERE c = 'Rome'\nHow many?,SELECT 2 FROM b\n"
        "How many in Oslo?,SELECT 1 FROM a WHERE c = 'Oslo'\nhow many,SELECT 3 FROM c\n"
    )
    step = PlainStep(tmp_path, {"language": "en"})
    assert len(imported_pairs(step, Catalog("d", ()), ["en"])) == 2
    (warned,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert warned.endswith("the same SQL but for constants (2): How many in Oslo?; how many")


def test_imported_pairs__nothing_to_import(tmp_path: Path) -> None:
    assert imported_pairs(PlainStep(tmp_path), Catalog("d", ()), ["zh"]) == []


def test_imported_pairs__validation_refuses_what_is_no_harmless_select(counting_url: str, tmp_path: Path) -> None:
    statements = ["SELECT count(*) FROM area", "DROP TABLE area", "SELECT 1; DELETE FROM area", "SELECT ';' FROM area"]
    blocks = "".join(f"-- Question: number {n}?\n{sql};\n\n" for n, sql in enumerate(statements))
    (tmp_path / "import_mine.sql").write_text(blocks)
    pairs = imported_pairs(PlainStep(tmp_path), catalog_of(counting_url), ["en"])
    verdicts = check(counting_url, [pair.sql for pair in pairs], progress=lambda done, total: None)
    assert [verdicts[pair.sql].status for pair in pairs] == ["valid", "unsafe", "unsafe", "valid"]


def test_not_brought__generated_pairs_that_repeat_what_was_brought_are_left_out() -> None:
    brought = [ImportedPair("How many in Rome?", "SELECT count(*) FROM t WHERE city = 'Rome';", "file:a.csv")]
    generated = [
        ImportedPair("how many in rome", "SELECT 1", ""),
        ImportedPair("How many in Oslo?", "SELECT COUNT(*) FROM t WHERE city = 'Oslo'", ""),
        ImportedPair("How many?", "SELECT count(*) FROM t", ""),
    ]
    assert not_brought(generated, brought) == generated[2:]
    assert not_brought(generated, []) == generated
