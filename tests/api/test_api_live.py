"""What the live endpoints refuse, and what they answer at once; the streams themselves need a real server."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from house import refusal

from bus.db import Connection, execute

PATHS = ("/api/tasks/{}/events", "/api/tasks/{}/logs/events", "/api/events?task_ids={}")
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("task", ["task_20200101_000000", "nonsense", "..%2f.."])
def test_stream__of_an_unknown_task(client: FlaskClient, path: str, task: str) -> None:
    assert client.get(path.format(task)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("last", ["x", "-1", "1.5", "task_a:", "1:2:3", "9" * 30, "'; DROP TABLE events; --"])
def test_stream__with_an_id_that_is_none(client: FlaskClient, task_id: str, path: str, last: str) -> None:
    answer = client.get(path.format(task_id), headers={"Last-Event-ID": last})
    assert refusal(answer) == (422, "invalid_input")
    assert answer.get_json()["details"][0]["field"] == "last_event_id"


@pytest.mark.parametrize("ids", ["", ",", ",".join(["task_20200101_000000"] * 51)])
def test_streams__of_no_task_or_too_many(client: FlaskClient, ids: str) -> None:
    assert refusal(client.get("/api/events", query_string={"task_ids": ids})) == (422, "invalid_input")


@pytest.mark.parametrize("query", ["level=loud", "tail=-1", "tail=1001", "tail=all"])
def test_log_stream__with_a_value_that_cannot_be(client: FlaskClient, task_id: str, query: str) -> None:
    assert refusal(client.get(f"/api/tasks/{task_id}/logs/events?{query}")) == (422, "invalid_input")


def test_stream__of_an_ended_task_of_which_all_is_told(client: FlaskClient, bus: Connection, task_id: str) -> None:
    execute(bus, "UPDATE tasks SET status = 'cancelled' WHERE task_id = %(id)s", {"id": task_id})
    for path, last in zip(PATHS, ("1", "0", f"{task_id}:1"), strict=True):
        answer = client.get(path.format(task_id), headers={"Last-Event-ID": last})
        assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("path", PATHS)
def test_stream__head_alone(client: FlaskClient, task_id: str, path: str) -> None:
    answer = client.head(path.format(task_id))
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")


def test_websocket__asked_for_without_an_upgrade_is_the_plain_progress(client: FlaskClient, task_id: str) -> None:
    answer = client.get(f"/api/tasks/{task_id}/progress").get_json()
    assert (answer["task_id"], answer["progress_percentage"]) == (task_id, 0)


@pytest.mark.parametrize("missing", ["Sec-WebSocket-Key", "Sec-WebSocket-Version"])
def test_websocket__half_a_handshake(client: FlaskClient, task_id: str, missing: str) -> None:
    headers = {name: value for name, value in UPGRADE.items() if name != missing}
    assert refusal(client.get(f"/api/tasks/{task_id}/progress", headers=headers)) == (400, "bad_request")


@pytest.mark.parametrize("path", ["/api/tasks/{}/progress", "/api/tasks/{}/events"])
def test_upgrade__by_a_page_of_others(client: FlaskClient, task_id: str, path: str) -> None:
    headers = UPGRADE | {"Origin": "https://evil.example"}
    assert refusal(client.get(path.format(task_id), headers=headers)) == (403, "forbidden")
