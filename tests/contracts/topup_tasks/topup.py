"""The topup workflow as the tests of its contract run it, and requests to the API with real executors behind it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
PARAMETERS = {
    "required": {"date_param": {"type": "text", "pattern": "[0-9]{6}"}},
    "optional": {
        "submit_job": {"type": "boolean", "default": True},
        "max_wait_minutes": {"type": "integer", "default": 25, "min": 1},
    },
}
WAIT_FOR_GO = "for i in $(seq 600); do [ -e go ] && exit 0; sleep 0.05; done; exit 1"


def shell(step: str, script: str, *arguments: str, **fields: Any) -> dict[str, Any]:
    """A command step of a shell script; the arguments are $1, $2 ..."""
    return {"id": step, "kind": "command", "command": ["sh", "-c", script, step, *arguments], **fields}


STEPS = [
    shell("step1_1", 'echo "data of $1" > file.root', "${date_param}", name="第一次作业提交并检查结果文件",
          output_files=[{"pattern": "*.root", "type": "root_file"}]),
    shell("step2_1", WAIT_FOR_GO, name={"zh": "等待", "en": "Wait"}),
    shell("step3_1", 'echo "checking $1"; [ "$1" != 250699 ]', "${date_param}"),
    shell("step4_1", "wc -c file.root > report.txt", output_files=["report.txt"]),
]  # fmt: skip


def definition(name: str, steps: list[dict[str, Any]] = STEPS) -> dict[str, Any]:
    """A workflow of these steps."""
    return {"name": name, "parameters": PARAMETERS, "steps": steps}


@dataclass
class Topup:
    """Requests, and waiting for what comes of them."""

    client: FlaskClient

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """The body of a good answer."""
        response = self.client.get(path, query_string=query or None)
        assert response.status_code == 200, response.text
        return dict(response.get_json())

    def post(self, path: str, body: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
        """The body of an answer with that status; without ``body`` nothing is sent."""
        headers = {} if body is None else {"Content-Type": "application/json"}
        response = self.client.post(path, data=None if body is None else json.dumps(body), headers=headers)
        assert response.status_code == status, response.text
        return dict(response.get_json())

    def task(self, task_id: str) -> dict[str, Any]:
        """The detail."""
        return dict(self.get(f"/api/tasks/{task_id}")["task"])

    def until(self, task_id: str, condition: Callable[[dict[str, Any]], Any], seconds: float = 30) -> dict[str, Any]:
        """Poll the detail until the condition holds; it."""
        deadline = time.monotonic() + seconds
        while not condition(task := self.task(task_id)):
            assert time.monotonic() < deadline, task
            time.sleep(0.02)
        return task

    def is_at(self, task_id: str, status: str, step: str | None = None) -> dict[str, Any]:
        """Wait for a status, and for a step to run."""
        return self.until(task_id, lambda task: (task["status"], task["current_step"]) == (status, step))


def assert_shape(documented: Any, given: Any, where: str = "answer") -> None:
    """Every documented field is there, of the documented type; ids are the texts of this server, unknown times null."""
    if isinstance(documented, dict):
        for key, value in documented.items():
            assert key in given, f"{where} has no {key}: {given}"
            assert_shape(value, given[key], f"{where}.{key}")
    elif isinstance(documented, list):
        assert isinstance(given, list)
        for place, value in enumerate(given if documented else []):
            assert_shape(documented[0], value, f"{where}[{place}]")
    elif where.endswith(("task_id", "task.id")):
        assert isinstance(given, str)
    elif isinstance(documented, str) and UTC.fullmatch(documented):
        assert given is None or UTC.fullmatch(given), f"{where}: {given}"
    elif isinstance(documented, bool) or not isinstance(documented, int):
        assert type(given) is type(documented), f"{where}: {given}"
    else:
        assert isinstance(given, int | float) and not isinstance(given, bool), f"{where}: {given}"
