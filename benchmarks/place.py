"""Where the benchmarks run: a scratch database, and a server of ours over it, as a user starts it."""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.servers import serving
from bus import connections, db, embedded, workflows
from bus.db import Connection
from bus.settings import read_settings

TASK_SECONDS = 120
API = "/api/v0/data_pipeline/tasks"
OURS = ("JWT_SECRET", "HOST", "PORT", "WEB_WORKERS")  # settings that would make the server another one
ROOT_EXECUTION = "SELECT * FROM executions WHERE task_id = %(task_id)s AND parent_id IS NULL"


@dataclass(frozen=True, slots=True)
class Place:
    """``url`` is the scratch database's, ``environment`` the server's; it listens on ``port`` of loopback."""

    url: str
    environment: Mapping[str, str]
    port: int
    directory: Path

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A session of the scratch database."""
        with closing(db.connect(self.url, application="benchmark")) as connection:
            yield connection

    def let_tasks_run(self, function: str) -> None:
        """From now on the workflow is one step, the function ``module:name``, which reads no database."""
        module, _, name = function.partition(":")
        with self.session() as connection, db.transaction(connection):
            workflow = workflows.active(connection, "data_pipeline")
            step = workflow.steps[0] | {"module": module, "function": name, "connections": {}, "output_files": []}
            workflows.add_version(connection, workflow.id, workflow.definition | {"steps": [step]})

    def start_task(self) -> str:
        """Create a task and execute all of it, over a connection of its own, as curl does; its id."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as client:
            body = json.dumps({"db_name": "benchmark"})
            client.request("POST", f"{API}/execute-complete", body, {"Content-Type": "application/json"})
            answer = client.getresponse()
            text = answer.read().decode()
        if answer.status != 202:
            raise RuntimeError(f"execute-complete answered {answer.status}: {text}")
        return str(json.loads(text)["data"]["task_id"])


def ended(connection: Connection, task_id: str) -> dict[str, Any]:
    """Wait for the end of the task; the row of its execution."""
    deadline = time.monotonic() + TASK_SECONDS
    while time.monotonic() < deadline:
        row = db.fetch_one(connection, ROOT_EXECUTION, {"task_id": task_id})
        if row and row["completed_at"]:
            if row["status"] != "completed":
                raise RuntimeError(f"{task_id} ended as {row['status']}: {row['error_message']}")
            return row
        time.sleep(0.05)
    raise RuntimeError(f"{task_id} did not end within {TASK_SECONDS} s")


@contextmanager
def open_place(base_url: str) -> Iterator[Place]:
    """A scratch database on the server of ``base_url`` with our server over it; gone at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="trainyard-benchmark-") as name, scratch_database(base_url) as url:
        directory = Path(name)
        environment = {key: value for key, value in os.environ.items() if key not in OURS}
        environment |= {"DATABASE_URL": url, "TRAINYARD_HOME": name, "TRAINING_DATA_DIR": f"{name}/training_data"}
        with serving(["server.cli", "serve"], environment, directory / "server.log") as port:
            with closing(db.connect(url)) as connection:
                nowhere = {"host": "127.0.0.1", "database": "nothing"}  # the steps of the benchmarks read no database
                connections.put(connection, read_settings(environment), "benchmark", nowhere)
            yield Place(url, environment, port, directory)


@contextmanager
def database_server() -> Iterator[str]:
    """``DATABASE_URL``, else an embedded PostgreSQL in a temporary home, stopped at the end of the block."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="trainyard-benchmark-") as name:
        try:
            yield embedded.ensure_running(Path(name))
        finally:
            embedded.stop(Path(name))


@contextmanager
def scratch_database(base_url: str) -> Iterator[str]:
    """The URL of an empty database on that server; dropped at the end of the block."""
    name = f"trainyard_benchmark_{uuid.uuid4().hex[:12]}"
    with closing(db.connect(base_url, application="benchmark")) as connection:
        db.execute(connection, f"CREATE DATABASE {name} TEMPLATE template0", {})
        try:
            yield db.database_beside(base_url, name)
        finally:
            db.execute(connection, f"DROP DATABASE {name} WITH (FORCE)", {})
