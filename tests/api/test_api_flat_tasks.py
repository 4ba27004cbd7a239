"""The face ``/api/tasks``: making tasks, listing them, looking at them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from flat import GOOD, TASKS, act, detail, make
from house import House, refusal

from bus import workflows
from bus.db import Connection
from bus.pipeline_parameters import TOLD
from bus.rows import Workflow
from bus.settings import Settings
from server.schemas.tasks import OUTSIDE_PARAMETERS, CreateTask
from server.services import users
from tests.contracts.topup_tasks.topup_examples import CREATE


def with_role(house: House, name: str, role: str) -> FlaskClient:
    """A client with the token of that user."""
    client = house.app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {users.issue(house.settings, name, role)[0]}"
    return client


@pytest.fixture
def locked(settings: Settings, make_house: Callable[[Settings], House], topup: Workflow) -> House:
    """A server that asks for tokens."""
    return make_house(replace(settings, jwt_secret="a secret of at least 32 bytes, for HS256"))


def test_make__keeps_what_was_said(client: FlaskClient, topup: Workflow, house: House) -> None:
    task = detail(client, make(client, user_id="user123", task_name="处理250624日期数据", priority=7))
    assert (task["user_id"], task["task_name"], task["priority"]) == ("user123", "处理250624日期数据", 7)
    assert task["parameters"] == {"date_param": "250624", "max_wait_minutes": 25}
    assert (task["workflow_name"], task["workflow_version"], task["workflow_id"]) == ("topup", "1.0.0", topup.id)
    assert (task["status"], task["state"], task["queue_position"], task["current_step"]) == ("pending",) * 2 + (
        None,
    ) * 2
    assert task["allowed_actions"] == ["start", "cancel", "delete"] and house.launched == []
    assert [(step["id"], step["name"], step["status"]) for step in task["steps"]] == [
        ("submit", "提交", "pending"), ("collect", "collect", "pending")]  # fmt: skip


def test_make__the_example_of_the_specification_of_the_shipped_workflow(client: FlaskClient, house: House) -> None:
    assert client.post(TASKS, json=CREATE).status_code == 201
    started = client.post(TASKS, json=CREATE | {"start": True}).get_json()
    assert started["status"] == "running" and len(detail(client, started["task_id"])["steps"]) > 1


def test_make__by_number_and_version(client: FlaskClient, topup: Workflow) -> None:
    body = {"workflow_id": topup.id, "workflow_version": "1.0.0", "parameters": GOOD["parameters"]}
    response = client.post(TASKS, json=body)
    assert detail(client, response.get_json()["task_id"])["workflow_name"] == "topup"


def test_make__starts_at_once_if_asked(client: FlaskClient, topup: Workflow, house: House) -> None:
    response = client.post(TASKS, json=GOOD | {"start": True})
    assert response.get_json()["status"] == "running"
    assert [execution.task_id for execution in house.launched] == [response.get_json()["task_id"]]


def test_make__speaks_english(client: FlaskClient, topup: Workflow) -> None:
    response = client.post(TASKS, json=GOOD, headers={"Accept-Language": "en"})
    assert response.get_json()["message"] == "The task has been created."
    task_id = response.get_json()["task_id"]
    answer = client.get(f"{TASKS}/{task_id}", headers={"Accept-Language": "en"}).get_json()
    assert answer["task"]["steps"][0]["name"] == "Submit"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (GOOD | {"workflow_name": "nowhere"}, 404, None),
        (GOOD | {"workflow_version": "9.9.9"}, 404, None),
        ({"workflow_id": 10**9, "parameters": {}}, 404, None),
        (GOOD | {"workflow_id": 1}, 422, "body"),
        ({"parameters": {}}, 422, "workflow_name"),
        (GOOD | {"parameters": {}}, 422, "parameters.date_param"),
        (GOOD | {"parameters": {"date_param": "x; rm -rf /"}}, 422, "parameters.date_param"),
        (GOOD | {"parameters": {"date_param": "250624", "wait": 1}}, 422, "parameters.wait"),
        (GOOD | {"parameters": {"date_param": "250624", "max_wait_minutes": 0}}, 422, "parameters.max_wait_minutes"),
        (GOOD | {"parameters": [1]}, 422, "parameters"),
        (GOOD | {"priority": 1001}, 422, "priority"),
        (GOOD | {"priority": "1"}, 422, "priority"),
        (GOOD | {"user_id": "x' OR 1=1"}, 422, "user_id"),
        (GOOD | {"start": "no"}, 422, "start"),
    ],
)
def test_make__refuses(
    client: FlaskClient, topup: Workflow, house: House, body: dict[str, Any], status: int, field: str | None
) -> None:
    response = client.post(TASKS, json=body)
    assert response.status_code == status, response.text
    if field is not None:
        assert field in [one["field"] for one in response.get_json()["details"]]
    assert client.get(TASKS).get_json()["total"] == 0
    assert not house.settings.training_data.exists() or not [*house.settings.training_data.iterdir()]


def test_make__no_password_is_kept(client: FlaskClient, house: House) -> None:
    parameters = {"db_connection": "postgresql://reader:s3cret-pw@db/shop"}
    response = client.post(TASKS, json={"workflow_name": "data_pipeline", "parameters": parameters})
    assert response.status_code == 422 and "s3cret-pw" not in response.text
    assert client.get(TASKS).get_json()["total"] == 0


def test_make__unknown_parameter_of_the_pipeline_is_refused(client: FlaskClient) -> None:
    given = {"workflow_name": "data_pipeline", "parameters": {"tables": "owners", "max_pairs": 5}}
    for address in (TASKS, f"{TASKS}/validate"):
        body = client.post(address, json=given, headers={"Accept-Language": "en"}).get_json()
        fault = {"field": "parameters.tables", "error": "there is no such parameter; did you mean table_list?"}
        assert (body.get("details") or body["errors"]) == [fault]
    run = client.post("/api/v1/workflows/data_pipeline/run", json={"parameters": {"tables": "owners"}})
    assert refusal(run) == (400, "unknown_parameter")
    assert client.get(TASKS).get_json()["total"] == 0


@pytest.mark.parametrize(("version", "status"), [(None, 400), ("2.0.0", 400), ("9.9.9", 201)])
def test_make__unknown_parameter_that_a_step_gives_to_the_pipeline_is_refused(
    client: FlaskClient, version: str | None, status: int
) -> None:
    """What a version that is not there knows shows when the step runs."""
    step = {"id": "sub", "workflow": "data_pipeline", "workflow_parameters": {"tables": "owners", "max_pairs": 5}}
    name = f"around {uuid4().hex}"
    steps = [step if version is None else {**step, "workflow_version": version}]
    assert client.post("/api/workflows", json={"name": name, "steps": steps}).status_code == 201
    made = client.post(TASKS, json={"workflow_name": name}, headers={"Accept-Language": "en"})
    assert made.status_code == status
    fault = {
        "field": "steps.sub.workflow_parameters.tables",
        "error": "there is no such parameter; did you mean table_list?",
    }
    body = client.post(f"{TASKS}/validate", json={"workflow_name": name}, headers={"Accept-Language": "en"}).get_json()
    assert body["errors"] == ([fault] if status == 400 else [])
    assert made.get_json().get("details") == (body["errors"] or None)


def test_make__wrong_types_for_the_pipeline_are_refused(client: FlaskClient) -> None:
    parameters = {"max_pairs": "ten", "seed": -5, "language": "klingon", "enable_sql_validation": "perhaps"}
    given = {"workflow_name": "data_pipeline", "parameters": parameters}
    response = client.post(TASKS, json=given, headers={"Accept-Language": "en"})
    assert refusal(response) == (422, "invalid_parameters")
    assert {one["field"] for one in response.get_json()["details"]} == {f"parameters.{name}" for name in parameters}


def test_make__texts_are_numbers_and_truth_values_to_the_pipeline(client: FlaskClient) -> None:
    """The command line has nothing but texts."""
    parameters = {"max_pairs": "7", "enable_sql_validation": "false", "seed": None, "llm_config": "x"}
    made = client.post(TASKS, json={"workflow_name": "data_pipeline", "parameters": parameters}).get_json()
    kept = detail(client, made["task_id"])["parameters"]
    assert kept == {**parameters, "max_pairs": 7, "enable_sql_validation": False}


def test_pipeline__what_it_can_be_told_is_what_a_request_may_say() -> None:
    assert {*TOLD} == CreateTask.model_fields.keys() - OUTSIDE_PARAMETERS


def test_make__of_a_retired_workflow_is_refused(client: FlaskClient, bus: Connection, topup: Workflow) -> None:
    workflows.set_status(bus, topup.id, "deprecated")
    try:
        assert refusal(client.post(TASKS, json=GOOD)) == (409, "workflow_retired")
    finally:
        workflows.set_status(bus, topup.id, "active")


def test_idempotency__the_same_key_makes_one_task(client: FlaskClient, topup: Workflow) -> None:
    assert make(client, "k1") == make(client, "k1") != make(client, "k2")
    assert client.get(TASKS).get_json()["total"] == 2


def test_idempotency__another_request_under_the_key_is_refused(client: FlaskClient, topup: Workflow) -> None:
    make(client, "k1")
    response = client.post(TASKS, json=GOOD | {"priority": 1}, headers={"Idempotency-Key": "k1"})
    assert refusal(response) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_idempotency__odd_key_is_refused(client: FlaskClient, topup: Workflow, key: str) -> None:
    assert refusal(client.post(TASKS, json=GOOD, headers={"Idempotency-Key": key})) == (422, "invalid_input")


def test_owner__the_token_says_who_it_is(locked: House) -> None:
    ann, root = with_role(locked, "ann", "operator"), with_role(locked, "root", "admin")
    assert detail(ann, make(ann))["user_id"] == detail(ann, make(ann, user_id="ann"))["user_id"] == "ann"
    assert refusal(ann.post(TASKS, json=GOOD | {"user_id": "bob"})) == (403, "forbidden")
    assert detail(root, make(root, user_id="bob"))["user_id"] == "root"


def test_roles__a_viewer_may_look_only(locked: House) -> None:
    task_id = make(with_role(locked, "ann", "operator"))
    viewer = with_role(locked, "eve", "viewer")
    assert detail(viewer, task_id)["status"] == "pending"
    assert viewer.post(TASKS, json=GOOD).status_code == 403
    for action in ("start", "pause", "resume", "retry", "cancel", "stop"):
        assert act(viewer, task_id, action).status_code == 403
    assert viewer.delete(f"{TASKS}/{task_id}").status_code == 403
    assert locked.app.test_client().get(TASKS).status_code == 401


def test_list__filters_pages_and_counts_all(client: FlaskClient, topup: Workflow) -> None:
    ids = [make(client, user_id=user) for user in ("ann", "bob", "ann", "ann")]
    act(client, ids[3], "cancel")

    def listed(query: str) -> tuple[list[str], int, int]:
        body = client.get(f"{TASKS}?{query}").get_json()
        return [task["id"] for task in body["tasks"]], body["total"], body["page"]

    assert listed("") == (ids[::-1], 4, 1)
    assert listed("user_id=ann&limit=2") == ([ids[3], ids[2]], 3, 1)
    assert listed("user_id=ann&limit=2&offset=2") == listed("user_id=ann&limit=2&page=2") == ([ids[0]], 3, 2)
    assert listed("status=cancelled") == ([ids[3]], 1, 1)
    assert listed("status=pending,cancelled&limit=1")[1] == 4
    assert listed("workflow_name=topup&user_id=bob") == ([ids[1]], 1, 1)
    assert listed("workflow_name=data_pipeline") == ([], 0, 1)


@pytest.mark.parametrize(
    ("query", "status"),
    [("status=done", 422), ("limit=0", 422), ("limit=1001", 422), ("offset=-1", 422), ("page=0", 422),
     ("page=2&offset=3", 422), ("workflow_name=nowhere", 404)],
)  # fmt: skip
def test_list__refuses(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"{TASKS}?{query}").status_code == status


def test_detail__unknown_task(client: FlaskClient) -> None:
    for task_id in ("task_20240101_000000", "1", "..%2f..%2fetc"):
        assert client.get(f"{TASKS}/{task_id}").status_code == 404


def test_detail__unchanged_is_304(client: FlaskClient, topup: Workflow) -> None:
    task_id = make(client)
    for path in (f"{TASKS}/{task_id}", f"{TASKS}/{task_id}/progress", TASKS):
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
    act(client, task_id, "start")
    assert client.get(f"{TASKS}/{task_id}", headers={"If-None-Match": etag}).status_code == 200


def test_progress__by_plain_http(client: FlaskClient, topup: Workflow) -> None:
    body = client.get(f"{TASKS}/{make(client)}/progress").get_json()
    assert (body["status"], body["progress_percentage"], body["current_step"]) == ("pending", 0, None)
    assert [step["id"] for step in body["steps"]] == ["submit", "collect"]


def test_delete__removes_row_and_files(client: FlaskClient, topup: Workflow, house: House) -> None:
    task_id = make(client)
    assert client.delete(f"{TASKS}/{task_id}").get_json()["message"] == "任务已删除"
    assert client.get(f"{TASKS}/{task_id}").status_code == 404 and not house.directory(task_id).exists()


def test_idempotency__of_many_at_once_one_makes_the_task(house: House, topup: Workflow) -> None:
    def create(_: int) -> str:
        return make(house.app.test_client(), "k1", start=True)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(create, range(8)))) == 1
    assert len(house.launched) == 1 and len([*house.settings.training_data.iterdir()]) == 1


def test_make__with_start_at_a_full_queue_leaves_nothing(
    settings: Settings, make_house: Callable[[Settings], House], topup: Workflow
) -> None:
    house = make_house(replace(settings, max_running_text="1", max_queued_text="1"))
    client = house.app.test_client()
    ids = [make(client, start=True) for _ in range(2)]
    assert refusal(client.post(TASKS, json=GOOD | {"start": True})) == (429, "queue_full")
    assert client.get(TASKS).get_json()["total"] == 2
    assert sorted(path.name for path in house.settings.training_data.iterdir()) == sorted(ids)
