"""Who was told of a task, as the API shows it."""

from __future__ import annotations

from flask.testing import FlaskClient
from house import V0, House, data_of, refusal

from bus import notifications
from bus.db import Connection, execute

PREFERENCES = """
INSERT INTO user_preferences (user_id, notification_preferences)
VALUES ('ann', '{"webhook": {"url": "https://u:pw@hooks.example.com/in?key=k#f", "events": ["cancelled"]},
                 "email": {"address": "ann@example.com", "events": ["cancelled"]}}')
ON CONFLICT (user_id) DO UPDATE SET notification_preferences = excluded.notification_preferences
"""


def test_notifications__listed_without_secrets(
    client: FlaskClient, bus: Connection, highway: str, house: House
) -> None:
    execute(bus, PREFERENCES, {})
    task_id = data_of(client.post(f"{V0}/tasks", json={"db_name": highway, "created_by": "ann"}))["task_id"]
    path = f"/api/tasks/{task_id}/notifications"
    assert client.get(path).get_json() == {"success": True, "notifications": [], "total": 0}
    execute(bus, "UPDATE tasks SET status = 'cancelled' WHERE task_id = %(id)s", {"id": task_id})
    first, second = notifications.claim(bus, 2, 60)
    notifications.failed(bus, first, "no answer", None)
    notifications.sent(bus, second)
    shown = client.get(path).get_json()
    assert shown["total"] == 2
    hook, mail = sorted(shown["notifications"], key=lambda one: one["channel"], reverse=True)
    assert (hook["target"], hook["event"]) == ("https://hooks.example.com/in", "cancelled")
    assert mail["target"] == "ann@example.com"
    by_status = {one["status"]: one for one in (hook, mail)}
    assert by_status["given_up"]["error"] == "no answer" and by_status["given_up"]["next_at"] is None
    assert by_status["sent"]["sent_at"].endswith("Z")
    page = client.get(path, query_string={"limit": 1, "offset": 1}).get_json()
    assert (page["total"], len(page["notifications"])) == (2, 1)
    assert page["notifications"][0] == shown["notifications"][1]


def test_notifications__of_no_task(client: FlaskClient) -> None:
    assert refusal(client.get("/api/tasks/task_20240101_000000/notifications")) == (404, "task_not_found")
    assert refusal(client.get("/api/tasks/x'--/notifications")) == (404, "task_not_found")


def test_notifications__a_page_that_is_none(client: FlaskClient, task_id: str) -> None:
    wrong = client.get(f"/api/tasks/{task_id}/notifications", query_string={"limit": 0})
    assert refusal(wrong) == (422, "invalid_input")
