"""Pairs that come in by the API, and training data that go out."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of, refusal
from werkzeug.test import TestResponse

from bus import executions
from bus.db import Connection
from bus.requests import Request, request_execution
from tests.pipeline.finished import PAIRS, write_run


def send(client: FlaskClient, task_id: str, name: str, content: bytes) -> TestResponse:
    return client.post(f"{V0}/tasks/{task_id}/import-pairs", data={"file": (io.BytesIO(content), name)})


def test_import__the_next_run_takes_it(client: FlaskClient, house: House, task_id: str) -> None:
    content = "question,sql\n有几个？,SELECT count(*) FROM t\n".encode("gbk")
    data = data_of(send(client, task_id, "我的问题.csv", content))
    assert data == {"task_id": task_id, "file_name": "import_我的问题.csv", "pair_count": 1,
                    "lines_without_question": [], "used": True}  # fmt: skip
    assert (house.directory(task_id) / "import_我的问题.csv").read_bytes() == content
    assert data_of(send(client, task_id, "import_我的问题.csv", content))["file_name"] == "import_我的问题.csv"


def test_import__queries_without_a_question_are_told(client: FlaskClient, task_id: str) -> None:
    content = b"-- all\nSELECT count(*) FROM t;\n\n-- Question: a\nSELECT 1;\n\nSELECT 2;\n"
    english = {"Accept-Language": "en"}
    file = {"file": (io.BytesIO(content), "ours.sql")}
    response = client.post(f"{V0}/tasks/{task_id}/import-pairs", data=file, headers=english)
    data = data_of(response)
    assert data["pair_count"] == 1 and data["lines_without_question"] == [2, 7]
    assert response.get_json()["message"] == (
        "1 pair has been imported. 2 queries have no question (lines_without_question): the run makes one where there"
        " are words for it."
    )


def test_import__pair_file_of_an_earlier_run_outlives_the_next(client: FlaskClient, task_id: str) -> None:
    content = json.dumps([{"question": "q", "sql": "SELECT 1"}]).encode()
    name = data_of(send(client, task_id, "qs_db_20250101_000000_pair.json", content))["file_name"]
    assert name == "import_qs_db_20250101_000000_pair.json"


def test_import__mistakes_show_before_the_run(client: FlaskClient, house: House, task_id: str) -> None:
    response = send(client, task_id, "a.sql", b"-- Question: a\nSELECT 1;\n-- Question: b\n")
    assert refusal(response) == (422, "invalid_input")
    assert "第 3 行" in response.get_json()["error"] and response.get_json()["details"][0]["field"] == "file"
    assert list(house.directory(task_id).glob("import*")) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "a.csv, lines 2, 4: the SQL is empty."), ("zh", "无法导入 a.csv 第 2、4 行：SQL为空")],
)
def test_import__every_bad_line_is_told_in_the_language(
    client: FlaskClient, task_id: str, language: str, told: str
) -> None:
    content = io.BytesIO(b"question,sql\na?,\nb?,SELECT 1\nc?,\n")
    address, headers = f"{V0}/tasks/{task_id}/import-pairs", {"Accept-Language": language}
    answer = client.post(address, data={"file": (content, "a.csv")}, headers=headers).get_json()
    assert (answer["error"], answer["details"]) == (told, [{"field": "file", "error": told}])


@pytest.mark.parametrize("name", ["../a.csv", ".a.csv", "a/b.csv", "a\\b.csv", "x" * 200 + ".csv"])
def test_import__leads_nowhere_else(client: FlaskClient, task_id: str, name: str) -> None:
    assert refusal(send(client, task_id, name, b"q,SELECT 1\n")) == (400, "unsafe_name")


def test_import__others(client: FlaskClient, bus: Connection, task_id: str) -> None:
    assert refusal(send(client, "task_20200101_000000", "a.csv", b"q,SELECT 1\n")) == (404, "task_not_found")
    assert refusal(send(client, task_id, "a.exe", b"MZ")) == (422, "invalid_input")
    assert refusal(client.post(f"{V0}/tasks/{task_id}/import-pairs", data={})) == (422, "invalid_input")
    request_execution(bus, task_id, Request())
    assert executions.live(bus, task_id)
    assert refusal(send(client, task_id, "a.csv", b"q,SELECT 1\n")) == (409, "task_busy")


def test_import__says_when_the_task_names_others(client: FlaskClient, highway: str) -> None:
    created = data_of(
        client.post(f"{V0}/tasks", json={"db_name": highway, "import_files": "b.csv", "mine_queries": True})
    )
    assert data_of(send(client, created["task_id"], "a.csv", b"q,SELECT 1\n"))["used"] is False
    detail = data_of(client.get(f"{V0}/tasks/{created['task_id']}"))
    assert detail["parameters"]["import_files"] == ["b.csv"] and detail["parameters"]["mine_queries"] is True


def test_export__conversations(client: FlaskClient, house: House, task_id: str) -> None:
    write_run(house.directory(task_id))
    response = client.get(f"{V0}/tasks/{task_id}/export?format=jsonl")
    assert response.mimetype == "application/x-ndjson"
    assert response.headers["Content-Disposition"] == f"attachment; filename={task_id}_train.jsonl"
    lines = response.get_data(as_text=True).splitlines()
    assert [json.loads(line)["messages"][1]["content"] for line in lines] == [question for question, _ in PAIRS]


def test_export__parts_are_one_split(client: FlaskClient, house: House, task_id: str) -> None:
    write_run(house.directory(task_id))
    address = f"{V0}/tasks/{task_id}/export?format=jsonl&validation=0.25&part="
    train, aside = (client.get(address + part).get_data().splitlines() for part in ("train", "validation"))
    assert len(train) + len(aside) == len(PAIRS) and aside and not set(train) & set(aside)


@pytest.mark.parametrize(("kind", "member"), [("spider", "tables.json"), ("zip", "spider/tables.json")])
def test_export__archives(client: FlaskClient, house: House, task_id: str, kind: str, member: str) -> None:
    write_run(house.directory(task_id))
    response = client.get(f"{V0}/tasks/{task_id}/export?format={kind}")
    said = {"zip": "export", "spider": "spider"}[kind]
    assert response.headers["Content-Disposition"] == f"attachment; filename={task_id}_{said}.zip"
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read(member))[0]["db_id"] == "shop"
    assert client.get(f"{V0}/tasks/{task_id}/export?format={kind}").data == response.data


def test_export__nothing_to_export_yet(client: FlaskClient, house: House, task_id: str) -> None:
    assert refusal(client.get(f"{V0}/tasks/{task_id}/export")) == (409, "documents_missing")
    for path in write_run(house.directory(task_id)).glob("sql_validation_*"):
        path.unlink()
    assert refusal(client.get(f"{V0}/tasks/{task_id}/export")) == (409, "validation_missing")


@pytest.mark.parametrize("query", ["format=parquet", "validation=0.9", "validation=-1", "validation=x", "part=test"])
def test_export__values_that_cannot_be_used(client: FlaskClient, task_id: str, query: str) -> None:
    assert refusal(client.get(f"{V0}/tasks/{task_id}/export?{query}")) == (422, "invalid_input")


def test_export__unknown_task(client: FlaskClient) -> None:
    assert refusal(client.get(f"{V0}/tasks/task_20200101_000000/export")) == (404, "task_not_found")
