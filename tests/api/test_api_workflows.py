"""Workflows of the 000 face: versions, states, export, import, checking."""

from __future__ import annotations

import gzip
import io
import json
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from house import V0, House, refusal
from jsonschema import Draft202012Validator

WORKFLOWS = "/api/workflows"


def definition(name: str | None = None, **more: Any) -> dict[str, Any]:
    """A workflow of one command, under a name that nobody else has."""
    return {"name": name or f"w {uuid4().hex}", "steps": [{"id": "one", "command": ["true"]}], **more}


def create(client: FlaskClient, given: dict[str, Any] | None = None) -> dict[str, Any]:
    response = client.post(WORKFLOWS, json=given or definition())
    assert response.status_code == 201, response.get_json()
    body: dict[str, Any] = response.get_json()
    return body


def test_create__version_by_default(client: FlaskClient) -> None:
    made = create(client, definition("自定义工作流", description="自定义"))
    assert made["success"] is True and made["message"] == "工作流创建成功"
    assert made["workflow_id"] == made["id"] and isinstance(made["id"], int)
    shown = client.get(f"{WORKFLOWS}/{made['id']}").get_json()["workflow"]
    assert (shown["name"], shown["version"], shown["description"]) == ("自定义工作流", "1.0.0", "自定义")
    assert [step["id"] for step in shown["steps"]] == ["one"]
    assert [(one["version"], one["active"]) for one in shown["versions"]] == [("1.0.0", True)]
    assert client.get(f"{WORKFLOWS}/自定义工作流").get_json()["workflow"] == shown


def test_create__name_twice(client: FlaskClient) -> None:
    given = definition()
    create(client, given)
    assert refusal(client.post(WORKFLOWS, json=given)) == (409, "workflow_exists")


def test_create__a_name_of_digits(client: FlaskClient) -> None:
    assert refusal(client.post(WORKFLOWS, json=definition("17"))) == (422, "invalid_input")


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "{}"])
def test_create__no_definition(client: FlaskClient, body: str) -> None:
    response = client.post(WORKFLOWS, data=body)
    assert refusal(response) == (422, "invalid_definition")


def test_create__fault_has_its_path(client: FlaskClient) -> None:
    response = client.post(WORKFLOWS, json=definition(steps=[{"id": "a", "command": ["true"], "depends_on": ["b"]}]))
    assert refusal(response) == (422, "invalid_definition")
    assert [one["field"] for one in response.get_json()["details"]] == ["steps.0.depends_on.0"]


def test_create__forbidden_module(client: FlaskClient) -> None:
    steps = [{"id": "a", "module": "os", "function": "system"}]
    assert refusal(client.post(WORKFLOWS, json=definition(steps=steps))) == (403, "forbidden_module")
    body = client.post(f"{WORKFLOWS}/validate", json=definition(steps=steps)).get_json()
    assert body["valid"] is False and "os" in body["errors"][0]["error"]


def test_body__too_large_is_refused_unread(client: FlaskClient) -> None:
    body = json.dumps(definition(description="x" * 1_000_000))
    for path in ("", "/validate", "/import"):
        assert refusal(client.post(WORKFLOWS + path, data=body)) == (413, "too_large")


def test_body__too_large_without_a_length(client: FlaskClient) -> None:
    stream = io.BytesIO(json.dumps(definition(description="x" * 1_000_000)).encode())
    response = client.post(WORKFLOWS, input_stream=stream, environ_overrides={"wsgi.input_terminated": True})
    assert refusal(response) == (413, "too_large")


def test_body__compressed(client: FlaskClient) -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    for path in ("", "/validate", "/import"):
        response = client.post(WORKFLOWS + path, data=bomb, headers={"Content-Encoding": "gzip"})
        assert refusal(response) == (415, "unsupported_encoding")


