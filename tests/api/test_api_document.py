"""The API's document, the pages that show it, and health."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from house import V0, House, data_of
from openapi_spec_validator import validate

from bus.db import Connection, fetch_value
from bus.queries import load
from server.definitions.schema import json_schema
from server.schemas.pattern_words import PATTERN_WORDS

SPECIFIED = {
    f"post {V0}/tasks", f"get {V0}/tasks", f"post {V0}/tasks/execute-complete", f"get {V0}/tasks/active",
    f"get {V0}/tasks/{{task_id}}", f"delete {V0}/tasks/{{task_id}}", f"post {V0}/tasks/{{task_id}}/execute",
    f"get {V0}/tasks/{{task_id}}/executions", f"get {V0}/tasks/{{task_id}}/logs", f"get {V0}/tasks/{{task_id}}/files",
    f"get {V0}/tasks/{{task_id}}/files/download/{{filename}}", f"get {V0}/tasks/{{task_id}}/files/zip",
    f"post {V0}/tasks/{{task_id}}/cancel", f"post {V0}/tasks/{{task_id}}/files",
    f"post {V0}/tasks/{{task_id}}/logs/query",
    f"post {V0}/tasks/{{task_id}}/upload-table-list", f"get {V0}/tasks/{{task_id}}/table-list-info",
    f"get {V0}/tasks/{{task_id}}/table-list", f"post {V0}/tasks/query", "post /api/v0/database/tables",
    "post /api/v0/database/table/ddl", "get /api/v0/connections", "post /api/v0/connections",
    "post /api/v0/connections/{name}/test", "delete /api/v0/connections/{name}", "post /api/auth/login",
    "get /api/v1/health",
    "get /api/workflows", "post /api/workflows",
    "get /api/workflows/{workflow_id}", "put /api/workflows/{workflow_id}",
    "get /api/workflows/{workflow_id}/versions", "get /api/workflows/{workflow_id}/export",
    "post /api/workflows/import",
    "post /api/workflows/{workflow_id}/activate", "post /api/workflows/{workflow_id}/deactivate",
    "post /api/workflows/{workflow_id}/deprecate", "get /api/workflows/schema", "post /api/workflows/validate",
    "post /api/v1/workflows", "get /api/v1/workflows", "get /api/v1/workflows/{workflow_id}",
    "post /api/v1/workflows/{workflow_id}/tasks", "get /api/v1/workflows/{workflow_id}/tasks",
    "post /api/v1/workflows/{workflow_id}/run", "get /api/v1/workflows/{workflow_id}/runs",
    "get /api/v1/workflows/{workflow_id}/runs/{run_id}", "post /api/v1/workflows/{workflow_id}/execute",
    "get /api/v1/workflows/{workflow_id}/status", "post /api/v1/workflows/{workflow_id}/stop",
}  # fmt: skip


def test_document__valid(client: FlaskClient) -> None:
    validate(client.get("/openapi.json").get_json())


def test_document__every_pattern_is_said_in_words(client: FlaskClient) -> None:
    """Nobody is answered with a regular expression."""
    patterns = {*patterns_in(client.get("/openapi.json").get_json()), *patterns_in(json_schema())}
    assert patterns - PATTERN_WORDS.keys() == set()
    assert PATTERN_WORDS.keys() - patterns == set()


def patterns_in(schema: object) -> Iterator[str]:
    """Of every field of the schema, and of the names that its objects take."""
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        yield from schema.get("patternProperties", {})
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []:
        yield from patterns_in(one)


def test_document__has_what_is_specified(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    assert {f"{method} {path}" for path, methods in paths.items() for method in methods} >= SPECIFIED


def test_document__describes_every_address(house: House) -> None:
    undescribed = {
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if not hasattr(house.app.view_functions[rule.endpoint], "operation")
    }
    assert undescribed == {"/", "/openapi.json", "/docs", "/redoc", "/docs/assets/<name>", "/favicon.ico"}


def test_document__says_what_both_languages_make(client: FlaskClient) -> None:
    fields = client.get("/openapi.json").get_json()["components"]["schemas"]["CreateTask"]["properties"]
    assert "both makes two pairs of each" in fields["max_pairs"]["description"]
    assert "documents in both" in fields["language"]["description"]


def test_root__leads_to_a_page(client: FlaskClient) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/docs")


@pytest.mark.parametrize(("page", "asset"), [("/docs", "swagger-ui-bundle.js"), ("/redoc", "redoc.standalone.js")])
def test_page__needs_nothing_from_elsewhere(client: FlaskClient, page: str, asset: str) -> None:
    response = client.get(page)
    text = response.get_data(as_text=True)
    assert "://" not in text
    assert f"/docs/assets/{asset}" in text
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'" and "http" not in response.headers["Content-Security-Policy"]
    assert client.get(f"/docs/assets/{asset}").status_code == 200


def test_page__asks_neither_for_a_logo_elsewhere_nor_for_what_is_not_here(client: FlaskClient) -> None:
    script = client.get("/docs/assets/redoc.standalone.js")
    assert script.content_type.startswith("text/javascript") and b"cdn." not in script.data
    for name in ("redoc.standalone.js", "swagger-ui.css", "swagger-ui-bundle.js"):
        assert b"sourceMappingURL=" + name.encode() not in client.get(f"/docs/assets/{name}").data
    assert b"validatorUrl: null" in client.get("/docs").data  # a badge of swagger.io's, unless on this machine
    assert client.get("/favicon.ico").status_code == 204


def test_health__counts_and_dispatcher(client: FlaskClient, bus: Connection, task_id: str) -> None:
    idle = client.get("/api/v1/health").get_json()
    assert (idle["status"], idle["database"], idle["dispatcher"]) == ("degraded", "up", "stopped")
    assert fetch_value(bus, load("dispatcher").try_dispatch, {}) is True
    other = data_of(client.post(f"{V0}/tasks", json={}))["task_id"]
    for one in (task_id, other):
        data_of(client.post(f"{V0}/tasks/{one}/execute", json={"step": "ddl_generation", "queue": True}))
    busy = client.get("/api/v1/health").get_json()
    assert (busy["status"], busy["dispatcher"], busy["running"], busy["queued"]) == ("ok", "running", 1, 1)
