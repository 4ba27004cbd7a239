"""Runs again, through the real engine: on an unchanged database nothing is redone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import TRAINYARD, Run
from tests.postgres import run_sql

OF_THE_ENGINE = ("task_config.json", "task_result.json", "data_pipeline.log")
ROWS = "SELECT id, xmin::text, ctid::text FROM langchain_pg_embedding ORDER BY id"


def made(directory: Path) -> dict[str, tuple[bytes, int]]:
    """What the steps wrote, without what the engine writes of each execution."""
    paths = [path for path in directory.iterdir() if path.name not in OF_THE_ENGINE]
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in paths
        if not path.name.endswith("_result.json") and not path.name.startswith(".")
    }


@pytest.mark.slow
def test_execute__twice(run: Run, shop: str, environment: dict[str, str]) -> None:
    task = run("tasks", "create", "--db-connection", shop, "--language", "en").stdout.strip()
    directory = Path(environment["TRAINING_DATA_DIR"]) / task
    command = [*TRAINYARD, "tasks", "execute", task, "--wait"]
    said = []
    seen = []
    for _ in range(2):
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout + done.stderr)
        seen.append((made(directory), run_sql(environment["VECTOR_DATABASE_URL"], ROWS)))
    assert seen[0] == seen[1] and len(seen[0][0]) > 12 and seen[0][1]
    log = (directory / "data_pipeline.log").read_text(encoding="utf-8")
    assert log.count("Nothing has changed") == 4, said
    outputs = run_sql(environment["DATABASE_URL"], "SELECT file_name FROM outputs")
    assert {"orders.ddl", "ddl_generation_fingerprints.json"} <= {name for (name,) in outputs}


@pytest.mark.slow
def test_execute__clean_previous_does_everything_anew(run: Run, shop: str, environment: dict[str, str]) -> None:
    task = run("tasks", "create", "--db-connection", shop, "--no-load").stdout.strip()
    directory = Path(environment["TRAINING_DATA_DIR"]) / task
    seen = []
    for options in ([], ["--clean-previous"]):
        command = [*TRAINYARD, "tasks", "execute", task, "--wait", *options]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        seen.append(made(directory))
    assert seen[0]["orders.ddl"][0] == seen[1]["orders.ddl"][0] and seen[0]["orders.ddl"][1] != seen[1]["orders.ddl"][1]
    assert "没有变化" not in (directory / "data_pipeline.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_generate__again_into_the_same_directory(shop: str, tmp_path: Path, environment: dict[str, str]) -> None:
    target = tmp_path / "out"
    command = [*TRAINYARD, "generate", "--db-connection", shop, "--output-dir", str(target), "--language", "en"]
    seen = []
    for _ in range(2):
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        seen.append((made(target), run_sql(environment["VECTOR_DATABASE_URL"], ROWS)))
    assert seen[0] == seen[1] and seen[0][1]
    assert (target / "data_pipeline.log").read_text(encoding="utf-8").count("Nothing has changed") == 4