def test_update__a_new_version(client: FlaskClient) -> None:
    given = definition()
    made = create(client, given)
    for expected in ("1.0.1", "1.0.2"):
        response = client.put(f"{WORKFLOWS}/{made['id']}", json=given | {"version": "1.0.0"})
        assert response.get_json()["version"] == expected
    labelled = client.put(f"{WORKFLOWS}/{given['name']}", json={"steps": given["steps"], "version": "2.0.0"})
    assert labelled.get_json()["version"] == "2.0.0"
    unlabelled = client.put(f"{WORKFLOWS}/{made['id']}", json={"steps": [], "workflow": {}})
    assert refusal(unlabelled) == (422, "invalid_definition")
    two = [*given["steps"], {"id": "two", "command": ["true"]}]
    assert client.put(f"{WORKFLOWS}/{made['id']}", json={"steps": two}).get_json()["version"] == "2.0.1"
    first = client.get(f"{WORKFLOWS}/{made['id']}?version=1.0.0").get_json()["workflow"]
    assert (first["version"], len(first["steps"])) == ("1.0.0", 1)
    page = client.get(f"{WORKFLOWS}/{made['id']}/versions?limit=2&offset=3").get_json()
    assert (page["total"], [one["version"] for one in page["versions"]]) == (5, ["2.0.0", "2.0.1"])


def test_update__keeps_the_name(client: FlaskClient) -> None:
    made = create(client)
    assert refusal(client.put(f"{WORKFLOWS}/{made['id']}", json=definition())) == (422, "invalid_input")


