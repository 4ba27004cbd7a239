"""Creating what may be a slip, or cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal

from bus.settings import Settings

ENGLISH = {"Accept-Language": "en"}
SQL = "'; DROP TABLE tasks; --"


def test_create__idle_fields_of_the_specification_and_no_database_are_told(client: FlaskClient) -> None:
    data = data_of(client.post(f"{V0}/tasks", json={"llm_config": {"model": "qianwen"}}, headers=ENGLISH))
    assert data["warnings"][0] == "Unknown field llm_config: it is kept, but no step uses it."
    assert data["warnings"][1].startswith("Which database?")


@pytest.mark.parametrize("where", ["tasks", "tasks/execute-complete"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tables": ["owners"]}, "tables: there is no such parameter; did you mean table_list?"),
        ({"parameters": {"max_pair": 9}}, "max_pair: there is no such parameter; did you mean max_pairs?"),
        ({"tables": 5}, "tables: there is no such parameter; did you mean table_list?"),
        ({"zzz": None}, "zzz: there is no such parameter"),
    ],
)
def test_create__unknown_parameter_is_refused(
    client: FlaskClient, highway: str, where: str, given: dict[str, Any], said: str
) -> None:
    response = client.post(f"{V0}/{where}", json={"db_name": highway, **given}, headers=ENGLISH)
    assert refusal(response) == (400, "unknown_parameter")
    field, _, fault = said.partition(": ")
    assert response.get_json()["details"] == [{"field": field, "error": fault}]
    assert response.get_json()["error"] == (said if said.endswith("?") else f"{said}.")
    assert client.get(f"{V0}/tasks").get_json()["data"]["total"] == 0


def test_create__unknown_parameter_of_a_changed_pipeline_is_its_own(client: FlaskClient) -> None:
    mine = client.get("/api/workflows/data_pipeline/export").get_json()
    mine["steps"].append({"id": "mine", "command": ["true"]})
    try:
        assert client.put("/api/workflows/data_pipeline", json=mine).status_code == 200
        task_id = data_of(client.post(f"{V0}/tasks", json={"mine": {"kept": [1, 2.5, None]}}))["task_id"]
        assert data_of(client.get(f"{V0}/tasks/{task_id}"))["parameters"]["mine"] == {"kept": [1, 2.5, None]}
    finally:
        client.post("/api/workflows/data_pipeline/activate", json={"version": "2.0.0"})


@pytest.mark.parametrize("field", ["task_type", "db_name", "created_by", "language", "table_list_file"])
def test_create__sql_where_a_name_belongs_is_refused(client: FlaskClient, field: str) -> None:
    given = {field: SQL if field != "table_list_file" else f"../{SQL}"}
    response = client.post(f"{V0}/tasks", json=given)
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == field
    assert client.get(f"{V0}/tasks").get_json()["data"]["total"] == 0


def test_create__sql_in_free_text_is_text(client: FlaskClient) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"business_context": SQL}))["task_id"]
    assert data_of(client.get(f"{V0}/tasks/{task_id}"))["business_context"] == SQL


def test_create__directory_that_cannot_be_made(tmp_path: Path, make_house: Callable[[Settings], House]) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(home_text=str(tmp_path / "home"), training_data_text=str(tmp_path / "file" / "below"))
    client = make_house(settings).app.test_client()
    assert refusal(client.post(f"{V0}/tasks", json={})) == (503, "directory_unavailable")
    assert client.get(f"{V0}/tasks").get_json()["data"]["total"] == 0


def test_upload_table_list__is_the_file_that_the_parameters_name(client: FlaskClient, house: House) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"table_list_file": "tables.txt"}))["task_id"]
    saved = data_of(client.post(f"{V0}/tasks/{task_id}/upload-table-list", json={"tables": ["a", "ops.b"]}))
    assert (saved["file_name"], saved["used"]) == ("tables.txt", True)
    assert (house.directory(task_id) / "tables.txt").read_text("utf-8").split() == ["a", "ops.b"]
    assert data_of(client.get(f"{V0}/tasks/{task_id}/table-list-info"))["tables"] == ["a", "ops.b"]


def test_upload_table_list__beats_a_file_elsewhere(client: FlaskClient) -> None:
    task_id = data_of(client.post(f"{V0}/tasks", json={"table_list_file": "lists/tables.txt"}))["task_id"]
    saved = data_of(client.post(f"{V0}/tasks/{task_id}/table-list", json={"tables": ["a"]}))
    assert (saved["file_name"], saved["used"]) == ("table_list.txt", True)
    assert data_of(client.get(f"{V0}/tasks/{task_id}"))["parameters"]["table_list_file"] == "table_list.txt"
