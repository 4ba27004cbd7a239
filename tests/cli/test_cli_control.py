"""``trainyard tasks start | pause | resume | retry`` with real executors."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bus import migrate, workflows
from bus.db import connect, transaction
from bus.definitions import normalised
from server.services.directories import RESULT_FILE
from tests.cli.command import Run
from tests.postgres import run_sql

DEFINITION = {
    "name": "one_step",
    "parameters": {"optional": {"answer": {"type": "integer", "default": 1}}},
    "steps": [{"id": "ask", "command": ["sh", "-c", '[ "$1" = 42 ]', "ask", "${answer}"]}],
}


@pytest.fixture
def task_id(environment: dict[str, str]) -> str:
    """A pending task whose step fails unless its parameter is 42."""
    connection = connect(environment["DATABASE_URL"])
    migrate.migrate(connection)
    with transaction(connection):
        version_id = workflows.create(connection, normalised(DEFINITION)).version_id
    connection.close()
    run_sql(
        environment["DATABASE_URL"],
        "INSERT INTO tasks (task_id, workflow_version_id, task_type, parameters, output_directory)"
        f" VALUES ('task_20250101_000000', {version_id}, 'one_step', '{{\"answer\": 1}}', './x')",
    )
    return "task_20250101_000000"


def ended(run: Run, task_id: str) -> str:
    """Wait for the end; the status."""
    deadline = time.monotonic() + 30
    while (status := json.loads(run("tasks", "show", task_id, "--json").stdout)["status"]) in (
        "pending",
        "in_progress",
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return str(status)


@pytest.fixture
def started(run: Run, task_id: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The task when its first run has failed; executors are children and read the environment of this process."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run("tasks", "start", task_id).stdout == f"The task has been started. {task_id} (running)\n"
    assert ended(run, task_id) == "failed"
    return task_id


@pytest.mark.slow
def test_resume__with_a_changed_parameter(run: Run, started: str, environment: dict[str, str]) -> None:
    assert "The task has been resumed." in run("tasks", "resume", started, "-p", "answer=42").stdout
    assert ended(run, started) == "completed"
    result = json.loads((Path(environment["TRAINING_DATA_DIR"]) / started / RESULT_FILE).read_text())
    assert result["status"] == "completed"


@pytest.mark.slow
def test_retry__runs_it_again(run: Run, started: str) -> None:
    assert "The task is run again." in run("tasks", "retry", started, "--from-step", "ask").stdout
    assert ended(run, started) == "failed"
    assert "任务已重试" in run("tasks", "retry", started, LC_ALL="zh_CN.UTF-8").stdout
    assert ended(run, started) == "failed"


def test_refusals__are_those_of_the_api(run: Run, task_id: str) -> None:
    for action in ("pause", "resume", "retry"):
        refused = run("tasks", action, task_id, exit_code=1).stderr
        assert f"is pending: {action} is not possible now; possible: start, cancel, delete." in refused
    assert "There is no task" in run("tasks", "start", "task_20250101_000001", exit_code=1).stderr


def test_resume__parameter_without_value(run: Run, task_id: str) -> None:
    assert "NAME=VALUE" in run("tasks", "resume", task_id, "--parameter", "answer", exit_code=2).stderr
