"""Every example of the topup specification about tasks, sent as it is written there, gets the answer that it shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import topup_examples as examples
from topup import Topup, assert_shape


@pytest.fixture
def task_id(topup: Topup) -> str:
    """The task of the example, just made."""
    return str(topup.post("/api/tasks", examples.CREATE, 201)["task_id"])


@pytest.fixture
def at_step_2(topup: Topup, task_id: str) -> str:
    """The same, started: its first step is done, its second one waits for a file ``go``."""
    topup.post(f"/api/tasks/{task_id}/start")
    topup.is_at(task_id, "running", "step2_1")
    return task_id


def go(task_id: str) -> None:
    """Let the second step end."""
    (Path(os.environ["TRAINING_DATA_DIR"]) / task_id / "go").touch()


def test_create(topup: Topup) -> None:
    answer = topup.post("/api/tasks", examples.CREATE, 201)
    assert_shape(examples.CREATED, answer)
    assert answer == examples.CREATED | {"task_id": answer["task_id"]}


@pytest.mark.slow
def test_list(topup: Topup, at_step_2: str) -> None:
    answer = topup.get(examples.LIST)
    assert_shape(examples.LISTED, answer)
    assert [task["id"] for task in answer["tasks"]] == [at_step_2] and (answer["total"], answer["page"]) == (1, 1)
    assert_shape(examples.DETAILED["task"], answer["tasks"][0], "task")


@pytest.mark.slow
def test_detail(topup: Topup, at_step_2: str) -> None:
    answer = topup.get(examples.DETAIL.format(task_id=at_step_2))
    assert_shape(examples.DETAILED, answer)
    task = answer["task"]
    told = {key: task[key] for key in ("user_id", "workflow_name", "task_name", "parameters")}
    assert told == examples.CREATE
    assert (task["status"], task["current_step"], task["progress_percentage"]) == ("running", "step2_1", 25)
    assert task["created_at"] <= task["started_at"]


@pytest.mark.slow
def test_executions_and_outputs(topup: Topup, at_step_2: str) -> None:
    answer = topup.get(examples.EXECUTIONS.format(task_id=at_step_2))
    first = answer["executions"][0]
    assert_shape(examples.EXECUTED, {**answer, "executions": [first]})
    assert first.keys() >= examples.EXECUTION_FIELDS
    assert (first["step_name"], first["status"]) == ("step1_1", "success")
    assert first["step_display_name"] == examples.EXECUTED["executions"][0]["step_display_name"]
    for key in (first["id"], first["execution_id"]):
        answer = topup.get(examples.OUTPUTS.format(task_id=at_step_2, execution_id=key))
        assert_shape(examples.LEFT, answer)
        (root,) = [one for one in answer["outputs"] if one["file_name"] == "file.root"]
        assert root.keys() >= examples.OUTPUT_FIELDS
        assert (root["output_type"], root["content_type"]) == ("root_file", "root")
        assert Path(root["output_path"]).read_text() == "data of 250624\n" and root["file_size_bytes"] == 15


@pytest.mark.slow
def test_pause_and_resume(topup: Topup, at_step_2: str) -> None:
    answer = topup.post(examples.PAUSE.format(task_id=at_step_2))
    assert answer.items() >= examples.PAUSED.items()
    go(at_step_2)
    topup.is_at(at_step_2, "paused")
    answer = topup.post(examples.RESUME.format(task_id=at_step_2))
    assert answer.items() >= examples.RESUMED.items()
    topup.is_at(at_step_2, "success")


@pytest.mark.slow
def test_cancel(topup: Topup, at_step_2: str) -> None:
    answer = topup.post(examples.CANCEL.format(task_id=at_step_2))
    assert answer.items() >= examples.CANCELLED.items()
    topup.is_at(at_step_2, "cancelled")


@pytest.mark.slow
def test_logs(topup: Topup, at_step_2: str) -> None:
    topup.post(examples.CANCEL.format(task_id=at_step_2))
    topup.is_at(at_step_2, "cancelled")
    answer = topup.get(examples.LOGS.format(task_id=at_step_2))
    assert_shape(examples.LOGGED, answer)
    assert answer["logs"] and {line["level"] for line in answer["logs"]} == {"error"}
    for line in topup.get(f"/api/tasks/{at_step_2}/logs")["logs"]:
        assert line.keys() >= examples.LOG_FIELDS and line["level"] in examples.LEVELS


def test_document__has_every_address(topup: Topup) -> None:
    paths = topup.get("/openapi.json")["paths"]
    for method, path in examples.ADDRESSES:
        assert method in paths[path], f"{method} {path}"
    headers = [one["name"] for one in paths["/api/tasks"]["post"]["parameters"] if one["in"] == "header"]
    assert headers == ["Idempotency-Key"]
