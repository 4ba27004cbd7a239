"""Where the state machine plays: a PostgreSQL, a dispatcher and executors of its own, each of which may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

from bus import db, embedded, identity, migrate, settings, workflows
from bus.db import Connection
from bus.definitions import normalised
from bus.rows import Execution
from bus.settings import ROOT
from bus.users import Role
from server import launcher
from server.auth import Caller
from server.services.control import Control

MOST, MOST_OF_USER = 4, 2
LIMITS = {"MAX_RUNNING_TASKS": str(MOST), "MAX_RUNNING_PER_USER": str(MOST_OF_USER), "QUEUE_AGEING_SECONDS": "5"}
DISPATCHER = "from server import dispatcher; from bus.settings import read_settings as r; dispatcher.start(r()).join()"
LIVE = """
SELECT e.*, t.created_by AS owner FROM executions e JOIN tasks t USING (task_id)
WHERE e.parent_id IS NULL AND e.status IN ('queued', 'running') ORDER BY e.id
"""


class World:
    """``environment`` must be that of this process, too: executors inherit it."""

    def __init__(self, directory: Path) -> None:
        self.home, self.data = directory / "home", directory / "training_data"
        self.url = embedded.ensure_running(self.home)
        self.environment = {"TRAINYARD_HOME": str(self.home), "TRAINING_DATA_DIR": str(self.data),
                            "DATABASE_URL": self.url, **LIMITS}  # fmt: skip
        self.log = directory / "dispatcher.log"
        self.connection = self._connect()
        db.execute(self.connection, "ALTER SYSTEM SET fsync = off", {})
        db.execute(self.connection, "SELECT pg_reload_conf()", {})
        migrate.migrate(self.connection)
        self.settings = settings.read_settings({**os.environ, **self.environment})
        self._dispatcher: subprocess.Popen[bytes] | None = None

    def add_workflow(self, definition: dict[str, Any]) -> None:
        with db.transaction(self.connection):
            workflows.create(self.connection, normalised(definition))

    def control(self, user: str, *, dies: bool = False) -> Control:
        """What a request of that user works with; ``dies``: its server is killed before it launches anything."""
        launch = _launch_nothing if dies else partial(launcher.launch, self.settings)
        return Control(self.connection, self.settings, launch, Caller(user, Role.admin))

    def start_server(self) -> None:
        with self.log.open("ab") as log:
            self._dispatcher = subprocess.Popen([sys.executable, "-c", DISPATCHER], cwd=ROOT, stdout=log, stderr=log,
                                                env={**os.environ, **self.environment})  # fmt: skip

    def kill_server(self) -> None:
        """kill -9, and start another one."""
        assert self._dispatcher
        self._dispatcher.kill()
        self._dispatcher.wait()
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
        if self._dispatcher:
            self._dispatcher.kill()
            self._dispatcher.wait()
        self.connection.close()
        embedded.stop(self.home)

    def _connect(self) -> Connection:
        return db.connect(self.url, application="state machine")


def _launch_nothing(connection: Connection, execution: Execution) -> int:
    return 0
