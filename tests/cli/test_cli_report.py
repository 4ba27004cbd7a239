"""``trainyard report``: of a task, of a directory, of what has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Run

REPORT = {
    "version": 1,
    "database": "sales",
    "headlines": [
        {"id": "pairs", "value": 1200, "unit": "", "count": None, "of": None, "grade": "good"},
        {"id": "tables", "value": 50.0, "unit": "%", "count": 1, "of": 2, "grade": "poor"},
    ],
    "advice": [{"code": "empty_tables", "grade": "fair", "en": "Load data.", "zh": "请导入数据"}],
    "hardness": {"levels": {"easy": {"count": 1, "of": 4, "percent": 25.0, "spider": 24}}},
    "patterns": {"of_pairs": 4, "atoms": {"join1": 2, "window": 0}},
    "steps": {"ddl_generation": {"seconds": 1.25}, "training_load": {"skipped": True}},
}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A directory with a report."""
    directory = tmp_path / "made"
    directory.mkdir()
    (directory / "quality_report.json").write_text(json.dumps(REPORT))
    return directory


def test_report__of_a_directory(run: Run, made: Path) -> None:
    shown = run("report", str(made)).stdout
    lines = {" ".join(line.split()) for line in shown.splitlines()}
    assert {"Quality report: sales", "Pairs that ship 1,200 good", "Tables used 50 % poor (1 of 2)"} <= lines
    assert {"● Load data.", "DDL and documents 1.2 s", "Loading off"} <= lines
    assert any(line.startswith("one join █") and line.endswith("50.0 %") for line in lines)


def test_report__speaks_chinese(run: Run, made: Path) -> None:
    shown = run("report", str(made), LC_ALL="zh_CN.UTF-8").stdout
    assert "质量报告: sales" in shown and "请导入数据" in shown and "表覆盖率" in shown


def test_report__json(run: Run, made: Path) -> None:
    assert json.loads(run("report", str(made), "--json").stdout) == REPORT


def test_report__of_a_task(run: Run, environment: dict[str, str]) -> None:
    task_id = run("tasks", "create").stdout.strip()
    assert "no quality report" in run("report", task_id, exit_code=1).stderr
    path = Path(environment["TRAINING_DATA_DIR"]) / task_id / "quality_report.json"
    path.write_text(json.dumps(REPORT))
    assert "Quality report: sales" in run("report", task_id).stdout


def test_report__directory_without_a_run_is_told_as_by_export(run: Run, tmp_path: Path) -> None:
    said = run("report", str(tmp_path), exit_code=1).stderr
    assert said == run("export", str(tmp_path), "--to", str(tmp_path / "x.zip"), exit_code=1).stderr
    assert "no directory of a run" in said


def test_report__unknown_task(run: Run) -> None:
    assert "task_20200101_000000" in run("report", "task_20200101_000000", exit_code=1).stderr


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "no json"])
def test_report__directory_without_one(run: Run, tmp_path: Path, content: str | None) -> None:
    (tmp_path / "task_config.json").write_text('{"parameters": {}}')
    if content is not None:
        (tmp_path / "quality_report.json").write_text(content)
    assert "no quality report" in run("report", str(tmp_path), exit_code=1).stderr


def test_report__half_of_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "quality_report.json").write_text('{"headlines": [{}, 7], "patterns": 1, "steps": {"x": null}}')
    assert run("report", str(tmp_path)).stdout


def test_report__of_a_run_by_hand(run: Run, shop: str, tmp_path: Path) -> None:
    """Every step adds what it knows; the last one leaves the whole."""
    target = tmp_path / "out"
    options = ("--language", "en", "--no-load", "--no-db-tracking")
    run("generate", "--db-connection", shop, "--output-dir", str(target), *options)
    report = json.loads(run("report", str(target), "--json").stdout)
    assert report["counts"]["tables"] == 2 and report["coverage"]["tables"]["percent"] == 100.0
    assert report["validity"]["after"]["executes"]["percent"] == 100.0
    assert list(report["steps"]) == ["ddl_generation", "qa_generation", "sql_validation", "training_load"]
    assert (target / "quality_report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
