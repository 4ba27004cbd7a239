"""What the tests of the API share: the application with what is around it, and a client that knows the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from werkzeug.test import TestResponse

from bus import executions
from bus.db import Connection, execute
from bus.rows import Execution
from bus.settings import Settings
from server.app import create_app

V0 = "/api/v0/data_pipeline"
STEPS = ("ddl_generation", "qa_generation", "sql_validation", "training_load")


class CheckingClient(FlaskClient):
    """Holds every answer against what the API's document says of the operation: status, type, shape of errors."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        urls = self.application.url_map.bind("localhost")
        if not urls.test(response.request.path, response.request.method):
            return response
        endpoint, _ = urls.match(response.request.path, response.request.method)
        spec = getattr(self.application.view_functions[endpoint], "operation", None)
        if spec is None or response.status_code == 304:
            return response
        if response.status_code >= 400:
            body = response.get_json()
            if "status" not in body:  # health says how it is, whatever the status
                assert body["success"] is False and body["error"] and body["code"]
        elif spec.answer is not None:
            assert response.status_code == spec.status
            body = response.get_json()
            TypeAdapter(spec.answer).validate_python(body["data"] if spec.enveloped else body, strict=True)
        return response


@dataclass
class House:
    """The application, its bus, its files, and the executions for which it would have started an executor."""

    app: Flask
    url: str
    settings: Settings
    launched: list[Execution] = field(default_factory=list)

    def directory(self, task_id: str) -> Path:
        return self.settings.training_data / task_id


def build(settings: Settings, url: str) -> House:
    """A house whose executors are only noted, not started."""
    launched: list[Execution] = []
    app = create_app(settings, url, lambda connection, execution: launched.append(execution))
    app.test_client_class = CheckingClient
    return House(app, url, settings, launched)


def claim(bus: Connection, execution: Execution) -> None:
    """What an executor records when it takes an execution."""
    statement = "UPDATE executions SET status = 'running', started_at = admitted_at WHERE execution_id = %(id)s"
    execute(bus, statement, {"id": execution.execution_id})


def finish(bus: Connection, execution: Execution, status: str = "completed", error: str | None = None) -> None:
    """What an executor records from the claim to the end of an execution of one step."""
    claim(bus, execution)
    executions.end(bus, execution.execution_id, status, run_token=None, error_message=error)


def data_of(response: TestResponse) -> Any:
    """The data of a good answer."""
    assert response.status_code < 300, response.get_data(as_text=True)
    return response.get_json()["data"]


def refusal(response: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    return response.status_code, response.get_json()["code"]
