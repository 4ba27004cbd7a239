"""What a test of the executor needs at hand: tasks of test workflows, started and waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bus import db, requests, tasks, workflows
from bus.clock import stamp
from bus.db import Connection
from bus.definitions import normalised
from bus.requests import Request
from bus.rows import Execution, Task
from bus.settings import Settings
from server import launcher
from server.auth import ANYBODY
from server.services.control import Control

ENDED = ("completed", "failed", "cancelled", "partial_completed")


@dataclass
class Engine:
    """What a test of the executor needs at hand."""

    connection: Connection
    settings: Settings

    def workflow(self, *steps: dict[str, Any], **execution: Any) -> int:
        """Record a workflow of these steps, each a function of ``steps_under_test`` or a command; its version's id."""
        with db.transaction(self.connection):
            return workflows.create(self.connection, self.definition(*steps, **execution)).version_id

    def definition(self, *steps: dict[str, Any], **execution: Any) -> dict[str, Any]:
        """The normalised definition of such a workflow, under a name of its own."""
        python = {"kind": "python", "module": "steps_under_test", "retry_on": ["transient"]}
        full = [step if "kind" in step else {**python, "function": step["id"], **step} for step in steps]
        name = f"test_{stamp()}_{time.monotonic_ns()}"
        output = {"log_file": "data_pipeline.log"}
        return normalised({"name": name, "steps": full, "output": output, "execution": execution})

    def task(
        self, workflow_version_id: int, owner: str | None = None, asked_in: str | None = None, **parameters: Any
    ) -> Task:
        """A pending task with its directory; ``asked_in`` is the language of the request that made it."""
        new = tasks.NewTask(workflow_version_id, "test", parameters, created_by=owner, language=asked_in)
        with db.transaction(self.connection):
            task_id = tasks.free_id(self.connection, f"task_{stamp()}")
            task = tasks.create(self.connection, task_id, new, f"./{task_id}")
        self.directory(task).mkdir(parents=True)
        return task

    def start(self, task: Task, step: str = "complete", **options: Any) -> tuple[Execution, int]:
        """Request and launch; the execution and its executor's pid."""
        execution = requests.request_execution(self.connection, task.task_id, Request(step=step, **options))
        return execution, launcher.launch(self.settings, self.connection, execution)

    def run(self, task: Task, step: str = "complete", seconds: float = 30, **options: Any) -> Task:
        """Start and wait for the end; the task."""
        self.start(task, step, **options)
        return self.ended(task, seconds)

    def control(self) -> Control:
        """What a person does to tasks, launching real executors."""
        return Control(self.connection, self.settings, partial(launcher.launch, self.settings), ANYBODY)

    def steps(self, task: Task) -> list[tuple[str, int, str]]:
        """Name, attempt and status of every step's row, in order."""
        return [(row["step"], row["attempt"], row["status"]) for row in self.rows(task) if row["parent_id"]]

    def status(self, task: Task) -> str:
        return tasks.get(self.connection, task.task_id).status

    def ended(self, task: Task, seconds: float = 30) -> Task:
        """Wait until nothing of the task runs; it."""
        self.until(lambda: tasks.get(self.connection, task.task_id).status in ENDED, seconds)
        return tasks.get(self.connection, task.task_id)

    def until(self, condition: Callable[[], Any], seconds: float = 30) -> Any:
        """Poll the condition until it holds; its value."""
        deadline = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < deadline, "waited too long"
            time.sleep(0.02)
        return value

    def directory(self, task: Task) -> Path:
        return self.settings.training_data / task.task_id

    def log_file(self, task: Task) -> list[str]:
        return (self.directory(task) / "data_pipeline.log").read_text("utf-8").splitlines()

    def log_table(self, task: Task) -> list[str]:
        """The messages of the table, in order."""
        rows = db.fetch_all(
            self.connection, "SELECT message FROM logs WHERE task_id = %(id)s ORDER BY position", {"id": task.task_id}
        )
        return [row["message"] for row in rows]

    def rows(self, task: Task) -> list[dict[str, Any]]:
        return db.fetch_all(
            self.connection, "SELECT * FROM executions WHERE task_id = %(id)s ORDER BY id", {"id": task.task_id}
        )
