"""The demo's client: what anybody's script would send to the REST API."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import httpx

from bus.settings import Settings
from server.auth import issue
from server.commands.following import Look
from server.commands.terminal import fail, language

TASKS = "/api/v0/data_pipeline/tasks"
LINES = 1000  # of the log, a request
SECONDS = 30  # for one answer


class Client:
    """Speaks to the server at ``url``; a refusal ends the command with the server's own sentence."""

    def __init__(self, settings: Settings, url: str) -> None:
        self.url = url
        headers = {"Accept-Language": language()}
        if settings.jwt_secret:
            headers["Authorization"] = f"Bearer {issue(settings, 'demo', 'admin')[0]}"
        self._http = httpx.Client(base_url=url, headers=headers, timeout=SECONDS, trust_env=False)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def execute_complete(self, **fields: Any) -> str:
        """Create a task and start all of its steps; its id."""
        return str(self._send("POST", f"{TASKS}/execute-complete", json=fields)["task_id"])

    def detail(self, task_id: str) -> dict[str, Any]:
        """Everything of the task."""
        return self._send("GET", f"{TASKS}/{task_id}")

    def look(self, task_id: str, after: int) -> Look:
        """How far the task is, and the lines of its log after that one."""
        task = self.detail(task_id)
        query = {"after_id": after, "limit": LINES}
        rows = self._send("GET", f"{TASKS}/{task_id}/logs", params=query)["logs"]
        lines = [(row["id"], f"{row['timestamp'][11:]} [{row['level']}] {row['message']}") for row in rows]
        current = task["current_execution"]
        doing = current["progress_message"] or current["step"] if current else ""
        return Look(current is not None, task["status"], task["progress"], doing, lines)

    def files(self, task_id: str) -> list[dict[str, Any]]:
        """The files of the task."""
        found: list[dict[str, Any]] = self._send("GET", f"{TASKS}/{task_id}/files")["files"]
        return found

    def download(self, file: dict[str, Any]) -> Any:
        """A JSON file of the listing."""
        return self._http.get(file["download_url"]).raise_for_status().json()

    def _send(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(method, path, **request)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            fail(f"The server does not answer {method} {path}: {error}", f"服务器没有响应 {method} {path}: {error}")
        if not body["success"]:
            fail(body["error"], body["error"])
        data: dict[str, Any] = body["data"]
        return data