def test_update__at_the_same_time(client: FlaskClient) -> None:
    """Every one of them becomes a version of its own."""
    made = create(client)
    answers: list[int] = []

    def update() -> None:
        response = client.application.test_client().put(f"{WORKFLOWS}/{made['id']}", json=definition(made["name"]))
        answers.append(response.status_code)

    threads = [Thread(target=update) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
    assert client.get(f"{WORKFLOWS}/{made['id']}/versions").get_json()["total"] == 9


def test_states__and_versions(client: FlaskClient) -> None:
    made = create(client)
    path = f"{WORKFLOWS}/{made['id']}"
    client.put(path, json=definition(made["name"]))
    assert client.post(f"{path}/deprecate").get_json()["status"] == "deprecated"
    assert client.put(path, json=definition(made["name"])).get_json()["status"] == "deprecated"
    assert client.post(f"{path}/deactivate").get_json()["status"] == "inactive"
    back = client.post(f"{path}/activate", json={"version": "1.0.0"}).get_json()
    assert (back["status"], back["version"]) == ("active", "1.0.0")
    assert client.get(path).get_json()["workflow"]["version"] == "1.0.0"
    assert refusal(client.post(f"{path}/activate", json={"version": "9"})) == (404, "workflow_not_found")
    assert refusal(client.post(f"{path}/activate", json={"version": 9})) == (422, "invalid_input")


def test_states__of_the_pipeline_itself(client: FlaskClient) -> None:
    """No face makes tasks of a workflow that is not active."""
    try:
        client.post(f"{WORKFLOWS}/data_pipeline/deactivate")
        assert refusal(client.post(f"{V0}/tasks", json={})) == (409, "workflow_retired")
    finally:
        client.post(f"{WORKFLOWS}/data_pipeline/activate")
    assert client.post(f"{V0}/tasks", json={}).status_code == 201


def test_list__status_and_total(client: FlaskClient) -> None:
    made = create(client)
    client.post(f"{WORKFLOWS}/{made['id']}/deactivate")
    everything = client.get(f"{WORKFLOWS}?limit=1000").get_json()
    assert everything["total"] == len(everything["workflows"])
    pipeline = everything["workflows"][0]
    assert (pipeline["name"], pipeline["steps_count"], pipeline["status"]) == ("data_pipeline", 4, "active")
    inactive = client.get(f"{WORKFLOWS}?status=inactive&limit=1").get_json()
    assert inactive["workflows"][0]["status"] == "inactive" and inactive["total"] < everything["total"]
    assert refusal(client.get(f"{WORKFLOWS}?status=gone")) == (422, "invalid_input")
    assert refusal(client.get(f"{WORKFLOWS}?limit=0")) == (422, "invalid_input")


@pytest.mark.parametrize("key", ["987654321", "9" * 30, "nobody", "%27%3B--"])
def test_unknown(client: FlaskClient, key: str) -> None:
    for path in ("", "/versions", "/export"):
        assert refusal(client.get(f"{WORKFLOWS}/{key}{path}")) == (404, "workflow_not_found")
    assert refusal(client.post(f"{WORKFLOWS}/{key}/deprecate")) == (404, "workflow_not_found")
    assert refusal(client.put(f"{WORKFLOWS}/{key}", json=definition())) == (404, "workflow_not_found")


def test_export__import_takes_it(client: FlaskClient) -> None:
    made = create(client)
    response = client.get(f"{WORKFLOWS}/{made['id']}/export")
    assert "attachment" in response.headers["Content-Disposition"]
    assert refusal(client.post(f"{WORKFLOWS}/import", data=response.data)) == (409, "workflow_exists")
    versions = []
    for change in ({}, {"version": "1.0.0", "description": "another"}, {"version": "2.0.0"}, {"version": "2.0.0"}):
        given = response.get_json()
        given["workflow"] |= {"description": "another"} | change if versions else {}
        again = client.post(f"{WORKFLOWS}/import?update=true", json=given, headers={"Accept-Language": "en"})
        assert (again.status_code, again.get_json()["message"]) == (201, "1 workflow has been imported.")
        versions += [one["version"] for one in again.get_json()["workflows"]]
    assert versions == ["1.0.0", "1.0.1", "2.0.0", "2.0.0"]  # what is unchanged makes no version, a new label does
    renamed = response.get_json()
    renamed["workflow"]["name"] = f"w {uuid4().hex}"
    file = (io.BytesIO(json.dumps(renamed).encode()), "w.json")
    assert client.post(f"{WORKFLOWS}/import", data={"file": file}).status_code == 201
    copy = client.get(f"{WORKFLOWS}/{renamed['workflow']['name']}/export").get_json()
    assert copy == renamed


def test_export__a_shipped_one_may_be_changed_and_imported(client: FlaskClient) -> None:
    for name in ("data_pipeline", "topup_standard_workflow"):
        definition = client.get(f"{WORKFLOWS}/{name}/export").get_json()
        definition["workflow"]["name"] = f"of mine {uuid4().hex}"
        assert client.post(f"{WORKFLOWS}/import", json=definition).status_code == 201, name


def test_export__names_the_file(client: FlaskClient) -> None:
    made = create(client, definition(f'每日 "报告" {uuid4().hex}'))
    said = client.get(f"{WORKFLOWS}/{made['id']}/export").headers["Content-Disposition"]
    assert said.isascii() and said.startswith("attachment; ") and "filename*=UTF-8''%E6%AF%8F" in said


def test_import__all_or_nothing(client: FlaskClient) -> None:
    good, taken = definition(), create(client)["name"]
    for bad, code in ((definition(taken), (409, "workflow_exists")), ({"steps": 5}, (422, "invalid_definition"))):
        response = client.post(f"{WORKFLOWS}/import", json=[good, bad])
        assert refusal(response) == code
        assert refusal(client.get(f"{WORKFLOWS}/{good['name']}")) == (404, "workflow_not_found")
    assert response.get_json()["details"][0]["field"].startswith("1.")
    body = client.post(f"{WORKFLOWS}/import", json=[good, definition("a"), definition()]).get_json()
    assert [one["name"] for one in body["workflows"]][:2] == [good["name"], "a"]
    assert refusal(client.post(f"{WORKFLOWS}/import", json=[])) == (422, "invalid_input")
    form = {"data": {"other": "x"}, "content_type": "multipart/form-data"}
    assert refusal(client.post(f"{WORKFLOWS}/import", **form)) == (422, "invalid_input")


def test_validate__and_schema(client: FlaskClient, house: House) -> None:
    good = definition()
    assert client.post(f"{WORKFLOWS}/validate", json=good).get_json() == {"success": True, "valid": True, "errors": []}
    schema = client.get(f"{WORKFLOWS}/schema").get_json()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(good)
    cycle = definition(steps=[{"id": one, "command": ["x"], "depends_on": [need]} for one, need in ("ab", "ba")])
    body = client.post(f"{WORKFLOWS}/validate", json=cycle).get_json()
    assert body["valid"] is False
    assert all(one["path"].startswith("steps.") and one["error"] for one in body["errors"])
