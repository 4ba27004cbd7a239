"""``trainyard export``, and pairs that ``trainyard generate`` brings along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.cli.command import Run
from tests.pipeline.finished import PAIRS, write_run

NO_BUS = "postgresql://nobody@127.0.0.1:1/nothing"


def test_export__directory_needs_no_bus(run: Run, tmp_path: Path) -> None:
    directory, target = write_run(tmp_path / "out"), tmp_path / "train.jsonl"
    result = run("export", str(directory), "--format", "jsonl", "--to", str(target), DATABASE_URL=NO_BUS)
    assert len(target.read_text().splitlines()) == len(PAIRS)
    assert f"{len(PAIRS)} pairs" in result.stdout


def test_export__pairs_put_aside_are_in_a_second_file(run: Run, tmp_path: Path) -> None:
    directory, target = write_run(tmp_path / "out"), tmp_path / "train.jsonl"
    result = run("export", str(directory), "--format", "jsonl", "--to", str(target), "--validation", "0.25")
    aside = (tmp_path / "train_validation.jsonl").read_text().splitlines()
    train = target.read_text().splitlines()
    assert aside and len(train) + len(aside) == len(PAIRS)
    validating = f"{len(aside)} to validate with in {tmp_path / 'train_validation.jsonl'}"
    assert result.stdout == f"{len(train)} pairs in {target}, {validating}\n"


def test_export__everything_in_a_zip(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    run("export", str(write_run(tmp_path / "out")), "--to", str(target))
    with zipfile.ZipFile(target) as archive:
        assert {"pairs.json", "finetune/train.jsonl", "spider/train.json"} <= set(archive.namelist())


def test_export__refusals(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "x.zip")
    assert "no directory of a run" in run("export", str(tmp_path), "--to", target, exit_code=1).stderr
    assert "task_20200101_000000" in run("export", "task_20200101_000000", "--to", target, exit_code=1).stderr
    directory = write_run(tmp_path / "out")
    lost = str(tmp_path / "nowhere" / "x.zip")
    assert "Cannot write to" in run("export", str(directory), "--to", lost, exit_code=1).stderr
    assert not list(tmp_path.glob(".*.draft"))


def test_generate__import_that_cannot_be_read_starts_nothing(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("question,sql\nonly a question\n")
    result = run(
        *("generate", "--db-connection", shop, "--output-dir", str(tmp_path / "out"), "--no-db-tracking", "--no-load"),
        *("--import", str(tmp_path / "mine.csv")),
        exit_code=1,
    )
    assert "mine.csv, line 2" in result.stderr
    assert not (tmp_path / "out" / "data_pipeline.log").exists()


def test_generate__brings_its_files_along(run: Run, shop: str, tmp_path: Path) -> None:
    places = [tmp_path / "a", tmp_path / "b"]
    for number, place in enumerate(places):
        place.mkdir()
        (place / "mine.csv").write_text(
            f"question,sql\nHow many orders{number}?,SELECT count(*) + {number} FROM orders\n"
        )
    target = tmp_path / "out"
    run(
        *("generate", "--db-connection", shop, "--output-dir", str(target), "--no-db-tracking", "--no-load", "--mine"),
        *(part for place in places for part in ("--import", str(place / "mine.csv"))),
    )
    parameters = json.loads((target / "task_config.json").read_text())["parameters"]
    assert parameters["import_files"] == ["import_mine.csv", "import_2_mine.csv"] and parameters["mine_queries"]
    assert all((target / name).read_text().startswith("question,sql") for name in parameters["import_files"])
