"""The step: what it writes, replaces, refuses and reports."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.step import PipelineError
from data_pipeline.steps import ddl_generation
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql


def _step(url: str, directory: Path, **parameters: Any) -> PlainStep:
    return PlainStep(directory, parameters=parameters, connections={"business": url})


OF_THE_DATABASE = {
    "schema_profile.json", "er.svg", "er.mmd", "glossary.draft.yaml", "ddl_generation_fingerprints.json"
}  # fmt: skip


def _files(directory: Path) -> set[str]:
    """All but the quality report, which every step renews."""
    return {path.name for path in directory.iterdir() if not path.name.startswith("quality_report.")}


def test_run__figures_progress_and_log(odd_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    step = _step(odd_url, tmp_path)
    with caplog.at_level(logging.INFO):
        result = ddl_generation.run(step)
    assert result.pop("seconds") < 30
    assert result == {"tables": 10, "views": 2, "ddl_files": 10, "documents": 12, "redone": 12}
    assert len(_files(tmp_path)) == 22 + len(OF_THE_DATABASE)
    assert step.fractions == sorted(step.fractions)
    assert (step.fractions[-1], len(step.fractions)) == (1.0, 13)
    assert "开始处理表: sales" in caplog.messages


def test_run__log_in_english(odd_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ddl_generation.run(_step(odd_url, tmp_path, language="en", table_list=["sales"]))
    assert "Table: sales" in caplog.messages


def test_run__missing_table_is_named_and_nothing_written(odd_url: str, tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        ddl_generation.run(_step(odd_url, tmp_path, table_list=["sales", "no_such_table"]))
    assert (caught.value.code, caught.value.retryable) == ("table_not_found", False)
    assert "no_such_table" in caught.value.sentence
    assert _files(tmp_path) == set()


def test_run__table_list_file(odd_url: str, tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_text("sales\nbss.area\n")
    ddl_generation.run(_step(odd_url, tmp_path, table_list_file="tables.txt"))
    documents = {"sales.ddl", "sales_detail.md", "bss__area.ddl", "bss__area_detail.md"}
    assert _files(tmp_path) == documents | OF_THE_DATABASE | {"tables.txt"}


def test_run__again_replaces_files_and_removes_only_its_own(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    url = make_schema("CREATE TABLE a (x int); CREATE TABLE b (x int)")
    (tmp_path / "mine.ddl").write_text("-- not the step's")
    ddl_generation.run(_step(url, tmp_path))
    run_sql(url, "ALTER TABLE a ADD y text; DROP TABLE b")
    ddl_generation.run(_step(url, tmp_path))
    assert _files(tmp_path) == {"a.ddl", "a_detail.md", "mine.ddl"} | OF_THE_DATABASE
    assert "y text" in (tmp_path / "a.ddl").read_text()


def test_run__empty_database_is_told(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        ddl_generation.run(_step(database_url, tmp_path))
    assert caught.value.code == "no_tables"


def test_run__glossary_that_leaves_out_every_table_is_told(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text('ignore: ["*"]\n')
    with pytest.raises(PipelineError, match="The glossary leaves out every table") as caught:
        ddl_generation.run(_step(make_schema("CREATE TABLE a (x int)"), tmp_path))
    assert caught.value.code == "no_tables"


def test_run__broken_earlier_profile_does_not_matter(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "schema_profile.json").write_text('{"tables": [{"na')
    ddl_generation.run(_step(make_schema("CREATE TABLE a (x int)"), tmp_path))
    assert _files(tmp_path) == {"a.ddl", "a_detail.md"} | OF_THE_DATABASE
