"""Putting a file into a task's directory: whole or not at all, never under a running step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from bus import executions, tasks, workflows
from bus.clock import stamp
from bus.db import Connection, transaction
from bus.errors import Conflict, TaskBusy
from bus.new_tasks import CONFIG_FILE
from bus.rows import Task
from bus.settings import Settings
from bus.whole_files import write_whole
from server.services.directories import RESULT_FILE, directory_of
from server.services.names import safe_name

Mode = Literal["backup", "replace", "skip"]
LONGEST_BYTES = 200  # leaves room for the ending of a backup


def store(
    connection: Connection, settings: Settings, task_id: str, name: str, source: IO[bytes], mode: Mode = "backup"
) -> tuple[bool, str | None]:
    """Whether the file was written (``skip`` leaves an existing one), and the name that the old one now has.

    TaskNotFound, TaskBusy while something of the task is live, Conflict for the engine's own files, UnsafeName.
    """
    target = directory_of(settings, task_id) / safe_name(name, LONGEST_BYTES)
    with held(connection, task_id) as task:
        _refuse_own(connection, task, name)
        if mode == "skip" and os.path.lexists(target):
            return False, None
        backup = _keep(target) if mode == "backup" and os.path.lexists(target) else None
        write_whole(target, source)
    return True, backup


@contextmanager
def held(connection: Connection, task_id: str) -> Iterator[Task]:
    """The task, which nobody can start meanwhile; TaskNotFound, TaskBusy."""
    with transaction(connection):
        task = tasks.lock(connection, task_id)
        if executions.live(connection, task_id):
            raise TaskBusy(task_id)
        yield task


def _refuse_own(connection: Connection, task: Task, name: str) -> None:
    log_file = workflows.of_version(connection, task.workflow_version_id).log_file
    if name in (CONFIG_FILE, RESULT_FILE, log_file):
        raise Conflict(f"{name} is written by Trainyard itself.", f"{name} 由系统自身写入，不能上传")


def _keep(target: Path) -> str:
    """Rename what stands there to a name with the time of day."""
    backup = target.with_name(f"{target.name}.backup_{stamp()}")
    number = 1
    while os.path.lexists(backup):
        number += 1
        backup = target.with_name(f"{target.name}.backup_{stamp()}_{number}")
    target.rename(backup)
    return backup.name
