"""Looking at tasks: lists, filters, pages, one task, the active one; cancelling and deleting."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from house import V0, House, claim, data_of, finish, refusal

from bus import connections
from bus.db import Connection, execute

KEYS = {"task_id", "task_type", "status", "parameters", "step_status", "output_directory", "created_at", "started_at",
        "completed_at", "current_execution", "progress"}  # fmt: skip
DAY = "2025-06-2{}T14:30:52"


@pytest.fixture
def tasks(client: FlaskClient, bus: Connection) -> list[str]:
    """Five tasks, of days in a row, the first one first."""
    made = []
    for number in range(5):
        fields = {
            "db_name": f"db{number % 2}",
            "created_by": "ann" if number < 2 else "bob",
            "task_type": f"type{number}",
        }
        made.append(data_of(client.post(f"{V0}/tasks", json=fields))["task_id"])
        values = {"id": made[-1], "moment": DAY.format(number), "status": "failed" if number == 4 else "pending"}
        execute(bus, "UPDATE tasks SET created_at = %(moment)s, status = %(status)s WHERE task_id = %(id)s", values)
    return made


def test_list__newest_first(client: FlaskClient, tasks: list[str]) -> None:
    page = data_of(client.get(f"{V0}/tasks?limit=2&offset=1"))
    assert [task["task_id"] for task in page["tasks"]] == [tasks[3], tasks[2]]
    assert (page["total"], page["limit"], page["offset"]) == (5, 2, 1)
    assert page["tasks"][0]["created_at"] == DAY.format(3)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("status=failed", [4]),
        ("status=failed,pending", [4, 3, 2, 1, 0]),
        ("status=in_progress", []),
        ("status=running", []),
        ("created_by=ann", [1, 0]),
        ("db_name=db1", [3, 1]),
        ("task_type=type2", [2]),
        (f"start_time={DAY.format(3)}", [4, 3]),
        (f"end_time={DAY.format(1)}", [1, 0]),
        ("created_by=bob&db_name=db0", [4, 2]),
        ("created_by=' OR 1=1 --", []),
    ],
)
def test_list__filters(client: FlaskClient, tasks: list[str], query: str, numbers: list[int]) -> None:
    page = data_of(client.get(f"{V0}/tasks?{query}"))
    assert [task["task_id"] for task in page["tasks"]] == [tasks[number] for number in numbers]
    assert page["total"] == len(numbers)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=nonsense", "status"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=1001", "limit"),
        ("offset=-1", "offset"),
        ("start_time=yesterday", "start_time"),
        ("created_by=%00", "created_by"),
    ],
)
def test_list__wrong_query(client: FlaskClient, query: str, field: str) -> None:
    response = client.get(f"{V0}/tasks?{query}")
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == field


def test_list__running_is_an_alias(client: FlaskClient, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    for word in ("running", "in_progress"):
        assert [task["status"] for task in data_of(client.get(f"{V0}/tasks?status={word}"))["tasks"]] == ["in_progress"]


def test_query__pages_filters_and_order(client: FlaskClient, tasks: list[str]) -> None:
    body = {
        "page": 2,
        "page_size": 2,
        "filters": {"status": "pending"},
        "sort": {"field": "created_at", "order": "asc"},
    }
    page = data_of(client.post(f"{V0}/tasks/query", json=body))
    assert [task["task_id"] for task in page["tasks"]] == [tasks[2], tasks[3]]
    assert page["pagination"] == {"page": 2, "page_size": 2, "total": 4, "total_pages": 2}


def test_query__flat_fields(client: FlaskClient, tasks: list[str]) -> None:
    body = {"created_by": "bob", "sort_by": "db_name", "sort_order": "asc", "created_time_start": DAY.format(3)}
    page = data_of(client.post(f"{V0}/tasks/query", json=body))
    assert [task["task_id"] for task in page["tasks"]] == [tasks[4], tasks[3]]


def test_query__nothing_asked(client: FlaskClient, tasks: list[str]) -> None:
    assert data_of(client.post(f"{V0}/tasks/query"))["total"] == 5


@pytest.mark.parametrize(
    "body", [{"sort_by": "task_id; DROP TABLE tasks"}, {"page": 0}, {"filters": [1]}, {"page_size": 10**6}]
)
def test_query__wrong(client: FlaskClient, body: dict[str, object]) -> None:
    assert refusal(client.post(f"{V0}/tasks/query", json=body)) == (422, "invalid_input")


def test_show__keys_of_the_specification(client: FlaskClient, task_id: str) -> None:
    task = data_of(client.get(f"{V0}/tasks/{task_id}"))
    assert task.keys() >= KEYS
    assert (task["status"], task["progress"], task["current_execution"]) == ("pending", 0, None)


@pytest.mark.parametrize("unknown", ["task_20200101_000000", "nonsense", "..", "task_20200101_000000%00", "' OR 1=1"])
def test_show__unknown(client: FlaskClient, unknown: str) -> None:
    assert refusal(client.get(f"{V0}/tasks/{unknown}")) == (404, "task_not_found")


def test_active__running_then_completed_then_none(
    client: FlaskClient, house: House, bus: Connection, task_id: str
) -> None:
    assert data_of(client.get(f"{V0}/tasks/active")) is None
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    assert data_of(client.get(f"{V0}/tasks/active"))["task_id"] == task_id
    finish(bus, house.launched[0])
    assert data_of(client.get(f"{V0}/tasks/active")) is None  # one step of four is no completed task
    execute(bus, "UPDATE tasks SET status = 'completed', completed_at = now()", {})
    assert data_of(client.get(f"{V0}/tasks/active"))["status"] == "completed"


def test_cancel__idle(client: FlaskClient, task_id: str) -> None:
    assert data_of(client.post(f"{V0}/tasks/{task_id}/cancel"))["status"] == "cancelled"
    response = client.post(f"{V0}/tasks/{task_id}/cancel")
    assert refusal(response) == (409, "invalid_transition")
    assert "cancelled" in response.get_json()["error"]


def test_cancel__not_yet_claimed_ends_at_once(client: FlaskClient, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    assert data_of(client.post(f"{V0}/tasks/{task_id}/cancel"))["status"] == "cancelled"
    assert data_of(client.get(f"{V0}/tasks/{task_id}/executions"))["executions"][0]["status"] == "cancelled"


def test_cancel__running_is_left_to_its_executor(
    client: FlaskClient, house: House, bus: Connection, task_id: str
) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    claim(bus, house.launched[0])
    response = client.post(f"{V0}/tasks/{task_id}/cancel")
    assert response.status_code == 202
    assert data_of(response)["status"] == "in_progress"


def test_cancel__unknown(client: FlaskClient) -> None:
    assert refusal(client.post(f"{V0}/tasks/task_20200101_000000/cancel")) == (404, "task_not_found")


def test_delete__row_files_and_inline_connection(client: FlaskClient, house: House, bus: Connection) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"db_connection": "postgresql://u:p@h/db"}))["task_id"]
    (house.directory(task_id) / "deep").mkdir()
    (house.directory(task_id) / "deep" / "file").write_text("x")
    assert data_of(client.delete(f"{V0}/tasks/{task_id}"))["task_id"] == task_id
    assert list(house.settings.training_data.iterdir()) == []
    assert refusal(client.get(f"{V0}/tasks/{task_id}")) == (404, "task_not_found")
    with pytest.raises(Exception, match="no connection"):
        connections.get(bus, task_id)


def test_delete__busy_until_cancelled(client: FlaskClient, house: House, task_id: str) -> None:
    data_of(client.post(f"{V0}/tasks/{task_id}/execute", json={"step": "ddl_generation"}))
    assert refusal(client.delete(f"{V0}/tasks/{task_id}")) == (409, "task_busy")
    assert house.directory(task_id).is_dir()
    data_of(client.post(f"{V0}/tasks/{task_id}/cancel"))
    data_of(client.delete(f"{V0}/tasks/{task_id}"))


@pytest.mark.parametrize("name", ["..", "%2e%2e", "tmp", "task_1", "manual", "task_20200101_000000"])
def test_delete__nothing_but_tasks(client: FlaskClient, house: House, task_id: str, name: str) -> None:
    (house.settings.training_data / "tmp").mkdir()
    (house.settings.training_data / "task_20200101_000000").mkdir()
    before = sorted(house.settings.training_data.rglob("*"))
    assert client.delete(f"{V0}/tasks/{name}").status_code == 404
    assert sorted(house.settings.training_data.rglob("*")) == before
