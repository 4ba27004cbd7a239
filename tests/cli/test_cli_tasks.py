"""``trainyard tasks``: create, look, end; and a real run of one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import TRAINYARD, Run

STEPS = ["ddl_generation", "qa_generation", "sql_validation", "training_load"]


@pytest.fixture
def create(run: Run) -> Callable[..., str]:
    """Create a task; its id."""

    def task(*arguments: str, input: str = "") -> str:
        return run("tasks", "create", *arguments, input=input).stdout.strip()

    return task


def test_create__writes_row_and_directory(run: Run, create: Callable[..., str], environment: dict[str, str]) -> None:
    task_id = create("--business-context", "商店", "--language", "en", "--no-load", "--max-pairs", "7")
    config = json.loads((Path(environment["TRAINING_DATA_DIR"]) / task_id / "task_config.json").read_text())
    assert config["parameters"]["business_context"] == "商店"
    assert config["parameters"]["enable_training_data_load"] is False and config["parameters"]["max_pairs"] == 7
    shown = json.loads(run("tasks", "show", task_id, "--json").stdout)
    assert shown["status"] == "pending" and list(shown["step_status"]) == STEPS


def test_create__unknown_database_is_a_warning_on_stderr(run: Run) -> None:
    result = run("tasks", "create", "--db-name", "nowhere")
    assert "no connection named 'nowhere'" in result.stderr
    assert result.stdout.startswith("task_")


def test_create__inline_connection_by_stdin_leaves_no_password(
    create: Callable[..., str], environment: dict[str, str]
) -> None:
    task_id = create("--db-connection", "-", input="postgresql://reader:s3cret-pw@h:5432/sales\n")
    text = (Path(environment["TRAINING_DATA_DIR"]) / task_id / "task_config.json").read_text()
    assert '"sales"' in text and "s3cret-pw" not in text


def test_create__empty_table_list_file_makes_no_task(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tables.txt").write_text("# orders\n")
    run("tasks", "create", "--table-list-file", str(tmp_path / "tables.txt"), exit_code=1)
    assert run("tasks", "list").stdout.strip() == ""


def test_create__table_list_file_becomes_the_list_of_the_task(
    run: Run, create: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "tables.txt").write_bytes("# 订单\norders, ops.设备\n".encode("gbk"))
    shown = json.loads(run("tasks", "show", create("--table-list-file", str(tmp_path / "tables.txt")), "--json").stdout)
    assert shown["parameters"]["table_list_file"] == "table_list.txt"


def test_list__filters_and_counts_all(run: Run, create: Callable[..., str]) -> None:
    ids = [create("--db-name", name) for name in ("a", "b", "b")]
    found = json.loads(run("tasks", "list", "--db-name", "b", "--limit", "1", "--json").stdout)
    assert [task["task_id"] for task in found["tasks"]] == ids[2:] and found["total"] == 2
    lines = run("tasks", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["TASK", *reversed(ids)]


def test_list__unknown_status_is_refused(run: Run) -> None:
    assert "Unknown status 'odd'" in run("tasks", "list", "--status", "odd", exit_code=1).stderr


def test_execute__without_a_database_says_how_to_name_one(run: Run, create: Callable[..., str]) -> None:
    assert "Which database?" in run("tasks", "execute", create(), exit_code=1).stderr


def test_execute__step_that_is_not_ready_names_the_missing_one(run: Run, create: Callable[..., str], shop: str) -> None:
    task_id = create("--db-connection", shop)
    result = run("tasks", "execute", task_id, "--step", "sql_validation", exit_code=1)
    assert "needs step qa_generation" in result.stderr


def test_cancel__idle_task(run: Run, create: Callable[..., str]) -> None:
    task_id = create()
    assert "cancelled" in run("tasks", "cancel", task_id).stdout
    assert "cancelled" in run("tasks", "cancel", task_id, exit_code=1).stderr


def test_delete__removes_row_and_directory(run: Run, create: Callable[..., str], environment: dict[str, str]) -> None:
    task_id = create()
    run("tasks", "delete", task_id)
    assert not (Path(environment["TRAINING_DATA_DIR"]) / task_id).exists()
    run("tasks", "show", task_id, exit_code=1)


def test_files__lists_and_fetches(run: Run, create: Callable[..., str], tmp_path: Path) -> None:
    task_id = create()
    assert run("tasks", "files", task_id).stdout.splitlines()[1].startswith("task_config.json")
    run("tasks", "files", task_id, "--download", str(tmp_path / "got"))
    assert json.loads((tmp_path / "got" / "task_config.json").read_text())["task_id"] == task_id


@pytest.mark.slow
def test_execute__waits_shows_the_log_and_completes(
    run: Run, create: Callable[..., str], shop: str, environment: dict[str, str]
) -> None:
    task_id = create("--db-connection", shop, "--language", "en", "--max-pairs", "10")
    command = [*TRAINYARD, "tasks", "execute", task_id, "--wait"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    lines = run("tasks", "logs", task_id, "--limit", "1000").stdout.splitlines()
    assert lines and all(line in result.stdout for line in lines)
    assert [line.split() for line in result.stdout.splitlines() if line.strip().startswith("training_load ")] == [
        ["training_load", "completed"]
    ]
    as_json = [json.loads(line) for line in run("tasks", "logs", task_id, "--json", "-f").stdout.splitlines()]
    assert [line["id"] for line in as_json] == sorted(line["id"] for line in as_json) and as_json


@pytest.mark.slow
def test_execute__json_is_alone_on_stdout(create: Callable[..., str], shop: str, environment: dict[str, str]) -> None:
    task_id = create("--db-connection", shop)
    command = [*TRAINYARD, "tasks", "execute", task_id, "--step", "ddl_generation", "--wait", "--json"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert json.loads(result.stdout)["step_status"]["ddl_generation"] == "completed"
    assert "[INFO]" in result.stderr


@pytest.mark.slow
def test_execute__failed_step_is_exit_code_1(
    create: Callable[..., str], shop: str, environment: dict[str, str]
) -> None:
    task_id = create("--db-connection", shop, "--table-list", "orders,nowhere")
    command = [*TRAINYARD, "tasks", "execute", task_id, "--step", "ddl_generation", "--wait"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert result.returncode == 1
    assert "nowhere" in result.stdout
