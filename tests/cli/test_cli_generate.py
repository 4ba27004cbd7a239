"""``trainyard generate``: the run by hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from bus.db import connect
from bus.requests import Request, request_execution
from tests.cli.command import TRAINYARD, Run
from tests.postgres import run_sql

UNREACHABLE = "postgresql://reader:s3cret-pw@127.0.0.1:1/sales"
NO_BUS = "postgresql://nobody@127.0.0.1:1/nothing"


def test_generate__untracked_touches_no_bus(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_text("orders\n")
    target = tmp_path / "out"
    result = run(
        *("generate", "--db-connection", "-", "--output-dir", str(target), "--language", "en"),
        *("--tables", str(tmp_path / "tables.txt"), "--no-load", "--no-db-tracking", "--db-name", "store"),
        *("--max-pairs", "7", "--seed", "0"),
        input=f"{shop}\n",
        DATABASE_URL=NO_BUS,
    )
    names = {path.name for path in target.iterdir()}
    assert {"orders.ddl", "orders_detail.md", "metadata.txt", "data_pipeline.log", "task_result.json"} <= names
    assert "customer.ddl" not in names
    (pair_file,) = target.glob("qs_store_*_pair.json")
    assert len(json.loads(pair_file.read_text())) <= 7
    parameters = json.loads((target / "task_config.json").read_text())["parameters"]
    assert (parameters["max_pairs"], parameters["seed"]) == (7, 0)
    assert re.search(r"^manual_\d{8}_\d{6} completed", result.stdout, re.MULTILINE)
    log = (target / "data_pipeline.log").read_text().splitlines()
    assert log and all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[INFO\] \w+: .", line) for line in log)


def test_generate__untracked_loads_the_store(run: Run, shop: str, tmp_path: Path, environment: dict[str, str]) -> None:
    run("generate", "--db-connection", shop, "--output-dir", str(tmp_path / "out"), "--no-db-tracking")
    rows = run_sql(environment["VECTOR_DATABASE_URL"], "SELECT count(*) FROM langchain_pg_embedding")
    assert rows[0][0] > 0


def test_generate__unreachable_database_leaves_no_password(run: Run, tmp_path: Path) -> None:
    arguments = ("--db-connection", UNREACHABLE, "--output-dir", str(tmp_path / "out"))
    result = run("generate", *arguments, "--no-load", "--no-db-tracking", exit_code=1)
    assert "127.0.0.1" in result.stderr and "s3cret-pw" not in result.output
    assert all("s3cret-pw" not in path.read_text() for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("text", ["", "# orders\n-- customer\n", " , \n"])
@pytest.mark.parametrize("tracking", [(), ("--no-db-tracking",)])
def test_generate__empty_table_list_reads_nothing(
    run: Run, shop: str, tmp_path: Path, text: str, tracking: tuple[str, ...]
) -> None:
    (tmp_path / "empty.txt").write_text(text)
    arguments = (
        "--db-connection",
        shop,
        "--output-dir",
        str(tmp_path / "out"),
        "--tables",
        str(tmp_path / "empty.txt"),
    )
    result = run("generate", *arguments, *tracking, exit_code=1)
    assert result.stderr == "The table list names no table: write one name a line.\n"
    assert not (tmp_path / "out").exists()
    assert run("tasks", "list").stdout.strip() == ""


def test_generate__both_makes_two_pairs_of_a_query_and_documents_in_both(run: Run, shop: str, tmp_path: Path) -> None:
    said = " ".join(run("generate", "--help").stdout.split())
    assert "--language both makes two pairs of each" in said and "both: queries asked and documents in both" in said
    arguments = ("--db-connection", shop, "--output-dir", str(tmp_path), "--no-load", "--no-db-tracking")
    run("generate", *arguments, "--language", "both", "--max-pairs", "6")
    (pairs,) = tmp_path.glob("qs_*_pair.json")
    assert len(json.loads(pairs.read_text())) == 12
    document = (tmp_path / "orders_detail.md").read_text()
    assert "字段列表：" in document and "Columns:" in document


def test_generate__output_dir_that_cannot_be_made(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("generate", "--db-connection", shop, "--output-dir", str(tmp_path / "file" / "out"), exit_code=1)
    assert "Cannot write to" in result.stderr


def test_generate__list_of_tables_that_is_no_text(run: Run, shop: str, tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_bytes(b"PK\x00\x01orders\n")
    where = ("--output-dir", str(tmp_path / "out"), "--tables", str(tmp_path / "tables.txt"))
    result = run("generate", "--db-connection", shop, *where, exit_code=1)
    assert result.stderr == "The table list is no text, it holds a NUL character: save it as UTF-8.\n"


@pytest.mark.slow
def test_generate__tracked_is_a_task_and_its_files_are_in_the_output_directory(
    run: Run, shop: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    target = tmp_path / "out"
    command = [*TRAINYARD, "generate", "--db-connection", shop, "--output-dir", str(target), "--no-load"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    (task,) = json.loads(run("tasks", "list", "--json").stdout)["tasks"]
    assert re.fullmatch(r"manual_\d{8}_\d{6}", task["task_id"]) and task["status"] == "completed"
    recorded = {path.name for path in (Path(environment["TRAINING_DATA_DIR"]) / task["task_id"]).glob("[!.]*")}
    assert {path.name for path in target.iterdir()} == recorded >= {"orders.ddl", "customer.ddl", "task_result.json"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), r"manual_\S+ did not complete: database_unreachable\. Is the database running.*\n无法连接 .*\n"),
        (("--language", "en"), r"manual_\S+ did not complete: Cannot connect to .*\n"),
    ],
)
def test_generate__failure_is_told_in_one_language_a_line(
    tmp_path: Path, environment: dict[str, str], given: tuple[str, ...], said: str
) -> None:
    command = [*TRAINYARD, "generate", "--db-connection", UNREACHABLE, "--output-dir", str(tmp_path / "out"), *given]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert result.returncode == 1 and re.fullmatch(said, result.stderr), result.stderr


@pytest.fixture
def limit_taken(run: Run, environment: dict[str, str]) -> None:
    """Another task's execution has just been admitted, and the workflow allows one."""
    task_id = run("tasks", "create").stdout.strip()
    connection = connect(environment["DATABASE_URL"])
    request_execution(connection, task_id, Request())
    connection.close()


def test_generate__limit_is_taken(run: Run, shop: str, tmp_path: Path, limit_taken: None) -> None:
    run("generate", "--db-connection", shop, "--output-dir", str(tmp_path / "out"), exit_code=1)
    assert len(json.loads(run("tasks", "list", "--json").stdout)["tasks"]) == 1


@pytest.mark.slow
def test_generate__queued_where_the_limit_is_taken(
    run: Run, shop: str, tmp_path: Path, environment: dict[str, str], limit_taken: None
) -> None:
    command = [*TRAINYARD, "generate", "--db-connection", shop, "--output-dir", str(tmp_path / "out"), "--queue"]
    queued = "SELECT task_id FROM executions WHERE status = 'queued' AND admitted_at IS NULL"
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + 30
            while not (waiting := run_sql(environment["DATABASE_URL"], queued)) and time.monotonic() < deadline:
                time.sleep(0.1)
            assert [task_id.startswith("manual_") for (task_id,) in waiting] == [True]
            run("tasks", "cancel", waiting[0][0])
            assert process.wait(30) == 1
        finally:
            process.kill()
            process.wait()
    assert "did not complete: cancelled" in (tmp_path / "said").read_text()
