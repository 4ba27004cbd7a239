"""Workflows, their tasks and runs in the words of the 003 face."""

from __future__ import annotations

from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from house import House, finish, refusal

from bus.db import Connection

V1 = "/api/v1/workflows"
HTTP = {"name": "http-task", "task_type": "HTTP", "config": {"url": "http://httpbin.org/get"}}


@pytest.fixture
def made(client: FlaskClient) -> dict[str, Any]:
    """An empty workflow."""
    response = client.post(V1, json={"name": f"v1 {uuid4().hex}", "description": "测试工作流"})
    assert response.status_code == 201, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def add(client: FlaskClient, made: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    given = {"name": name, "task_type": "COMMAND", "config": {"command": ["true"]}, **more}
    response = client.post(f"{V1}/{made['id']}/tasks", json=given)
    assert response.status_code == 201, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def test_create__an_empty_workflow(client: FlaskClient, made: dict[str, Any]) -> None:
    assert isinstance(made["id"], int)
    assert (made["description"], made["status"], made["tasks_count"]) == ("测试工作流", "active", 0)
    assert client.get(f"{V1}/{made['id']}").get_json() == made
    assert refusal(client.post(V1, json={"name": made["name"]})) == (409, "workflow_exists")
    assert refusal(client.post(f"{V1}/{made['id']}/run")) == (409, "workflow_empty")


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "name"), ({"name": 5}, "name"), ({"name": "x", "descripton": ""}, "descripton"), ({"name": "a/b"}, "name"),
     ({"name": "x", "description": []}, "description"), ({"name": "12"}, "workflow.name")],
)  # fmt: skip
def test_create__wrong_fields_are_named(client: FlaskClient, body: dict[str, Any], field: str) -> None:
    response = client.post(V1, json=body)
    assert response.status_code == 422
    assert [one["field"] for one in response.get_json()["details"]] == [field]


def test_list__pages(client: FlaskClient, made: dict[str, Any]) -> None:
    total = client.get(V1).get_json()["total"]
    page = client.get(f"{V1}?skip={total - 1}&limit=5").get_json()
    assert [one["id"] for one in page["workflows"]] == [made["id"]]
    assert page["workflows"][0].items() <= made.items()
    assert (page["total"], page["skip"], page["limit"]) == (total, total - 1, 5)


