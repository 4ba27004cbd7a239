"""Starting executors: detached processes that outlive the server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from bus import executions
from bus.db import Connection
from bus.executions import COMPLETE
from bus.rows import Execution
from bus.settings import ROOT, WEBHOOK_SECRETS, Settings

# What an executor says outside the task's log: why it could not start, or the trace of a crash.
OUTPUT = ".executor.out"
NOT_FOR_EXECUTORS = ("JWT_SECRET", "SMTP_PASSWORD", WEBHOOK_SECRETS)  # or what begins so


def launch(settings: Settings, connection: Connection, execution: Execution) -> int:
    """Start the executor of a committed execution and note it; the process id.

    A second start does no harm: the claim is the executor's, and only one can win it.
    """
    directory = settings.training_data / execution.task_id
    directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (directory / OUTPUT).open("ab") as output:
        process = subprocess.Popen(
            command(execution),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(settings),
            start_new_session=True,
            close_fds=True,
        )
    threading.Thread(target=process.wait, name=f"reap {process.pid}", daemon=True).start()
    executions.mark_launched(connection, execution.execution_id)
    return process.pid


def _environment(settings: Settings) -> dict[str, str]:
    """Ours without what executors need not know, and with the bus, so that they need not look for it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_EXECUTORS)}
    return ours | ({"DATABASE_URL": settings.database_url} if settings.database_url else {})


def command(execution: Execution) -> list[str]:
    """The arguments, as the specification has them; nothing secret is among them."""
    arguments = [sys.executable, str(ROOT / "executor" / "task_executor.py"), "--task-id", execution.task_id]
    if execution.step == COMPLETE:
        arguments += ["--execution-mode", "complete"]
    else:
        arguments += ["--execution-mode", "step", "--step-name", execution.step]
    return [*arguments, "--execution-id", execution.execution_id]
