"""Executing: readiness, one at a time, limits and the queue, what is launched."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient
from house import V0, House, claim, data_of, finish, refusal

from bus import connections
from bus.db import Connection


def test_execute__specification_example(client: FlaskClient, house: House, task_id: str) -> None:
    given = {"step": "ddl_generation", "force_execute": False, "clean_previous": True}
    response = client.post(f"{V0}/tasks/{task_id}/execute", json=given)
    assert response.status_code == 202
    body = response.get_json()
    assert body["message"] == "步骤执行已启动"
    assert list(body["data"]) == ["execution_id", "task_id", "step", "status", "started_at"]
    assert re.fullmatch(rf"{task_id}_step_ddl_generation_exec_\d{{14}}", body["data"]["execution_id"])
    assert body["data"]["status"] == "running"
    assert body["data"]["started_at"] is not None
    assert [execution.execution_id for execution in house.launched] == [body["data"]["execution_id"]]


def test_execute__shows_at_once(client: FlaskClient, task_id: str) -> None:
    started = data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    task = data_of(client.get(f"{V0}/tasks/{task_id}"))
    assert task["status"] == "in_progress"
    assert task["step_status"]["ddl_generation"] == "running"
    assert task["started_at"] == started["started_at"]
    current = task["current_execution"]
    assert current.pop("progress_message") is None
    assert current == {key: started[key] for key in ("execution_id", "step", "status", "started_at")}


def test_execute__needs_the_step_before(client: FlaskClient, task_id: str) -> None:
    response = client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "qa_generation"})
    assert refusal(response) == (409, "step_not_ready")
    assert "ddl_generation" in response.get_json()["error"]


def test_execute__forced(client: FlaskClient, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "qa_generation", "force_execute": True}))
    executions = data_of(client.get(f"{V0}/tasks/{task_id}/executions"))
    assert executions["executions"][0]["force_executed"] is True


def test_execute__unknown_step(client: FlaskClient, task_id: str) -> None:
    response = client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl"})
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == "step"


def test_execute__no_step(client: FlaskClient, task_id: str) -> None:
    response = client.post(f"{V0}/tasks/{task_id}/execute", json={})
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == "step"


def test_execute__unknown_task(client: FlaskClient) -> None:
    response = client.post(f"{V0}/tasks/task_20200101_000000/execute", json={"step": "ddl_generation"})
    assert refusal(response) == (404, "task_not_found")


def test_execute__unknown_database(client: FlaskClient, house: House) -> None:
    task = data_of(client.post(f"{V0}/tasks", json={"db_name": "nowhere"}))["task_id"]
    response = client.post(f"{V0}/tasks/{task}/execute", json={"step": "ddl_generation"})
    assert refusal(response) == (404, "connection_not_found")
    assert data_of(client.get(f"{V0}/tasks/{task}/executions"))["total"] == 0
    assert house.launched == []


def test_execute__no_database_named_takes_the_only_one(client: FlaskClient, highway: str) -> None:
    task = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    data_of(client.post(f"{V0}/tasks/{task}/execute", json={"step": "ddl_generation"}))


def test_execute__no_database_named_of_two(client: FlaskClient, house: House, bus: Connection, highway: str) -> None:
    connections.put(bus, house.settings, "other", "postgresql://h/db")
    task = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    response = client.post(f"{V0}/tasks/{task}/execute", json={"step": "ddl_generation"})
    assert refusal(response) == (422, "invalid_input")
    assert "other" in response.get_json()["error"]


def test_execute__twenty_at_once(house: House, task_id: str) -> None:
    def execute(_: int) -> tuple[int, str]:
        response = house.app.test_client().post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"})
        return response.status_code, response.get_json().get("code", "")

    with ThreadPoolExecutor(20) as threads:
        answers = sorted(threads.map(execute, range(20)))
    assert answers == [(202, "")] + [(409, "task_busy")] * 19
    assert len(house.launched) == 1


def test_execute__limit(client: FlaskClient, task_id: str) -> None:
    other = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    response = client.post(f"{V0}/tasks/{other}/execute", json={"step": "ddl_generation"})
    assert refusal(response) == (409, "limit_reached")
    assert response.get_json()["error"] == "已有任务正在执行，请稍后再试"
    assert data_of(client.get(f"{V0}/tasks/{other}/executions"))["total"] == 0


def test_execute__queue(client: FlaskClient, house: House, task_id: str) -> None:
    other = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    queued = data_of(client.post(f"{V0}/tasks/{other}/execute", json={"step": "ddl_generation", "queue": True}))
    assert (queued["status"], queued["started_at"]) == ("queued", None)
    assert data_of(client.get(f"{V0}/tasks/{other}"))["status"] == "pending"
    assert len(house.launched) == 1


def test_execute_complete__specification_example(client: FlaskClient, house: House, highway: str) -> None:
    given = {
        "task_type": "complete_workflow",
        "table_list_file": "tables.txt",
        "business_context": "高速",
        "db_name": highway,
    }
    response = client.post(f"{V0}/tasks/execute-complete", json=given)
    assert response.status_code == 202
    body = response.get_json()
    assert body["message"] == "完整工作流执行已启动"
    assert list(body["data"]) == ["task_id", "execution_id", "status", "started_at"]
    assert body["data"]["execution_id"].startswith(f"{body['data']['task_id']}_step_complete_exec_")
    assert [execution.step for execution in house.launched] == ["complete"]


def test_execute_complete__unknown_database_makes_nothing(client: FlaskClient, house: House) -> None:
    response = client.post(f"{V0}/tasks/execute-complete", json={"db_name": "nowhere"})
    assert refusal(response) == (404, "connection_not_found")
    assert data_of(client.get(f"{V0}/tasks"))["total"] == 0
    assert not house.settings.training_data.exists()


def test_execute_complete__limit_leaves_nothing(client: FlaskClient, house: House, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    assert refusal(client.post(f"{V0}/tasks/execute-complete", json={})) == (409, "limit_reached")
    assert data_of(client.get(f"{V0}/tasks"))["total"] == 1
    assert [path.name for path in house.settings.training_data.iterdir()] == [task_id]


def test_executions__history(client: FlaskClient, house: House, bus: Connection, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    finish(bus, house.launched[0])
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "qa_generation"}))
    claim(bus, house.launched[1])
    history = data_of(client.get(f"{V0}/tasks/{task_id}/executions"))
    assert history["total"] == 2
    done, running = history["executions"]
    assert (done["step"], done["status"], done["duration"]) == ("ddl_generation", "completed", 0)
    assert (running["status"], running["completed_at"], running["duration"]) == ("running", None, None)
    second = data_of(client.get(f"{V0}/tasks/{task_id}/executions?limit=1&offset=1"))
    assert (second["total"], second["executions"]) == (2, [running])


def test_executions__rerun_clears_the_old_error(
    client: FlaskClient, house: House, bus: Connection, task_id: str
) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    finish(bus, house.launched[0], "failed", "表不存在")
    failed = data_of(client.get(f"{V0}/tasks/{task_id}"))
    assert (failed["status"], failed["error_message"]) == ("failed", "表不存在")
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    again = data_of(client.get(f"{V0}/tasks/{task_id}"))
    assert (again["status"], again["error_message"], again["completed_at"]) == ("in_progress", None, None)
