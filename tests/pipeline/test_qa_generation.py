"""The question step on a real database: its files, its figures, its refusals."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.catalog.model import Catalog, Column, Table
from data_pipeline.pairs.metadata import metadata_sql, themes
from data_pipeline.step import PipelineError
from data_pipeline.steps.qa_generation import RECORD_NAME, run
from tests.pipeline.business import catalog_of, make_business
from tests.pipeline.plain_step import PlainStep, read_pairs
from tests.postgres import run_sql

REPORT = ("quality_report.html", "quality_report.json")
NAME = re.compile(r"qs_highway_db_\d{8}_\d{6}_pair\.json")


@pytest.fixture(scope="module")
def url(make_database: Callable[..., str]) -> str:
    return make_business(make_database)


def step(directory: Path, url: str, **parameters: object) -> PlainStep:
    return PlainStep(directory, {"db_name": "highway_db", **parameters}, {"business": url})


def test_run__files_and_figures(tmp_path: Path, url: str) -> None:
    this = step(tmp_path, url)
    result = run(this)
    pair_file = tmp_path / result["pair_file"]
    assert NAME.fullmatch(pair_file.name)
    assert {path.name for path in tmp_path.iterdir()} == {pair_file.name, "metadata.txt", RECORD_NAME, *REPORT}
    pairs = read_pairs(pair_file)
    assert (len(pairs), result["tables"], result["languages"]) == (result["pairs"], 5, ["zh"])
    assert len(pairs) == 50
    assert all(question and sql.startswith("SELECT ") and sql.endswith(";") for question, sql in pairs)
    assert all(set(pair) == {"question", "sql"} for pair in json.loads(pair_file.read_text(encoding="utf-8")))
    assert this.fractions == sorted(this.fractions) and this.fractions[-1] == 1.0


@pytest.mark.parametrize("given", [{"max_pairs": "ten"}, {"max_pairs": 0}, {"max_pairs": True}, {"seed": 1.5}])
def test_run__numbers_that_are_none(tmp_path: Path, url: str, given: dict[str, object]) -> None:
    with pytest.raises(PipelineError) as caught:
        run(step(tmp_path, url, **given))
    assert caught.value.code == "parameter_invalid" and next(iter(given)) in caught.value.sentence


def test_run__only_the_tables_asked_for(tmp_path: Path, url: str) -> None:
    result = run(step(tmp_path, url, table_list=["area", "ops.employee"]))
    text = (tmp_path / result["pair_file"]).read_text(encoding="utf-8")
    assert result["tables"] == 2
    assert "DaySales" not in text and "ops.employee" in text


@pytest.mark.parametrize(("language", "kinds"), [("en", {False}), ("both", {True, False})])
def test_run__language(tmp_path: Path, url: str, language: str, kinds: set[bool]) -> None:
    pairs = read_pairs(tmp_path / run(step(tmp_path, url, language=language))["pair_file"])
    assert {question.endswith(("？", "。")) for question, _ in pairs} == kinds


def test_run__again_leaves_one_pair_file_and_what_others_put_there(tmp_path: Path, url: str) -> None:
    for name in ("qs_highway_db_20250101_000000_pair.json", "qs_highway_db_20250101_000000_pair.json.backup",
                 "qs_mine_pair.json"):  # fmt: skip
        (tmp_path / name).write_text("[]", encoding="utf-8")
    result = run(step(tmp_path, url))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {result["pair_file"], "metadata.txt", "qs_mine_pair.json", RECORD_NAME, *REPORT}


def test_run__empty_table_is_told(tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        run(step(tmp_path, url, language="en"))
    assert "Table nothing is empty: nothing can be asked but whether it has rows" in caplog.messages


def test_run__only_empty_tables(tmp_path: Path, url: str) -> None:
    result = run(step(tmp_path, url, table_list=["nothing"]))
    pairs = read_pairs(tmp_path / result["pair_file"])
    assert pairs and all(sql.startswith("SELECT EXISTS (") for _, sql in pairs)


def test_run__max_pairs(tmp_path: Path, url: str) -> None:
    assert run(step(tmp_path, url, max_pairs=7))["pairs"] == 7


def test_run__another_seed_draws_other_pairs(tmp_path: Path, url: str) -> None:
    def drawn(place: str, **parameters: Any) -> list[tuple[str, str]]:
        (tmp_path / place).mkdir()
        result = run(step(tmp_path / place, url, max_pairs=30, **parameters))
        return read_pairs(tmp_path / place / result["pair_file"])

    usual, seventh = drawn("usual"), drawn("seventh", seed=7)
    assert drawn("first", seed=1) == usual and drawn("again", seed=7) == seventh
    assert len(set(usual) & set(seventh)) < 20


def test_run__unknown_language(tmp_path: Path, url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        run(step(tmp_path, url, language="fr"))
    assert caught.value.code == "language_unknown"


def test_run__database_name_safe_in_file_name(tmp_path: Path, url: str) -> None:
    result = run(step(tmp_path, url, db_name="../a b/业务"))
    assert re.fullmatch(r"qs__a_b_业务_\d{8}_\d{6}_pair\.json", result["pair_file"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_metadata_sql__runs_twice(tmp_path: Path, url: str, database_url: str, language: str) -> None:
    run(step(tmp_path, url, language=language))
    script = (tmp_path / "metadata.txt").read_text(encoding="utf-8")
    run_sql(database_url, script)
    run_sql(database_url, script)
    rows = run_sql(
        database_url, "SELECT topic_name, related_tables, biz_entities, biz_metrics FROM metadata ORDER BY id"
    )
    assert len({name for name, *_ in rows}) == len(rows) >= 2
    assert {table for _, tables, _, _ in rows for table in tables} == {
        "area",
        '"DaySales"',
        "ops.employee",
        "area_sales",
    }
    assert all(entities and metrics for _, _, entities, metrics in rows)


def test_themes__events_first(url: str) -> None:
    first = themes(catalog_of(url), "zh")[0]
    assert first.name == "每日营业数据分析"
    assert first.entities[0] == "服务区"
    assert {"营业金额", "订单数"} <= set(first.metrics)


def test_metadata_sql__nothing_to_tell(database_url: str) -> None:
    run_sql(database_url, metadata_sql([]))
    assert run_sql(database_url, "SELECT count(*) FROM metadata") == [(0,)]


def test_metadata_sql__long_names_and_quotes(database_url: str) -> None:
    days = tuple(Column(name, "date", "D", 1, False) for name in ("day",))
    tables = tuple(Table("public", f"t{n}", "table", "It's " + "业务" * n, 10, days) for n in (1, 70))
    run_sql(database_url, metadata_sql(themes(Catalog("d", tables), "zh")))
    assert run_sql(database_url, "SELECT max(length(topic_name)), count(*) FROM metadata") == [(100, 2)]
