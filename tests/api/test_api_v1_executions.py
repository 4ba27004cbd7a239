"""The run button of the 004 face."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from house import House, claim, finish, refusal

from bus import db, executions, logs
from bus.db import Connection
from bus.db import execute as execute_sql
from bus.log_file import LogLine
from bus.rows import Execution

V1 = "/api/v1/workflows"


@pytest.fixture
def workflow_id(client: FlaskClient) -> int:
    """Two commands, one parameter."""
    given = {
        "name": f"button {uuid4().hex}",
        "steps": [{"id": one, "command": ["true"]} for one in ("first", "second")],
        "parameters": {"optional": {"count": {"type": "integer", "default": 1, "max": 9}}},
    }
    return int(client.post("/api/workflows", json=given).get_json()["id"])


def execute(client: FlaskClient, workflow_id: int) -> dict[str, Any]:
    response = client.post(f"{V1}/{workflow_id}/execute", json={"parameters": {}})
    assert response.status_code == 202, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def test_execute__and_status(client: FlaskClient, house: House, bus: Connection, workflow_id: int) -> None:
    assert refusal(client.get(f"{V1}/{workflow_id}/status")) == (404, "never_run")
    assert refusal(client.post(f"{V1}/{workflow_id}/stop")) == (404, "never_run")
    started = execute(client, workflow_id)
    assert started["success"] is True and started["status"] == "running" and started["message"]
    claim(bus, house.launched[0])
    lines = [
        (None, LogLine(at * 100, datetime.now().replace(microsecond=0), "WARNING", "first.sub", f"line {at}"))
        for at in range(150)
    ]
    logs.copy(bus, started["execution_id"], lines)
    for key in (workflow_id, started["execution_id"]):
        state = client.get(f"{V1}/{key}/status").get_json()
        assert (state["execution_id"], state["workflow_id"]) == (started["execution_id"], workflow_id)
        assert (state["status"], state["progress"], state["completed_at"]) == ("running", 0, None)
        assert state["steps"] == {"first": "pending", "second": "pending"}
        assert [one["message"] for one in state["logs"]] == [f"line {at}" for at in range(50, 150)]
        assert (state["logs"][0]["level"], state["logs"][0]["step"]) == ("warning", "first")
        assert state["duration_seconds"] >= 0 and state["error"] is None
        assert state["allowed_actions"] == ["pause", "cancel"]


def test_status__of_a_failure(client: FlaskClient, house: House, bus: Connection, workflow_id: int) -> None:
    execute(client, workflow_id)
    claim(bus, house.launched[0])
    executions.end(
        bus, house.launched[0].execution_id, "failed", run_token=None, error_code="step_timeout", error_message="late"
    )
    state = client.get(f"{V1}/{workflow_id}/status", headers={"Accept-Language": "en"}).get_json()
    assert (state["status"], state["error"]["type"], state["error"]["message"]) == ("failed", "step_timeout", "late")
    assert "timeout_minutes" in state["error"]["suggestion"]
    assert "resume" in state["allowed_actions"]


def test_suggestion__names_the_step_wherever_it_is_shown(
    client: FlaskClient, house: House, bus: Connection, workflow_id: int
) -> None:
    """The newest run breaks at its second step, the one before at its first."""
    for number, step in enumerate(("first", "second")):
        execute(client, workflow_id)
        claim(bus, house.launched[number])
        begin(bus, house.launched[number], step)
        root = house.launched[number].execution_id
        executions.end(bus, root, "timeout", run_token=None, error_code="step_timeout", error_message="late")
    english = {"Accept-Language": "en"}
    runs = client.get(f"{V1}/{workflow_id}/runs", headers=english).get_json()["runs"]
    for run, step in zip(runs, ("second", "first"), strict=True):
        shown = client.get(f"{V1}/{workflow_id}/runs/{run['run_id']}", headers=english).get_json()
        status = client.get(f"{V1}/{run['task_id']}/status", headers=english).get_json()
        for error in (run["error"], shown["error"], status["error"]):
            assert f"of step {step}, " in error["suggestion"]
            assert error["suggestion"].endswith(f"`trainyard tasks logs {run['task_id']} --step {step}`.")


def begin(bus: Connection, root: Execution, step: str) -> None:
    """What an executor records when a step of a run starts."""
    statement = """
        INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, started_at, admitted_at)
        VALUES (%(root)s || %(step)s, %(task)s, %(root)s, %(step)s, %(step)s, 'running', now(), now())"""
    execute_sql(bus, statement, {"root": root.execution_id, "task": root.task_id, "step": step})


def test_stop__and_again(client: FlaskClient, house: House, bus: Connection, workflow_id: int) -> None:
    started = execute(client, workflow_id)
    stopped = client.post(f"{V1}/{started['execution_id']}/stop")
    assert (stopped.status_code, stopped.get_json()["status"]) == (200, "cancelled")
    again = client.post(f"{V1}/{workflow_id}/stop", headers={"Accept-Language": "en"})
    assert refusal(again) == (409, "invalid_transition")
    assert "cancelled" in again.get_json()["error"] and again.get_json()["allowed_actions"] == ["delete"]


def test_status__is_the_latest_run(client: FlaskClient, house: House, bus: Connection, workflow_id: int) -> None:
    execute(client, workflow_id)
    finish(bus, house.launched[0])
    second = execute(client, workflow_id)
    state = client.get(f"{V1}/{workflow_id}/status").get_json()
    assert (state["execution_id"], state["status"]) == (second["execution_id"], "running")


def test_status__is_of_what_somebody_asked_for_rather_than_of_a_sub_task(
    client: FlaskClient, bus: Connection, workflow_id: int
) -> None:
    asked, below = execute(client, workflow_id), execute(client, workflow_id)
    made_below = "UPDATE tasks SET parent_task_id = %(parent)s WHERE task_id = %(task_id)s"
    db.execute(bus, made_below, {"parent": asked["execution_id"], "task_id": below["execution_id"]})
    assert client.get(f"{V1}/{workflow_id}/status").get_json()["execution_id"] == asked["execution_id"]


def test_status__by_the_number_of_a_run(client: FlaskClient, bus: Connection, workflow_id: int) -> None:
    started = execute(client, workflow_id)
    number = 900_000_000 + workflow_id  # no workflow has that id
    with bus.cursor() as cursor:
        cursor.execute("UPDATE tasks SET number = DEFAULT WHERE task_id = %s", [started["execution_id"]])
        cursor.execute("SELECT setval(pg_get_serial_sequence('tasks', 'number'), %s, false)", [number])
        cursor.execute("UPDATE tasks SET number = DEFAULT WHERE task_id = %s", [started["execution_id"]])
    state = client.get(f"{V1}/{number}/status").get_json()
    assert (state["execution_id"], state["run_id"]) == (started["execution_id"], number)


def test_execute__wrong_parameters(client: FlaskClient, house: House, workflow_id: int) -> None:
    response = client.post(f"{V1}/{workflow_id}/execute", json={"parameters": {"count": 10, "other": 1}})
    assert refusal(response) == (422, "invalid_parameters")
    assert [one["field"] for one in response.get_json()["details"]] == ["parameters.count", "parameters.other"]
    misspelt = client.post(f"{V1}/{workflow_id}/execute", json={"paramters": {"count": 2}})
    assert [one["field"] for one in misspelt.get_json()["details"]] == ["paramters"]
    assert not house.launched
    assert refusal(client.get(f"{V1}/{workflow_id}/status")) == (404, "never_run")
    assert refusal(client.get(f"{V1}/task_20250101_101010/status")) == (404, "task_not_found")
