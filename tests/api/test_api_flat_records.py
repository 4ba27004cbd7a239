"""The face ``/api/tasks``: validation, log, files. What real executors record is in the tests of the contracts."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from flat import GOOD, TASKS, detail, make
from house import House

from bus import logs
from bus.db import Connection, execute
from bus.log_file import parse_line
from bus.rows import Workflow
from tests.postgres import INSERT_OUTPUT

LINES = (
    "2025-02-23 10:00:00 [INFO] engine: begun",
    "2025-02-23 10:00:01 [DEBUG] submit.detail: looking",
    "2025-02-23 10:00:02 [ERROR] submit: Not Found",
    "2025-02-23 10:00:03 [CRITICAL] collect: broken",
    "2025-02-23 10:00:04 [WARNING] collect: odd",
)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"parameters": {"date_param": "250624", "max_wait_minutes": "30"}}, []),
        ({"parameters": {}}, ["parameters.date_param"]),
        ({"parameters": {"date_param": "x", "other": 1}}, ["parameters.date_param", "parameters.other"]),
    ],
)
def test_validate__says_what_is_wrong_and_makes_nothing(
    client: FlaskClient, topup: Workflow, fields: dict[str, Any], wrong: list[str]
) -> None:
    body = client.post(f"{TASKS}/validate", json=GOOD | fields).get_json()
    assert (body["valid"], [one["field"] for one in body["errors"]]) == (not wrong, wrong)
    assert client.get(TASKS).get_json()["total"] == 0


def test_validate__unknown_workflow_or_version(client: FlaskClient, topup: Workflow) -> None:
    for fields in ({"workflow_name": "nowhere"}, {"workflow_version": "9.9.9"}):
        assert client.post(f"{TASKS}/validate", json=GOOD | fields).status_code == 404
    assert client.post(f"{TASKS}/validate", json={"parameters": {}}).status_code == 422
    by_number = {"parameters": {}, "workflow_id": topup.id, "workflow_version": "9.9.9"}
    refused = client.post(f"{TASKS}/validate", json=by_number, headers={"Accept-Language": "en"}).get_json()
    assert refused["error"] == "The workflow 'topup' has no version '9.9.9'."


def test_validate__of_a_task_takes_changes(client: FlaskClient, topup: Workflow) -> None:
    task_id = make(client)
    before = detail(client, task_id)
    for body, valid in (({}, True), ({"parameters": {"max_wait_minutes": 5}}, True),
                        ({"parameters": {"max_wait_minutes": "five"}}, False)):  # fmt: skip
        answer = client.post(f"{TASKS}/{task_id}/validate", json=body).get_json()
        assert answer["valid"] is valid and bool(answer["errors"]) is not valid
    assert client.post(f"{TASKS}/{task_id}/validate").get_json()["valid"] is True
    assert detail(client, task_id) == before


@pytest.fixture
def logged(client: FlaskClient, bus: Connection, topup: Workflow) -> str:
    """A task with the lines above in its log."""
    task_id = make(client)
    logs.copy(bus, task_id, [(None, parse_line(place, line)) for place, line in enumerate(LINES)])
    return task_id


@pytest.mark.parametrize(
    ("query", "messages", "total"),
    [
        ("", ["begun", "looking", "Not Found", "broken", "odd"], 5),
        ("level=error", ["Not Found", "broken"], 2),
        ("level=WARNING", ["Not Found", "broken", "odd"], 3),
        ("step=collect", ["broken", "odd"], 2),
        ("search=not%20f", ["Not Found"], 1),
        ("limit=2&offset=1", ["looking", "Not Found"], 5),
        ("order=desc&limit=2", ["odd", "broken"], 5),
    ],
)
def test_logs__pages(client: FlaskClient, logged: str, query: str, messages: list[str], total: int) -> None:
    body = client.get(f"{TASKS}/{logged}/logs?{query}").get_json()
    assert ([line["message"] for line in body["logs"]], body["total"]) == (messages, total)


def test_logs__a_line(client: FlaskClient, logged: str) -> None:
    line = client.get(f"{TASKS}/{logged}/logs?search=looking").get_json()["logs"][0]
    assert (line["level"], line["source"], line["step_name"]) == ("debug", "submit.detail", "submit")
    assert line["timestamp"].endswith("Z")


def test_logs__refuses(client: FlaskClient, logged: str) -> None:
    for query in ("level=loud", "limit=0", "order=up", "offset=-1"):
        assert client.get(f"{TASKS}/{logged}/logs?{query}").status_code == 422
    assert client.get(f"{TASKS}/task_20240101_000000/logs").status_code == 404


def test_executions__none_yet(client: FlaskClient, topup: Workflow) -> None:
    body = client.get(f"{TASKS}/{make(client)}/executions").get_json()
    assert (body["executions"], body["total"]) == ([], 0)


def test_outputs__of_another_task_are_not_shown(client: FlaskClient, topup: Workflow, house: House) -> None:
    make(client, start=True)
    other, execution = make(client), house.launched[0]
    for key in (execution.id, execution.execution_id, "9" * 30, "x'--", "%00"):
        assert client.get(f"{TASKS}/{other}/executions/{key}/outputs").status_code == 404
    assert client.get(f"{TASKS}/{execution.task_id}/executions/{execution.id}/outputs").get_json()["outputs"] == []


def test_outputs__listed_and_fetched(client: FlaskClient, topup: Workflow, house: House, bus: Connection) -> None:
    task_id = make(client)
    (house.directory(task_id) / "报告.txt").write_text("all is well")
    output = {"task_id": task_id, "execution_id": None, "step": "collect", "file_name": "报告.txt",
              "file_type": "report", "size_bytes": 11, "sha256": "a" * 64, "description": "how it went",
              "is_primary": True, "modified_at": "2025-06-27T14:30:52"}  # fmt: skip
    execute(bus, INSERT_OUTPUT, output)
    body = client.get(f"{TASKS}/{task_id}/outputs").get_json()
    (found,) = body["outputs"]
    assert body["total"] == 1
    assert (found["output_type"], found["content_type"], found["file_hash"]) == ("report", "txt", "a" * 64)
    assert found["metadata"]["media_type"] == "text/plain" and found["metadata"]["is_primary"] is True
    assert client.get(f"{TASKS}/{task_id}/outputs/{found['file_name']}").text == "all is well"
    assert client.get(f"{TASKS}/{task_id}/outputs/nothing.txt").status_code == 404
    assert client.get(f"{TASKS}/{task_id}/outputs/..%2F..%2Fetc%2Fpasswd").status_code == 400
