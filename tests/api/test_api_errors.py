"""Errors in one shape: bodies, addresses, sizes, languages, a bus that goes away."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from house import V0, House, build, data_of, refusal
from werkzeug.test import create_environ, run_wsgi_app

from bus.db import Connection, execute
from bus.settings import Settings


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"a": NaN}', b"\xff\xfe", b'{"a": 1} {}', b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"]
)
def test_body__malformed(client: FlaskClient, body: bytes) -> None:
    response = client.post(f"{V0}/tasks", data=body, content_type="application/json")
    assert refusal(response) == (400, "malformed_json")


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
def test_body__no_object(client: FlaskClient, body: object) -> None:
    assert refusal(client.post(f"{V0}/tasks", data=json.dumps(body))) == (422, "invalid_input")


def test_body__nested_too_deeply(client: FlaskClient) -> None:
    body = '{"a":' * 200 + "1" + "}" * 200
    assert refusal(client.post(f"{V0}/tasks", data=body)) == (422, "invalid_input")


class Source(io.RawIOBase):
    """A body of any length, and how much of it was read."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        buffer[:] = b"x" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


def send_raw(house: House, source: Source, **environ: object) -> str:
    """The status of a POST whose body is that source."""
    made = create_environ(f"{V0}/tasks", method="POST")
    made.pop("CONTENT_LENGTH", None)
    made |= {"wsgi.input": source} | environ
    _, status, _ = run_wsgi_app(house.app, made)
    return status


def test_body__over_the_limit_is_not_read(house: House) -> None:
    source = Source()
    assert send_raw(house, source, CONTENT_LENGTH=str(2**30)).startswith("413")
    assert source.taken == 0


def test_body__unannounced_is_counted(house: House) -> None:
    source = Source()
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    assert send_raw(house, source, **chunked).startswith("413")
    assert source.taken <= 2**20 + 2**17


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/nowhere", (404, "not_found")),
        ("GET", f"{V0}/tasks/", (404, "not_found")),
        ("PUT", f"{V0}/tasks", (405, "method_not_allowed")),
        ("GET", "/docs/assets/../../app.py", (404, "not_found")),
        ("GET", "/docs/assets/__init__.py", (404, "not_found")),
    ],
)
def test_address__unknown(client: FlaskClient, method: str, path: str, answer: tuple[int, str]) -> None:
    assert refusal(client.open(path, method=method)) == answer


@pytest.mark.parametrize(
    ("accept", "word"),
    [
        ("", "任务不存在"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "任务不存在"),
        ("*", "任务不存在"),
        ("fr", "任务不存在"),
        ("en", "There is no task"),
        ("en-US,en;q=0.9", "There is no task"),
    ],
)
def test_language__by_preference(client: FlaskClient, accept: str, word: str) -> None:
    response = client.get(f"{V0}/tasks/task_20200101_000000", headers={"Accept-Language": accept})
    assert word in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "headers", "word"),
    [
        ({"language": "en"}, {}, "it must be at least 1"),
        ({"parameters": {"language": "en"}}, {}, "it must be at least 1"),
        ({"language": "en"}, {"Accept-Language": "zh"}, "不能小于 1"),
        ({"language": "both"}, {}, "不能小于 1"),
        ({"language": ["en"]}, {}, "不能小于 1"),
        ({"parameters": "en"}, {}, "parameters 应为对象"),
        ({}, {}, "不能小于 1"),
    ],
)
def test_language__of_the_body_where_no_header_says_one(
    client: FlaskClient, body: dict[str, object], headers: dict[str, str], word: str
) -> None:
    response = client.post(f"{V0}/tasks", json={**body, "max_pairs": 0}, headers=headers)
    assert word in response.get_data(as_text=True)


def test_language__of_the_body_holds_for_all_that_is_said(client: FlaskClient) -> None:
    given = {"language": "en", "db_name": "nowhere"}
    assert client.post(f"{V0}/tasks", json=given).get_json()["message"] == "The task has been created."
    assert "There is no connection" in client.post(f"{V0}/tasks/execute-complete", json=given).get_json()["error"]


def test_bus__sessions_that_were_ended_are_replaced_unnoticed(
    client: FlaskClient, bus: Connection, task_id: str
) -> None:
    for _ in range(3):
        execute(
            bus,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            {},
        )
        data_of(client.get(f"{V0}/tasks/{task_id}"))
        data_of(client.post(f"{V0}/tasks", json={}))


def test_bus__away(settings: Settings) -> None:
    house = build(settings, "postgresql://127.0.0.1:1/nowhere?password=hush-hush")
    response = house.app.test_client().get(f"{V0}/tasks")
    assert refusal(response) == (503, "bus_unavailable")
    said = response.get_data(as_text=True)
    assert "hush" not in said and "127.0.0.1" not in said and "nowhere" not in said
    assert response.headers["Retry-After"] == "1"
    health = house.app.test_client().get("/api/v1/health")
    assert (health.status_code, health.get_json()["database"]) == (503, "down")


def test_cors__closed_by_default(client: FlaskClient) -> None:
    response = client.get(f"{V0}/tasks", headers={"Origin": "https://a.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_cors__for_those_named(house: House, settings: Settings) -> None:
    app = build(replace(settings, cors_origins_text="https://a.example, https://b.example"), house.url).app
    for origin, allowed in (("https://b.example", "https://b.example"), ("https://c.example", None)):
        response = app.test_client().get(f"{V0}/tasks", headers={"Origin": origin})
        assert response.headers.get("Access-Control-Allow-Origin") == allowed
