"""A server as a user starts it, and a client as a user writes one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

API = "/api/v0/data_pipeline/tasks"
TRAINYARD = [sys.executable, "-m", "server.cli"]
ENDED = ("completed", "failed", "cancelled", "partial_completed")


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """Poll the condition until it holds; its value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
    return value


class Server:
    """``trainyard serve`` on a free port of loopback, and requests to it."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment, self.log = {**os.environ, **environment}, log
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            arguments = [*TRAINYARD, "serve", "--host", "127.0.0.1", "--port", str(self.port)]
            self.process = subprocess.Popen(arguments, env=self.environment, stdout=log, stderr=log)
        until(self._healthy, 60)

    def kill(self) -> None:
        """kill -9 of the server with all of its workers."""
        assert self.process
        master = psutil.Process(self.process.pid)
        master.suspend()  # it answers before its last worker is forked, and one that we do not see would live on
        workers = [each for each in master.children() if "task_executor" not in " ".join(each.cmdline())]
        for process in (master, *workers):
            process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(15)

    def get(self, path: str, **parameters: Any) -> dict[str, Any]:
        """``data`` of a successful GET below the tasks; 503 is asked again for a while, as it tells clients to."""
        answer = until(lambda: self._answered(path, parameters), 20)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def _answered(self, path: str, parameters: dict[str, Any]) -> httpx.Response | None:
        answer = self.http.get(API + path, params=parameters)
        return None if answer.status_code == 503 else answer

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``data`` of a successful POST below the tasks."""
        answer = self.http.post(API + path, json=body or {})
        assert answer.is_success, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    def ended(self, task_id: str, seconds: float = 120) -> dict[str, Any]:
        """The task when nothing of it runs any more."""

        def task() -> dict[str, Any] | None:
            data = self.get(f"/{task_id}")
            return data if data["status"] in ENDED else None

        return until(task, seconds)  # type: ignore[no-any-return]

    def step_runs(self, task_id: str, step: str) -> dict[str, Any]:
        """Wait until that step of the task runs; the task."""

        def task() -> dict[str, Any] | None:
            data = self.get(f"/{task_id}")
            assert data["status"] != "failed", data
            return data if data["step_status"][step] == "running" else None

        return until(task)  # type: ignore[no-any-return]

    def executors(self, task_id: str) -> Iterator[psutil.Process]:
        """The executors of a task, by their command line, as an operator finds them.

        By their home as well: a server of another test may have made a task in the same second.
        """
        for process in psutil.process_iter(["cmdline", "environ"]):
            line, environment = process.info["cmdline"] or [], process.info["environ"] or {}
            ours = environment.get("TRAINYARD_HOME") == self.environment["TRAINYARD_HOME"]
            if ours and task_id in line and any("task_executor" in part for part in line):
                yield process

    def _healthy(self) -> bool:
        assert self.process and self.process.poll() is None, self.log.read_text()
        try:
            return self.http.get("/api/v1/health").status_code == 200
        except httpx.TransportError:
            return False
