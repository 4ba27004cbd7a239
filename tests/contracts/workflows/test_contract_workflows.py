"""Every example about workflows, sent as it is written, gets the answer that it shows; real executors run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import workflow_examples as examples
from calls import assert_shape, curl, ended, until
from httpx import Client

V1 = "/api/v1/workflows"
WAIT_FOR_GO = ["sh", "-c", "echo waiting; for i in $(seq 1200); do [ -e go ] && exit 0; sleep 0.05; done; exit 1"]
pytestmark = pytest.mark.slow


@pytest.fixture
def custom_id(http: Client) -> int:
    """The example's workflow with steps where it shows none: the second one waits for a file ``go``."""
    steps = [{"id": "step1_1", "command": ["echo", "done"]}, {"id": "step1_2", "command": WAIT_FOR_GO}]
    given = examples.CUSTOM | {"name": f"custom_workflow {uuid4().hex}", "steps": steps}
    answer = http.post(examples.LIST, json=given)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["workflow_id"])


def test_workflow_service__from_nothing_to_the_runs(http: Client) -> None:
    """The address that it calls cannot be reached from everywhere: the run may end either way."""
    created = curl(http, examples.CREATE)
    assert created.status_code == 201, created.text
    workflow = created.json()
    assert workflow.items() >= {"name": "test-workflow", "description": "测试工作流"}.items()
    added = curl(http, examples.ADD_TASK, workflow["id"])
    assert added.status_code == 201, added.text
    shown = {"id": 1, "name": "http-task", "task_type": "HTTP", "config": {"url": "http://httpbin.org/get"}}
    assert_shape(shown, added.json())
    assert added.json()["config"]["url"] == shown["config"]["url"]
    run = curl(http, examples.RUN, workflow["id"])
    assert run.status_code == 202, run.text
    assert_shape({"run_id": 1, "workflow_id": 1, "status": "running"}, run.json())
    runs = curl(http, examples.RUNS, workflow["id"]).json()
    assert_shape({"runs": [], "total": 1}, runs)
    assert [one["run_id"] for one in runs["runs"]] == [run.json()["run_id"]]
    if (state := ended(http, workflow["id"]))["status"] == "failed":
        assert state["error"]["type"] and state["error"]["message"] and state["error"]["suggestion"]


def test_workflow_service__an_http_task_that_answers(http: Client, loopback_url: str) -> None:
    workflow_id = http.post(V1, json={"name": f"http {uuid4().hex}"}).json()["id"]
    task = {"name": "http-task", "task_type": "HTTP", "config": {"url": loopback_url}}
    assert http.post(f"{V1}/{workflow_id}/tasks", json=task).status_code == 201
    started = http.post(f"{V1}/{workflow_id}/run", json={"parameters": {}}).json()
    assert ended(http, started["task_id"])["status"] == "success"
    run = http.get(f"{V1}/{workflow_id}/runs/{started['run_id']}").json()
    assert run["progress"] == 100 and run["steps"] == [{"id": "http-task", "status": "success"}]
    assert run["started_at"] <= run["completed_at"] and run["duration_seconds"] > 0


def test_topup__list_and_detail(http: Client, custom_id: int) -> None:
    listed = http.get(examples.LIST).json()
    assert_shape(examples.LISTED, listed)
    assert {"data_pipeline", "topup_standard_workflow"} <= {one["name"] for one in listed["workflows"]}
    standard = http.get(examples.DETAIL.format(workflow_id="topup_standard_workflow")).json()
    assert_shape(examples.DETAILED, standard)
    detailed = http.get(examples.DETAIL.format(workflow_id=standard["workflow"]["id"])).json()
    assert detailed == standard
    assert [step["id"] for step in detailed["workflow"]["steps"]]
    custom = http.get(examples.DETAIL.format(workflow_id=custom_id)).json()["workflow"]
    assert (custom["version"], custom["description"]) == ("1.0.0", "自定义工作流")


def test_topup__a_workflow_without_steps_is_refused(http: Client) -> None:
    """The dots of the example stand for steps."""
    answer = http.post(examples.LIST, json=examples.CUSTOM)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_definition")


def test_run_button__to_the_end(http: Client, custom_id: int, training_data: Path) -> None:
    answer = http.post(f"{V1}/{custom_id}/execute", json=examples.EXECUTE)
    assert answer.status_code == 202, answer.text
    assert_shape(examples.EXECUTING, answer.json())
    execution_id = answer.json()["execution_id"]

    def at_second_step() -> dict[str, Any] | None:
        state: dict[str, Any] = http.get(f"{V1}/{custom_id}/status").json()
        assert_shape(examples.STATE, state)
        return state if state["current_node"] == "step1_2" and state["status"] == "running" else None

    state = until(at_second_step)
    assert (state["execution_id"], state["progress"], state["error"]) == (execution_id, 50, None)
    assert "cancel" in state["allowed_actions"]
    (training_data / execution_id / "go").touch()
    done = ended(http, execution_id)
    assert (done["status"], done["progress"], done["allowed_actions"]) == ("success", 100, ["delete"])
    messages = {(one["step"], one["message"]) for one in done["logs"]}
    assert ("step1_1", "done") in messages and ("step1_2", "waiting") in messages
    again = http.post(f"{V1}/{custom_id}/stop")
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")


def test_run_button__stopped(http: Client, custom_id: int) -> None:
    execution_id = http.post(f"{V1}/{custom_id}/execute", json=examples.EXECUTE).json()["execution_id"]
    answer = http.post(f"{V1}/{custom_id}/stop")
    assert answer.status_code == 200, answer.text
    assert_shape(examples.STOPPED, answer.json())
    assert answer.json()["execution_id"] == execution_id
    assert ended(http, execution_id)["status"] == "cancelled"
