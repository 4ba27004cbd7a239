"""Creating tasks: the specification's example, both forms of the body, what is refused, many at once."""

from __future__ import annotations

import json
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from house import STEPS, V0, House, data_of, refusal

from bus.db import Connection, execute, fetch_value
from tests.specification import CREATE_TASK


def test_create__specification_example(client: FlaskClient, highway: str, house: House) -> None:
    response = client.post(f"{V0}/tasks", json=CREATE_TASK)
    assert response.status_code == 201
    body = response.get_json()
    assert list(body) == ["success", "message", "data"]
    assert body["message"] == "任务创建成功"
    task = body["data"]
    assert list(task) == ["task_id", "status", "output_directory", "step_status", "created_at"]
    assert re.fullmatch(r"task_\d{8}_\d{6}", task["task_id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", task["created_at"])
    assert task["status"] == "pending"
    assert list(task["step_status"].items()) == [(step, "pending") for step in STEPS]
    assert "任务创建成功" in response.get_data(as_text=True)


def test_create__directory_and_config_are_there(client: FlaskClient, highway: str, house: House) -> None:
    task = data_of(client.post(f"{V0}/tasks", json=CREATE_TASK))
    directory = house.directory(task["task_id"])
    assert stat.S_IMODE(directory.stat().st_mode) == 0o755
    config = json.loads((directory / "task_config.json").read_text(encoding="utf-8"))
    assert list(config) == ["task_id", "task_type", "created_at", "parameters"]
    assert config["created_at"] == task["created_at"]
    assert config["parameters"]["business_context"] == "高速公路服务区管理系统"


def test_create__output_directory_is_relative_by_default(client: FlaskClient, house: House) -> None:
    shown = data_of(client.post(f"{V0}/tasks", json={}))["output_directory"]
    assert shown == f"{house.settings.training_data_text}/{shown.rpartition('/')[2]}"


def test_create__nested_parameters_count_unless_the_top_says_otherwise(client: FlaskClient) -> None:
    nested = {"parameters": {"language": "en", "table_list": ["a", "s.b"], "llm_config": {"kept": [1, 2.5]}}}
    task = data_of(client.post(f"{V0}/tasks", json=nested | {"language": "both"}))
    parameters = data_of(client.get(f"{V0}/tasks/{task['task_id']}"))["parameters"]
    assert parameters["language"] == "both"
    assert parameters["table_list"] == ["a", "s.b"]
    assert parameters["llm_config"] == {"kept": [1, 2.5]}


def test_create__what_the_steps_are_told(client: FlaskClient) -> None:
    given = {"statement_timeout_seconds": 0.5, "embedder": "hash", "max_pairs": 7}
    task = data_of(client.post(f"{V0}/tasks", json=given))
    assert data_of(client.get(f"{V0}/tasks/{task['task_id']}"))["parameters"].items() >= given.items()


def test_create__what_is_left_to_the_steps_is_no_parameter(client: FlaskClient) -> None:
    task = data_of(client.post(f"{V0}/tasks", json={"statement_timeout_seconds": None, "embedder": None}))
    parameters = data_of(client.get(f"{V0}/tasks/{task['task_id']}"))["parameters"]
    # Whether there is an LLM is the server's to say: enable_llm: true would tell of one where there is none.
    assert not {"statement_timeout_seconds", "embedder", "enable_llm", "enable_llm_repair"} & set(parameters)


def test_create__number_out_of_bounds_is_refused_in_chinese(client: FlaskClient) -> None:
    errors = [
        client.post(f"{V0}/tasks", json={"statement_timeout_seconds": value}).get_json()["error"] for value in (0, "5")
    ]
    assert errors == [
        "参数错误: statement_timeout_seconds: 应大于 0.0",
        "参数错误: statement_timeout_seconds: 应为数字",
    ]


@pytest.mark.parametrize(
    ("given", "en", "zh"),
    [
        ({"language": "fr"}, "it must be one of 'zh', 'en', 'both'", "应为 'zh'、'en'、'both' 之一"),
        ({"table_list": []}, "it must not be empty", "不能为空"),
        ({"db_name": 5}, "it must be text", "应为字符串"),
        ({"max_pairs": 0}, "it must be at least 1", "不能小于 1"),
        ({"table_list_file": "../t"}, "it must be a file in the task's directory", "应为任务目录"),
        ({"parameters": 5}, "parameters must be a JSON object", "parameters 应为对象"),
    ],
)
def test_create__what_is_wrong_is_told_in_one_language(
    client: FlaskClient, given: dict[str, Any], en: str, zh: str
) -> None:
    for language, said in (("en", en), ("zh", zh)):
        body = client.post(f"{V0}/tasks", json=given, headers={"Accept-Language": language}).get_json()
        assert said in body["error"] and said in body["details"][0]["error"]
        assert "nput should" not in body["error"] and " or " not in body["error"].replace("directory or below", "")


def test_create__comma_separated_tables(client: FlaskClient) -> None:
    task = data_of(client.post(f"{V0}/tasks", json={"table_list": "a, s.b,"}))
    assert data_of(client.get(f"{V0}/tasks/{task['task_id']}"))["parameters"]["table_list"] == ["a", "s.b"]


def test_create__unknown_database_is_accepted_with_a_warning(client: FlaskClient) -> None:
    assert "highway_db" in data_of(client.post(f"{V0}/tasks", json=CREATE_TASK))["warnings"][0]


def test_create__inline_connection_keeps_its_password_to_itself(
    client: FlaskClient, house: House, bus: Connection
) -> None:
    given = {"host": "db.example", "port": 5432, "database": "highway", "user": "reader", "password": "hush-hush"}
    response = client.post(f"{V0}/tasks", json={"db_connection": given})
    task_id = data_of(response)["task_id"]
    detail = client.get(f"{V0}/tasks/{task_id}")
    assert data_of(detail)["parameters"]["db_connection"] == given | {"password": "******"}
    stored = fetch_value(bus, "SELECT string_agg(t::text || c::text, '') FROM tasks t, connections c", {})
    config = (house.directory(task_id) / "task_config.json").read_text(encoding="utf-8")
    for text in (response.get_data(as_text=True), detail.get_data(as_text=True), stored, config):
        assert "hush" not in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("task_type", 7),
        ("table_list", 3),
        ("table_list", ["a", 3]),
        ("table_list", []),
        ("table_list_file", "/etc/passwd"),
        ("table_list_file", "../tables.txt"),
        ("business_context", ["x"]),
        ("business_context", "x" * 20_001),
        ("business_context", "a\x00b"),
        ("business_context", "\ud800"),
        ("db_name", True),
        ("db_name", "x" * 201),
        ("language", "fr"),
        ("enable_sql_validation", "yes"),
        ("enable_llm_repair", 1),
        ("modify_original_file", None),
        ("max_pairs", "10"),
        ("max_pairs", 0),
        ("seed", -1),
        ("seed", "7"),
        ("statement_timeout_seconds", 0),
        ("statement_timeout_seconds", 3601),
        ("statement_timeout_seconds", "5"),
        ("statement_timeout_seconds", True),
        ("embedder", "bert"),
        ("mine", 1e999),
    ],
)
def test_create__wrong_value_is_refused_by_name(client: FlaskClient, house: House, field: str, value: Any) -> None:
    body = json.dumps({field: value}).replace("Infinity", "1e999")
    response = client.post(f"{V0}/tasks", data=body, content_type="application/json")
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"].startswith(field)
    assert not house.settings.training_data.exists()


