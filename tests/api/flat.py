"""Requests to the face ``/api/tasks``, whose answers are flat."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from house import House, claim
from werkzeug.test import TestResponse

from bus import executions
from bus.db import Connection

TASKS = "/api/tasks"
GOOD = {"workflow_name": "topup", "parameters": {"date_param": "250624"}}


def make(client: FlaskClient, key: str | None = None, **fields: Any) -> str:
    """Make a task of the workflow ``topup``; its id."""
    headers = {} if key is None else {"Idempotency-Key": key}
    response = client.post(TASKS, json=GOOD | fields, headers=headers)
    assert response.status_code == 201, response.text
    return str(response.get_json()["task_id"])


def detail(client: FlaskClient, task_id: str) -> dict[str, Any]:
    """The task as it says itself."""
    return dict(client.get(f"{TASKS}/{task_id}").get_json()["task"])


def act(client: FlaskClient, task_id: str, action: str, **fields: Any) -> TestResponse:
    """Ask for an action."""
    return client.post(f"{TASKS}/{task_id}/{action}", json=fields)


def end(house: House, bus: Connection, status: str) -> None:
    """What an executor records of the execution started last, from the claim to that end."""
    execution = house.launched[-1]
    claim(bus, execution)
    executions.end(bus, execution.execution_id, status, run_token=None, error_message="so it ended")
