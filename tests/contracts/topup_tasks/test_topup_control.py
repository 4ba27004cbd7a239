"""Pause, freeze, resume, retry of a topup task with real executors, all through the API."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import pytest
from topup import STEPS, Topup, definition, shell

from bus import workflows
from bus.db import connect, transaction
from bus.definitions import normalised

pytestmark = pytest.mark.slow
MANY = 21
FAILING = 13
STAND_STILL_SECONDS = 0.5


def add_workflow(name: str, steps: list[dict[str, Any]]) -> None:
    """Record a workflow on the bus under test."""
    connection = connect(os.environ["DATABASE_URL"])
    with transaction(connection):
        workflows.create(connection, normalised(definition(name, steps)))
    connection.close()


def made(topup: Topup, workflow: str = "topup_standard_workflow", date: str = "250624") -> str:
    """A task that has been started."""
    body = {"workflow_name": workflow, "parameters": {"date_param": date}, "start": True}
    return str(topup.post("/api/tasks", body, 201)["task_id"])


def directory(task_id: str) -> Path:
    return Path(os.environ["TRAINING_DATA_DIR"]) / task_id


def attempts(topup: Topup, task_id: str) -> list[tuple[str, int, str]]:
    """Step, attempt and status of every row, in order."""
    rows = topup.get(f"/api/tasks/{task_id}/executions", limit=1000)["executions"]
    return [(row["step_name"], row["attempt"], row["status"]) for row in rows]


def test_pause__ends_the_running_step_first(topup: Topup) -> None:
    task_id = made(topup)
    topup.is_at(task_id, "running", "step2_1")
    answer = topup.post(f"/api/tasks/{task_id}/pause")
    assert (answer["status"], answer["state"], answer["allowed_actions"]) == (
        "running",
        "pausing",
        ["resume", "cancel"],
    )
    (directory(task_id) / "go").touch()
    topup.is_at(task_id, "paused")
    assert [step["status"] for step in topup.task(task_id)["steps"]] == ["success", "success", "pending", "pending"]
    topup.post(f"/api/tasks/{task_id}/resume")
    assert topup.is_at(task_id, "success")["progress_percentage"] == 100
    assert attempts(topup, task_id) == [(step["id"], 1, "success") for step in STEPS]


def test_pause__taken_back_before_it_took_effect(topup: Topup) -> None:
    task_id = made(topup)
    topup.is_at(task_id, "running", "step2_1")
    topup.post(f"/api/tasks/{task_id}/pause", {})
    assert topup.post(f"/api/tasks/{task_id}/resume", {})["state"] == "running"
    (directory(task_id) / "go").touch()
    topup.is_at(task_id, "success")
    assert attempts(topup, task_id) == [(step["id"], 1, "success") for step in STEPS]


def test_pause__immediate_stands_still_and_goes_on(topup: Topup) -> None:
    count = "i=0; while [ $i -lt 40 ]; do i=$((i + 1)); echo $i >> counted; sleep 0.05; done"
    add_workflow("counting", [shell("count", count)])
    task_id = made(topup, "counting")
    counted = directory(task_id) / "counted"
    topup.until(task_id, lambda _: counted.exists())
    topup.post(f"/api/tasks/{task_id}/pause", {"immediate": True})
    task = topup.until(task_id, lambda task: task["status"] == "paused")
    assert task["state"] == "frozen"
    lines = counted.read_text()
    time.sleep(STAND_STILL_SECONDS)
    assert counted.read_text() == lines
    topup.post(f"/api/tasks/{task_id}/resume")
    topup.is_at(task_id, "success")
    assert counted.read_text().split() == [str(number) for number in range(1, 41)]
    assert attempts(topup, task_id) == [("count", 1, "success")]


def test_resume__from_the_failure_with_another_parameter(topup: Topup) -> None:
    steps = [shell(f"step{n}", f'date +%s%N > out{n}; [ {n} != {FAILING} ] || [ "$1" != 250699 ]', "${date_param}",
                   output_files=[f"out{n}"]) for n in range(1, MANY + 1)]  # fmt: skip
    add_workflow("many", steps)
    task_id = made(topup, "many", "250699")
    task = topup.is_at(task_id, "failed")
    assert task["allowed_actions"] == ["resume", "retry", "cancel", "delete"]
    assert topup.get(f"/api/tasks/{task_id}/logs", level="error")["total"] > 0
    before = digests(task_id, FAILING - 1)
    answer = topup.post(f"/api/tasks/{task_id}/resume", {"parameters": {"date_param": "250624"}})
    assert answer["status"] != "failed"
    task = topup.is_at(task_id, "success")
    assert task["parameters"]["date_param"] == "250624"
    assert digests(task_id, FAILING - 1) == before
    assert attempts(topup, task_id) == [
        *[(f"step{n}", 1, "success") for n in range(1, FAILING)],
        *[(f"step{FAILING}", 1, "failed"), (f"step{FAILING}", 2, "success")],
        *[(f"step{n}", 1, "success") for n in range(FAILING + 1, MANY + 1)],
    ]
    outputs = topup.get(f"/api/tasks/{task_id}/outputs")["outputs"]
    for output in outputs:
        assert hashlib.sha256(Path(output["output_path"]).read_bytes()).hexdigest() == output["file_hash"]


def digests(task_id: str, count: int) -> list[str]:
    return [(directory(task_id) / f"out{n}").read_text() for n in range(1, count + 1)]


def test_resume__from_a_step_that_was_done(topup: Topup) -> None:
    task_id = made(topup, date="250699")
    (directory(task_id) / "go").touch()
    topup.is_at(task_id, "failed")
    topup.post(f"/api/tasks/{task_id}/resume", {"parameters": {"date_param": "250624"}, "retry_from_step": "step2_1"})
    topup.is_at(task_id, "success")
    assert attempts(topup, task_id) == [
        ("step1_1", 1, "success"), ("step2_1", 1, "success"), ("step3_1", 1, "failed"),
        ("step2_1", 2, "success"), ("step3_1", 2, "success"), ("step4_1", 1, "success")]  # fmt: skip


def test_retry__runs_everything_again_and_keeps_the_old_rows(topup: Topup) -> None:
    task_id = made(topup, date="250699")
    (directory(task_id) / "go").touch()
    topup.is_at(task_id, "failed")
    assert topup.post(f"/api/tasks/{task_id}/retry")["message"] == "任务已重试"
    topup.until(task_id, lambda task: task["state"] == "failed" and len(attempts(topup, task_id)) == 6)
    assert attempts(topup, task_id) == [
        (step, attempt, status) for attempt in (1, 2)
        for step, status in (("step1_1", "success"), ("step2_1", "success"), ("step3_1", "failed"))]  # fmt: skip
    page = topup.get(f"/api/tasks/{task_id}/executions", limit=2, offset=4)
    assert [row["step_name"] for row in page["executions"]] == ["step2_1", "step3_1"] and page["total"] == 6


def test_executions__figures_of_a_step_that_is_tried_again(topup: Topup) -> None:
    flaky = shell("flaky", "[ -e tried ] || { touch tried; exit 3; }", retry_count=1, retry_delay_seconds=0.3)
    add_workflow("flaky", [flaky, shell("after", "sleep 0.3")])
    task_id = made(topup, "flaky")
    topup.is_at(task_id, "success")
    first, second, after = topup.get(f"/api/tasks/{task_id}/executions")["executions"]
    assert (first["status"], first["exit_code"], first["error_code"]) == ("failed", 3, "step_crashed")
    assert (second["status"], second["exit_code"], second["attempt"], second["retry_count"]) == ("success", 0, 2, 1)
    assert 0.2 <= second["waiting_seconds"] < 5  # the delay, with its jitter
    assert after["duration_seconds"] >= 0.3 and after["waiting_seconds"] < 5
    assert after["peak_memory_bytes"] > 0 and after["cpu_seconds"] >= 0
    assert [row["step_order"] for row in (first, second, after)] == [1, 1, 2]