@pytest.mark.parametrize(
    "given",
    [
        "mysql://u@h/db",
        "postgresql://u@h",
        "postgresql://h/db?passfile=/etc/passwd",
        "postgresql://h:99999/db",
        {"host": "h"},
        {"database": "d", "port": "x"},
        {"database": "d", "service": "s"},
        7,
    ],
)
def test_create__unusable_connection_is_refused(client: FlaskClient, given: Any) -> None:
    assert refusal(client.post(f"{V0}/tasks", json={"db_connection": given})) == (422, "invalid_input")


def test_create__fifty_at_once(house: House) -> None:
    def create(_: int) -> str:
        return str(data_of(house.app.test_client().post(f"{V0}/tasks", json={}))["task_id"])

    with ThreadPoolExecutor(50) as threads:
        ids = list(threads.map(create, range(50)))
    assert len(set(ids)) == 50
    assert {path.name for path in house.settings.training_data.iterdir()} == set(ids)
    assert {path.name for path in house.settings.training_data.glob("*/task_config.json")} == {"task_config.json"}


def test_create__directory_that_is_taken_is_left_alone(client: FlaskClient, house: House) -> None:
    first = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    with house.app.extensions["trainyard"].pool.session() as connection:
        execute(connection, "DELETE FROM tasks", {})  # the row goes, the directory stays
    for _ in range(20):
        second = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
        assert second != first


def test_create__nothing_is_left_when_the_row_cannot_be_written(
    client: FlaskClient, house: House, bus: Connection
) -> None:
    execute(bus, "ALTER TABLE tasks ADD CONSTRAINT none_of_these CHECK (task_type <> 'refused')", {})
    try:
        response = client.post(f"{V0}/tasks", json={"task_type": "refused"})
    finally:
        execute(bus, "ALTER TABLE tasks DROP CONSTRAINT none_of_these", {})
    assert refusal(response) == (500, "internal_error")
    assert "none_of_these" not in response.get_data(as_text=True)
    assert response.get_json()["request_id"] in response.get_json()["error"]
    assert list(house.settings.training_data.iterdir()) == []


def test_sql__is_text_in_every_free_field_and_filter(client: FlaskClient, bus: Connection) -> None:
    nasty = "x'); DROP TABLE tasks CASCADE; --\\ %s %(a)s {0} $1 \u2028"
    fields = ("business_context", "llm_config")
    given = dict.fromkeys(fields, nasty[:50]) | {"table_list": [nasty], "table_list_file": nasty}
    task = data_of(client.get(f"{V0}/tasks/{data_of(client.post(f'{V0}/tasks', json=given))['task_id']}"))
    assert {field: task.get(field, task["parameters"].get(field)) for field in given} == given
    assert data_of(client.get(f"{V0}/tasks", query_string={"db_name": nasty[:50]}))["total"] == 0
    assert data_of(client.post(f"{V0}/tasks/query", json={"filters": {"created_by": nasty[:50]}}))["total"] == 0
