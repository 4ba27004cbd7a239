"""The face ``/api/users``: what a user prefers, and what it does to a new task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from flat import TASKS, detail, make
from house import House, refusal

from bus.rows import Workflow
from bus.settings import Settings
from server.services import users

ENGLISH = {"Accept-Language": "en"}
PATH = "/api/users/{}/preferences"
NOTHING = {"default_workflow_id": None, "default_timeout": None, "preferred_date": None, "notification_preferences": {}}


def put(client: FlaskClient, user_id: str, **fields: Any) -> dict[str, Any]:
    """Change them; as they are then."""
    response = client.put(PATH.format(user_id), json=fields)
    assert response.status_code == 200, response.text
    return dict(response.get_json()["preferences"])


def test_show__nothing_said(client: FlaskClient) -> None:
    assert client.get(PATH.format("ann")).get_json()["preferences"] == {"user_id": "ann"} | NOTHING


def test_change__sets_what_is_given_and_keeps_the_rest(client: FlaskClient, topup: Workflow) -> None:
    notifications = {
        "email": {"address": "ann@example.org", "events": ["failed"]},
        "webhook": {"url": "https://example.org/hook", "events": ["completed", "failed"]},
        "muted": False,
    }
    put(client, "ann", default_workflow_id=topup.id, default_timeout=90, notification_preferences=notifications)
    changed = put(client, "ann", preferred_date="YYMMDD", default_timeout=None)
    assert changed == client.get(PATH.format("ann")).get_json()["preferences"] == {
        "user_id": "ann", "default_workflow_id": topup.id, "default_timeout": None, "preferred_date": "YYMMDD",
        "notification_preferences": notifications}  # fmt: skip
    assert client.get(PATH.format("bob")).get_json()["preferences"] == {"user_id": "bob"} | NOTHING


def test_default_workflow__is_taken_where_none_is_named(client: FlaskClient, topup: Workflow) -> None:
    body = {"user_id": "ann", "parameters": {"date_param": "250624"}}
    for path in (TASKS, f"{TASKS}/validate"):
        assert refusal(client.post(path, json=body)) == (422, "invalid_input")
    put(client, "ann", default_workflow_id=topup.id)
    assert client.post(f"{TASKS}/validate", json=body).get_json()["valid"] is True
    response = client.post(TASKS, json=body)
    assert detail(client, response.get_json()["task_id"])["workflow_name"] == "topup"
    assert refusal(client.post(TASKS, json=body | {"user_id": "bob"})) == (422, "invalid_input")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"default_workflow_id": 10**9}, 404),
        ({"default_workflow_id": "topup"}, 422),
        ({"default_timeout": 0}, 422),
        ({"default_time": 5}, 422),
        ({"notification_preferences": {"muted": "no"}}, 422),
        ({"notification_preferences": {"email": {"address": "nobody"}}}, 422),
        ({"notification_preferences": {"webhook": {"url": "file:///etc/passwd"}}}, 422),
        ({"notification_preferences": {"webhook": {"url": "https://h/", "events": ["exploded"]}}}, 422),
    ],
)
def test_change__refuses_and_changes_nothing(client: FlaskClient, fields: dict[str, Any], status: int) -> None:
    assert client.put(PATH.format("ann"), json=fields | {"preferred_date": "x"}).status_code == status
    assert client.get(PATH.format("ann")).get_json()["preferences"] == {"user_id": "ann"} | NOTHING


@pytest.mark.parametrize(
    ("channels", "field", "words"),
    [
        ({"email": {"address": "nobody"}}, "email.address", "it must be a mail address, as ann@example.com"),
        ({"email": "ann@example.com"}, "email", ""),
        ({"webhook": {"url": "https://h/", "event": []}}, "webhook.event", ""),
        ({"webhook": {"url": "h"}}, "webhook.url", "http:// or https://"),
    ],
)
def test_change__names_the_fault_by_its_place_in_the_body(
    client: FlaskClient, channels: dict[str, Any], field: str, words: str
) -> None:
    answer = client.put(PATH.format("ann"), json={"notification_preferences": channels}, headers=ENGLISH)
    (told,) = answer.get_json()["details"]
    assert answer.status_code == 422 and told["field"] == f"notification_preferences.{field}"
    assert words in told["error"]


def test_name__must_be_one(client: FlaskClient) -> None:
    assert client.get(PATH.format("a'b")).status_code == 422


def test_owner__his_own_only_but_for_admins(settings: Settings, make_house: Callable[[Settings], House]) -> None:
    house = make_house(replace(settings, jwt_secret="a secret of at least 32 bytes, for HS256"))

    def client(name: str, role: str) -> FlaskClient:
        made = house.app.test_client()
        made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {users.issue(house.settings, name, role)[0]}"
        return made

    ann, root = client("ann", "viewer"), client("root", "admin")
    assert put(ann, "ann", preferred_date="YYMMDD") == root.get(PATH.format("ann")).get_json()["preferences"]
    assert refusal(ann.get(PATH.format("bob"))) == (403, "forbidden")
    assert refusal(ann.put(PATH.format("bob"), json={"preferred_date": "x"})) == (403, "forbidden")
    assert put(root, "bob", preferred_date="x")["preferred_date"] == "x"
    assert house.app.test_client().get(PATH.format("ann")).status_code == 401


def test_default_workflow__of_the_token(
    settings: Settings, make_house: Callable[[Settings], House], topup: Workflow
) -> None:
    house = make_house(replace(settings, jwt_secret="a secret of at least 32 bytes, for HS256"))
    client = house.app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {users.issue(house.settings, 'ann', 'operator')[0]}"
    put(client, "ann", default_workflow_id=topup.id)
    assert detail(client, make(client, workflow_name=None))["workflow_name"] == "topup"
    body = {"parameters": {"date_param": "250624"}}
    assert client.post(f"{TASKS}/validate", json=body | {"user_id": "ann"}).get_json()["valid"] is True
    assert refusal(client.post(f"{TASKS}/validate", json=body | {"user_id": "bob"})) == (403, "forbidden")