def test_tasks__become_steps(client: FlaskClient, made: dict[str, Any]) -> None:
    response = client.post(f"{V1}/{made['id']}/tasks", json=HTTP)
    assert response.status_code == 201
    first = response.get_json()
    assert first.items() >= {"id": 1, "name": "http-task", "task_type": "HTTP", "workflow_id": made["id"]}.items()
    assert (first["config"]["url"], first["config"]["method"]) == ("http://httpbin.org/get", "GET")
    assert add(client, made, "下载 数据")["depends_on"] == [1]
    assert add(client, made, "third", depends_on=[1, "下载 数据"])["depends_on"] == [1, 2]
    assert add(client, made, "alone", depends_on=[])["depends_on"] == []
    before = add(client, made, "http-task", order=0)
    assert (before["id"], before["step_id"], before["depends_on"]) == (1, "http-task_2", [])
    rows = client.get(f"{V1}/{made['id']}/tasks?limit=2&skip=1").get_json()
    assert (rows["total"], [one["name"] for one in rows["tasks"]]) == (5, ["http-task", "下载 数据"])
    assert client.get(f"{V1}/{made['id']}").get_json()["tasks_count"] == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"task_type": "FTP"}, "task_type"),
        ({"config": {}}, "config.url"),
        ({"config": {"url": "gopher://x"}}, "config.url"),
        ({"config": {"url": "http://127.0.0.1/"}}, "config.url"),
        ({"config": {"url": "http://x.example", "timeout_second": 3}}, "config.timeout_second"),
        ({"config": {"url": "http://x.example/${date}"}}, "config.url"),
        ({"config": {"url": "http://x.example", "id": "x"}}, "config.id"),
        ({"config": "http://x.example"}, "config"),
        ({"depends_on": [7]}, "depends_on.0"),
        ({"depends_on": ["nobody"]}, "depends_on.0"),
        ({"order": "first"}, "order"),
        ({"depend_on": []}, "depend_on"),
    ],
)
def test_tasks__wrong_fields_are_named(
    client: FlaskClient, made: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    response = client.post(f"{V1}/{made['id']}/tasks", json={**HTTP, **changes}, headers={"Accept-Language": "en"})
    body = response.get_json()
    assert response.status_code == 422, body
    assert [one["field"] for one in body["details"]] == [field]
    assert field in body["error"] and "steps." not in body["error"]
    assert client.get(f"{V1}/{made['id']}/tasks").get_json()["total"] == 0


def test_tasks__too_large(client: FlaskClient, made: dict[str, Any]) -> None:
    """Alone, or all of a workflow together."""

    def post(size: int) -> tuple[int, str]:
        config = {"command": ["echo", *["x" * 15_000] * size]}
        response = client.post(f"{V1}/{made['id']}/tasks", json={"name": "t", "task_type": "COMMAND", "config": config})
        return response.status_code, "" if response.status_code == 201 else response.get_json()["code"]

    assert post(70) == (413, "too_large")
    assert post(40) == (201, "")
    assert post(40) == (413, "too_large")
    assert client.get(f"{V1}/{made['id']}/tasks").get_json()["total"] == 1


def test_tasks__a_forbidden_module(client: FlaskClient, made: dict[str, Any]) -> None:
    step = {"name": "x", "task_type": "python", "config": {"module": "os", "function": "system"}}
    assert refusal(client.post(f"{V1}/{made['id']}/tasks", json=step)) == (403, "forbidden_module")


def test_tasks__added_at_the_same_time(client: FlaskClient, made: dict[str, Any]) -> None:
    """None of them is lost."""

    def post(number: int) -> None:
        step = {"name": f"t{number}", "task_type": "COMMAND", "config": {"command": ["true"]}}
        client.application.test_client().post(f"{V1}/{made['id']}/tasks", json=step)

    threads = [Thread(target=post, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = client.get(f"{V1}/{made['id']}/tasks").get_json()["tasks"]
    assert {one["name"] for one in rows} == {f"t{number}" for number in range(6)}
    assert [one["depends_on"] for one in rows] == [[], [1], [2], [3], [4], [5]]


def test_run__and_runs(client: FlaskClient, house: House, bus: Connection, made: dict[str, Any]) -> None:
    add(client, made, "one")
    numbers = []
    for body in (None, {}, {"parameters": {"date": "250624"}}):
        response = client.post(f"{V1}/{made['id']}/run", json=body)
        assert response.status_code == 202
        started = response.get_json()
        assert (started["workflow_id"], started["status"]) == (made["id"], "running")
        numbers.append(started["run_id"])
    assert len(house.launched) == 3
    finish(bus, house.launched[0])
    finish(bus, house.launched[1], "failed", "broken")
    page = client.get(f"{V1}/{made['id']}/runs").get_json()
    assert (page["total"], [one["run_id"] for one in page["runs"]]) == (3, numbers[::-1])
    assert [one["status"] for one in page["runs"]] == ["running", "failed", "success"]
    assert page["runs"][2]["progress"] == 100 and page["runs"][2]["completed_at"].endswith("Z")
    assert page["runs"][1]["error"]["message"] == "broken" and page["runs"][1]["error"]["suggestion"]
    short = client.get(f"{V1}/{made['id']}/runs?skip=1&limit=1").get_json()
    assert (short["total"], [one["run_id"] for one in short["runs"]]) == (3, [numbers[1]])
    ended = client.get(f"{V1}/{made['id']}/runs?status=success,failed&limit=1").get_json()
    assert (ended["total"], [one["run_id"] for one in ended["runs"]]) == (2, [numbers[1]])
    assert refusal(client.get(f"{V1}/{made['id']}/runs?status=done")) == (422, "invalid_input")
    for key in (numbers[2], started["task_id"]):
        run = client.get(f"{V1}/{made['id']}/runs/{key}").get_json()
        assert (run["run_id"], run["parameters"]) == (numbers[2], {"date": "250624"})
        assert run["allowed_actions"] == ["pause", "cancel"]


def test_run__once_per_key(client: FlaskClient, made: dict[str, Any]) -> None:
    add(client, made, "one")
    key = {"Idempotency-Key": uuid4().hex}
    first, second = (client.post(f"{V1}/{made['id']}/run", headers=key).get_json() for _ in range(2))
    assert first["run_id"] == second["run_id"]
    other = client.post(f"{V1}/{made['id']}/run", headers=key, json={"parameters": {"x": 1}})
    assert refusal(other) == (422, "idempotency_key_reused")
    long = client.post(f"{V1}/{made['id']}/run", headers={"Idempotency-Key": "x" * 201})
    assert refusal(long) == (422, "invalid_input")


def test_run__refusals(client: FlaskClient, made: dict[str, Any]) -> None:
    add(client, made, "one")
    for body in ({"parameters": []}, {"parameters": {"x": {}}}, {"priority": "high"}):
        response = client.post(f"{V1}/{made['id']}/run", json=body)
        assert response.status_code == 422 and response.get_json()["details"]
    assert refusal(client.get(f"{V1}/{made['id']}/runs/987654321")) == (404, "workflow_run_not_found")
    assert refusal(client.get(f"{V1}/{made['id']}/runs/x")) == (404, "workflow_run_not_found")
    gone = client.delete(f"{V1}/{made['id']}").get_json()
    assert gone["status"] == "deprecated"
    assert refusal(client.post(f"{V1}/{made['id']}/run")) == (409, "workflow_retired")


def test_run__wrong_fields_are_named(client: FlaskClient, made: dict[str, Any]) -> None:
    add(client, made, "a")
    response = client.post(f"{V1}/{made['id']}/run", json={"paramters": {"x": 1}})
    assert response.status_code == 422
    assert [one["field"] for one in response.get_json()["details"]] == ["paramters"]
    assert client.get(f"{V1}/{made['id']}/runs").get_json()["total"] == 0


def test_describe__a_new_version(client: FlaskClient, made: dict[str, Any]) -> None:
    changed = client.put(f"{V1}/{made['id']}", json={"description": "other"}).get_json()
    assert (changed["description"], changed["version"]) == ("other", "1.0.1")


@pytest.mark.parametrize("key", ["987654321", "nobody", "a%00b", "%FF", "9" * 40])
def test_unknown(client: FlaskClient, key: str) -> None:
    for method, path, body in (
        ("GET", "", None), ("DELETE", "", None), ("PUT", "", {"description": ""}), ("GET", "/tasks", None),
        ("POST", "/tasks", HTTP), ("POST", "/run", None), ("GET", "/runs", None), ("GET", "/runs/1", None),
        ("POST", "/execute", None), ("GET", "/status", None), ("POST", "/stop", None),
    ):  # fmt: skip
        assert refusal(client.open(f"{V1}/{key}{path}", method=method, json=body)) == (404, "workflow_not_found")
