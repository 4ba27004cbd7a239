"""Statements of a .sql file: each is its own, and those without a question get one or are told."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.imports.files import content_of
from data_pipeline.imports.imported import imported_pairs
from data_pipeline.imports.statements import statements
from data_pipeline.validation.check import check
from tests.pipeline.business import catalog_of, make_business
from tests.pipeline.plain_step import PlainStep

FOUR = """-- areas by state
SELECT status, count(*) FROM area GROUP BY status;
-- Question: How many people work in each area?
SELECT a.area_name, count(*) FROM ops.employee e JOIN area a ON a.id = e.area_id GROUP BY a.area_name;

/* the dearest
   people; all of them */
SELECT last_name, salary FROM ops.employee ORDER BY salary DESC LIMIT 5;
-- who are trainees; not the others
SELECT last_name FROM ops.employee WHERE is_trainee
"""


@pytest.fixture(scope="module")
def url(make_database) -> str:  # type: ignore[no-untyped-def]
    return make_business(make_database)


@pytest.fixture(scope="module")
def catalog(url: str) -> Catalog:
    return catalog_of(url)


def split(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.sql) for one in statements(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT 1;SELECT 2", [(0, "SELECT 1;"), (0, "SELECT 2")]),
        ("-- a;b\n\nSELECT ';' -- ; '\n, \"x;y\";\n;\n", [(2, "SELECT ';' -- ; '\n, \"x;y\";")]),
        ("SELECT 'it''s;';\nSELECT e'a\\';b';", [(0, "SELECT 'it''s;';"), (1, "SELECT e'a\\';b';")]),
        ("SELECT $$;$$, $x$;$$;$x$;\n/* ; */ SELECT 2 /* ; */;", [(0, "SELECT $$;$$, $x$;$$;$x$;"),
                                                              (1, "SELECT 2 /* ; */;")]),
        ("SELECT 1\n-- the end\n/* really */\n", [(0, "SELECT 1")]),
        ("SELECT 'never closed;\nSELECT 2;", [(0, "SELECT 'never closed;\nSELECT 2;")]),
        ("-- nothing\n/* but comments", []),
    ],
)  # fmt: skip
def test_statements(text: str, found: list[tuple[int, str]]) -> None:
    assert split(text) == found


@pytest.mark.parametrize("unit", ["/* ", "'", "$$;", "-- ;\n", ";", "$a$", "(", "SELECT 1;\n"])
def test_statements__many_bytes_of_anything(unit: str) -> None:
    for _ in zip(statements(unit * (2_000_000 // len(unit))), range(1000), strict=False):
        pass


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_content_of__every_statement_is_its_own(tmp_path: Path, line_end: str) -> None:
    (tmp_path / "four.sql").write_bytes(FOUR.replace("\n", line_end).encode())
    content = content_of(tmp_path / "four.sql")
    (pair,) = content.pairs
    assert pair.question == "How many people work in each area?" and pair.sql.endswith("GROUP BY a.area_name;")
    assert [(query.line, query.sql.split("FROM")[0]) for query in content.unasked] == [
        (2, "SELECT status, count(*) "), (8, "SELECT last_name, salary "), (10, "SELECT last_name ")
    ]  # fmt: skip


def test_content_of__what_stands_right_below_an_answer_is_for_validation(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("SET a = 1;\n-- Question: both?\nSELECT 1;\nSELECT 2;\n\n-- more\nSELECT 3;\n")
    content = content_of(tmp_path / "a.sql")
    assert [pair.sql for pair in content.pairs] == ["SELECT 1;\nSELECT 2;"]
    assert [(query.line, query.sql) for query in content.unasked] == [(7, "SELECT 3;")]


@pytest.mark.parametrize("languages", [["en"], ["zh", "en"]])
def test_imported_pairs__queries_without_a_question_get_one(
    url: str, catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture, languages: list[str]
) -> None:
    (tmp_path / "import_four.sql").write_text(FOUR)
    with caplog.at_level(logging.INFO):
        pairs = imported_pairs(PlainStep(tmp_path, {"language": "en"}), catalog, languages)  # type: ignore[arg-type]
    asked = {pair.question: pair.sql for pair in pairs}
    assert len(asked) == 1 + 3 * len(languages)
    assert "How many people work in each area?" in asked
    verdicts = check(url, asked.values(), progress=lambda done, total: None)
    assert {verdict.status for verdict in verdicts.values()} == {"valid"}
    assert "SELECT last_name FROM ops.employee WHERE is_trainee" in asked.values(), "as it is written"
    assert "import_four.sql: 3 queries have no question; questions were made for 3 of them" in caplog.text


def test_imported_pairs__queries_without_words_are_told_with_their_lines(
    catalog: Catalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "import_odd.sql").write_text(
        "SELECT count(*) FROM area;\nSELECT count(*) FROM elsewhere;\nCREATE TABLE t (id int);\n"
        f"WITH a AS (SELECT 1) SELECT * FROM a;\nSELECT area_name FROM area WHERE id = '{'x' * 20_000}';\n"
        "SELECT count(*) FROM area WHERE status = $1;\n"
    )
    pairs = imported_pairs(PlainStep(tmp_path, {"language": "en"}), catalog, ["en"])
    assert [pair.sql for pair in pairs] == [
        "SELECT count(*) FROM area;", "SELECT COUNT(*) FROM area WHERE status = 1;"
    ]  # fmt: skip
    (warned,) = (record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert warned == (
        "import_odd.sql: 5 queries have no question; questions were made for 2 of them, those of lines 2, 4, 5 are left"
        " out: write '-- Question: ...' above each"
    )


def test_imported_pairs__queries_on_one_line_are_told_apart(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "import_two.sql").write_text("SELECT count(*) FROM area; SELECT max(salary) FROM ops.employee;\n")
    pairs = imported_pairs(PlainStep(tmp_path, {"language": "en"}), catalog, ["en"])
    assert [pair.sql for pair in pairs] == ["SELECT count(*) FROM area;", "SELECT max(salary) FROM ops.employee;"]


def test_imported_pairs__sensitive_values_of_queries_stay_out(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "import_a.sql").write_text("SELECT count(*) FROM area WHERE area_name = '13812345678';\n")
    assert imported_pairs(PlainStep(tmp_path, {"language": "en"}), catalog, ["en"]) == []
