"""Where the state machine plays: a PostgreSQL, a server and executors of its own, each of which may be killed."""

from __future__ import annotations

import os
import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg2
from client import Server
from engine_watch import Watch

from bus import db, embedded, identity, migrate, workflows
from bus.db import Connection
from bus.definitions import normalised
from bus.rows import Execution

MOST, MOST_OF_USER = 4, 2
LIMITS = {"MAX_RUNNING_TASKS": str(MOST), "MAX_RUNNING_PER_USER": str(MOST_OF_USER), "QUEUE_AGEING_SECONDS": "5"}
TASKS = "/api/tasks"
ANSWER_SECONDS = 30
LIVE = """
SELECT e.*, t.created_by AS owner FROM executions e JOIN tasks t USING (task_id)
WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') ORDER BY e.id
"""


class World:
    """Requests go to the server over HTTP; what has become of them is read from the tables."""

    def __init__(self, directory: Path) -> None:
        self.home, self.data = directory / "home", directory / "training_data"
        self.url = embedded.ensure_running(self.home)
        self._watch = Watch(self.url)
        environment = {"TRAINYARD_HOME": str(self.home), "TRAINING_DATA_DIR": str(self.data),
                       "DATABASE_URL": self.url, **LIMITS}  # fmt: skip
        self.connection = self._connect()
        db.execute(self.connection, "ALTER SYSTEM SET fsync = off", {})
        db.execute(self.connection, "SELECT pg_reload_conf()", {})
        migrate.migrate(self.connection)
        self.server = Server(environment, directory / "server.log")
        self._http = self._client()

    def add_workflow(self, definition: dict[str, Any]) -> None:
        with db.transaction(self.connection):
            workflows.create(self.connection, normalised(definition))

    def create(self, body: dict[str, Any], key: str | None = None) -> str:
        """A task; its id."""
        answer = self._post(TASKS, body, key)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["task_id"])

    def create_in_a_crash(self, body: dict[str, Any], seconds: float) -> str:
        """The server is killed that long after the request was sent; whoever got no answer asks a new server again."""
        key = uuid.uuid4().hex
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(self._once, TASKS, body, key)
            time.sleep(seconds)
            self.server.kill()
            answered = first.result()
        self.start_server()
        task_id = self.create(body, key)
        assert answered is None or answered.json()["task_id"] == task_id
        return task_id

    def act(self, action: str, task_id: str, body: dict[str, Any]) -> bool:
        """Whether it was done; not where the state forbids it."""
        answer = self._post(f"{TASKS}/{task_id}/{action}", body)
        assert answer.is_success or answer.json()["code"] == "invalid_transition", answer.text
        return answer.is_success

    def start_server(self) -> None:
        self.server.start()
        self._http = self._client()

    def kill_server(self) -> None:
        """kill -9 of it with its workers, and another one in its place."""
        self.server.kill()
        self.start_server()

    def restart_database(self, sig: signal.Signals) -> None:
        """End it without a checkpoint (QUIT = pg_ctl stop -m immediate), and start it again."""
        pid = embedded.status(self.home)["pid"]
        started = identity.started(pid)
        os.kill(pid, sig)
        while identity.started(pid) == started:
            time.sleep(0.01)
        assert embedded.ensure_running(self.home) == self.url
        with suppress(psycopg2.Error):
            self.connection.close()
        self.connection = self._connect()

    def kill_executor(self, place: int) -> bool:
        """kill -9 of one of those that have claimed a task; whether there was one."""
        alive = [row["pid"] for row in self.rows(LIVE) if identity.is_alive(row["pid"], row["pid_started"])]
        with suppress(ProcessLookupError):  # it has ended meanwhile
            if alive:
                os.kill(alive[place % len(alive)], signal.SIGKILL)
        return bool(alive)

    def live(self) -> list[Execution]:
        return [Execution.of({k: v for k, v in row.items() if k != "owner"}) for row in self.rows(LIVE)]

    def rows(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        return db.fetch_all(self.connection, statement, values)

    def until(self, condition: Callable[[], Any], seconds: float, what: Callable[[], object]) -> None:
        """Poll until it holds; ``what`` is told where it does not."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, what()
            time.sleep(0.02)

    def close(self) -> None:
        self.server.stop()
        self.connection.close()
        embedded.stop(self.home)

    def _post(self, path: str, body: dict[str, Any], key: str | None = None) -> httpx.Response:
        """The answer, asked for again while there is none or it tells to come again later."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while (answer := self._once(path, body, key)) is None or answer.status_code == 503:
            assert time.monotonic() < deadline, (answer, self._watch.seen, self.server.log.read_text()[-2000:])
            time.sleep(0.05)
        return answer

    def _once(self, path: str, body: dict[str, Any], key: str | None) -> httpx.Response | None:
        """None where the connection breaks before the answer has come."""
        assert self.server.process
        try:
            with self._watch.over(self.server.process.pid):
                return self._http.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
        except httpx.TransportError:
            return None

    def _client(self) -> httpx.Client:
        """Whose connections are no older than its server."""
        return httpx.Client(base_url=f"http://127.0.0.1:{self.server.port}", timeout=ANSWER_SECONDS)

    def _connect(self) -> Connection:
        return db.connect(self.url, application="state machine")
