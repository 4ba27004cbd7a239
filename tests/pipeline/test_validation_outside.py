"""Pairs that people bring along about tables that the task leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data_pipeline.exports.chat import chat_lines
from data_pipeline.exports.export import exported
from data_pipeline.steps.sql_validation import run
from tests.pipeline.plain_step import PlainStep, make_shop, read_pairs, write_documents, write_pairs
from tests.pipeline.rerun import Place
from tests.postgres import run_sql

INSIDE = [
    ("a", "SELECT state, count(*) FROM orders GROUP BY state;"),
    ("b", "SELECT count(*) FROM public.orders AS o CROSS JOIN generate_series(1, 2) AS n;"),
    ("c", "WITH parts AS (SELECT amount FROM orders) SELECT max(amount) FROM parts;"),
    ("d", "SELECT * FROM (SELECT count(*) FROM orders) AS parts;"),
    ("e", "SELECT 1 AS one FROM (VALUES (1)) AS parts (x);"),
]
OUTSIDE = [
    ("f", 'SELECT count(*) FROM orders AS o JOIN "Parts" AS p ON p.order_id = o.id;', '"Parts"'),
    ("g", "SELECT count(*) FROM orders WHERE id IN (SELECT order_id FROM hidden.lines);", "hidden.lines"),
    ("h", "SELECT count(*) FROM pg_class;", "pg_class"),
]


@pytest.fixture(scope="module")
def shop(make_database) -> str:  # type: ignore[no-untyped-def]
    url = make_shop(make_database)
    tables = ('"Parts"', "parts", "hidden.lines")
    run_sql(url, "CREATE SCHEMA hidden;" + "".join(f"CREATE TABLE {name} AS SELECT 7 AS order_id;" for name in tables))
    return url


def test_run__tables_that_the_documents_do_not_have(
    shop: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    step = PlainStep(tmp_path, {"language": "en"}, {"business": shop})
    write_documents(tmp_path)
    path = write_pairs(tmp_path, [*INSIDE, *(pair[:2] for pair in OUTSIDE)])
    figures = run(step)
    assert read_pairs(path) == INSIDE and figures["outside"] == len(OUTSIDE)
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    names = [name.strip('"') for *_, name in OUTSIDE]
    assert warned == [
        f'Not valid (outside): "{question}": It reads {name}, which this task leaves out.'
        for (question, *_), name in zip(OUTSIDE, names, strict=True)
    ]


def test_run__without_documents_nothing_is_outside(shop: str, tmp_path: Path) -> None:
    path = write_pairs(tmp_path, [pair[:2] for pair in OUTSIDE])
    assert run(PlainStep(tmp_path, {}, {"business": shop}))["outside"] == 0 and len(read_pairs(path)) == len(OUTSIDE)


def test_run__a_part_of_the_tables(place: Place) -> None:
    """Every table of an answer is in its example, and the report counts what was left out."""
    joined = "SELECT r.region_name, count(*) FROM customer c JOIN region r ON r.id = c.region_id GROUP BY r.region_name"
    (place.directory / "import_ours.csv").write_text(
        f'question,sql\nHow many customers has each region?,"{joined}"\nHow many are gold?,'
        "SELECT count(*) FROM customer WHERE level = 'gold'\n"
    )
    (place.directory / "task_config.json").write_text(json.dumps({"parameters": place.parameters}))
    figures = place.run(table_list=["customer", "orders"])
    assert figures["qa_generation"]["imported"] == 2 and figures["sql_validation"]["outside"] == 1
    shipped = exported(place.directory)
    lines = [json.loads(line)["messages"] for line in chat_lines(shipped.pairs.train, shipped.schema)]
    assert lines[0][1]["content"] == "How many are gold?" and not any("region " in one[2]["content"] for one in lines)
    validity = json.loads((place.directory / "quality_report.json").read_text())["validity"]
    assert validity["dropped_by_status"]["outside"] == validity["before"]["by_status"]["outside"] == 1
    assert any(one["reason"] == "It reads region, which this task leaves out." for one in validity["dropped_examples"])
