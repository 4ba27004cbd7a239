"""The face ``/api/tasks``: what may be done in which state, and the queue. Nothing is really run here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from flat import act, detail, end, make
from house import House, claim

from bus.actions import ALLOWED, State
from bus.db import Connection
from bus.rows import Workflow
from bus.settings import Settings

CONTROLS = ("start", "pause", "resume", "retry", "cancel")
STATES = [state for state in State if state is not State.PARTIAL_COMPLETED]  # which only single steps bring about


@pytest.fixture
def crowded(settings: Settings, make_house: Callable[[Settings], House], topup: Workflow) -> House:
    """A server that runs one task at a time."""
    return make_house(replace(settings, max_running_text="1", max_queued_text="3"))


def brought_to(state: State, house: House, client: FlaskClient, bus: Connection) -> str:
    """A task in that state; its id."""
    if state is State.QUEUED:
        make(client, start=True)
    task_id = make(client, start=state is not State.PENDING)
    if state in (State.RUNNING, State.PAUSING, State.FROZEN, State.CANCELLING):
        claim(bus, house.launched[-1])
    if state in (State.COMPLETED, State.FAILED):
        end(house, bus, state)
    if state in (State.PAUSING, State.FROZEN, State.PAUSED):
        assert act(client, task_id, "pause", immediate=state is State.FROZEN).status_code == 200
    if state in (State.CANCELLING, State.CANCELLED):
        assert act(client, task_id, "cancel").status_code == 200
    return task_id


@pytest.mark.parametrize("state", STATES)
def test_state__what_is_not_allowed_is_refused(crowded: House, bus: Connection, state: State) -> None:
    client = crowded.app.test_client()
    task_id = brought_to(state, crowded, client, bus)
    task = detail(client, task_id)
    assert (task["state"], task["allowed_actions"]) == (state, list(ALLOWED[state]))
    for action in (one for one in CONTROLS if one not in ALLOWED[state]):
        response = act(client, task_id, action)
        body = response.get_json()
        assert (response.status_code, body["code"]) == (409, "invalid_transition"), (action, body)
        assert body["allowed_actions"] == list(ALLOWED[state]) and str(state) in body["error"]
    assert detail(client, task_id)["state"] == state


@pytest.mark.parametrize(
    ("state", "action"), [(state, action) for state in STATES for action in ALLOWED[state] if action != "delete"]
)
def test_state__what_is_allowed_is_done(crowded: House, bus: Connection, state: State, action: str) -> None:
    client = crowded.app.test_client()
    task_id = brought_to(state, crowded, client, bus)
    response = act(client, task_id, action)
    assert response.status_code == 200, response.text
    body = response.get_json()
    assert body["state"] != state and body["task_id"] == task_id
    assert detail(client, task_id)["allowed_actions"] == body["allowed_actions"]


def test_stop__is_cancel(crowded: House, bus: Connection) -> None:
    client = crowded.app.test_client()
    body = act(client, brought_to(State.QUEUED, crowded, client, bus), "stop").get_json()
    assert (body["message"], body["status"]) == ("任务已取消", "cancelled")


def test_body__may_be_missing_but_not_wrong(crowded: House) -> None:
    client = crowded.app.test_client()
    task_id = make(client)
    for fields in ({"immediate": "yes"}, {"immediate": 1}):
        assert act(client, task_id, "pause", **fields).status_code == 422
    assert act(client, task_id, "resume", parameters=[]).status_code == 422
    assert client.post(f"/api/tasks/{task_id}/start", data="{", content_type="application/json").status_code == 400
    assert client.post(f"/api/tasks/{task_id}/start").get_json()["status"] == "running"


def test_queue__position_by_priority_then_age(crowded: House, bus: Connection) -> None:
    client = crowded.app.test_client()
    runs = make(client, start=True)
    first, second, urgent = (make(client, start=True, priority=priority) for priority in (0, 0, 5))
    assert [detail(client, one)["queue_position"] for one in (runs, first, second, urgent)] == [None, 2, 3, 1]
    assert (detail(client, first)["status"], detail(client, first)["state"]) == ("pending", "queued")
    listed = {task["id"]: task["queue_position"] for task in client.get("/api/tasks").get_json()["tasks"]}
    assert listed == {runs: None, first: 2, second: 3, urgent: 1}
    act(client, urgent, "cancel")
    assert detail(client, first)["queue_position"] == 1


def test_queue__full_is_429_and_leaves_nothing(crowded: House) -> None:
    client = crowded.app.test_client()
    for _ in range(4):
        make(client, start=True)
    fifth = make(client)
    response = act(client, fifth, "start")
    assert (response.status_code, response.get_json()["code"]) == (429, "queue_full")
    assert response.headers["Retry-After"] and detail(client, fifth)["state"] == "pending"


def test_resume__unknown_step_and_wrong_parameter_change_nothing(crowded: House, bus: Connection) -> None:
    client = crowded.app.test_client()
    task_id = brought_to(State.FAILED, crowded, client, bus)
    before = detail(client, task_id)
    for fields, field in (
        ({"retry_from_step": "nowhere"}, "retry_from_step"),
        ({"parameters": {"date_param": "x"}}, "parameters.date_param"),
        ({"parameters": {"other": "x"}}, "parameters.other"),
    ):
        response = act(client, task_id, "resume", **fields)
        assert response.status_code == 422
        assert [one["field"] for one in response.get_json()["details"]] == [field]
    assert act(client, task_id, "retry", retry_from_step="nowhere").status_code == 422
    assert detail(client, task_id) == before
