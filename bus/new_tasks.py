"""Making a task: its row, its directory and ``task_config.json`` come into being together or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bus import connections, tasks
from bus.clock import stamp
from bus.db import Connection, transaction
from bus.errors import DirectoryUnavailable
from bus.rows import Task
from bus.settings import Settings
from bus.tasks import NewTask
from bus.whole_files import write_json

CONFIG_FILE = "task_config.json"


@contextmanager
def new_task(
    connection: Connection, settings: Settings, new: NewTask, db_connection: object | None = None
) -> Iterator[Task]:
    """The task, pending, in a transaction that the block may add to; DirectoryUnavailable.

    ``db_connection`` is a business database of its own. If anything fails, neither row nor directory is left; but where
    the session broke, the row may have been committed, so the directory stays: the clean-up takes one without a row.
    """
    made: list[Path] = []
    try:
        with transaction(connection):
            made.append(make_directory(connection, settings))
            yield record(connection, settings, made[0], new, db_connection)
    except BaseException:
        for directory in [] if connection.closed else made:
            shutil.rmtree(directory)
        raise


def record(
    connection: Connection, settings: Settings, directory: Path, new: NewTask, db_connection: object | None
) -> Task:
    """Insert the task of that directory with its own connection, if it has one, and write its ``task_config.json``."""
    shown = f"{settings.training_data_text.rstrip('/')}/{directory.name}"
    task = tasks.create(connection, directory.name, new, shown)
    if db_connection is not None:
        connections.put(connection, settings, task.task_id, db_connection, task_id=task.task_id)
    write_config(directory, task)
    return task


def make_directory(connection: Connection, settings: Settings) -> Path:
    """Make the directory of a new task, named by an id that nobody else has; the transaction then holds the id.

    DirectoryUnavailable where it cannot be made.
    """
    try:
        settings.training_data.mkdir(parents=True, exist_ok=True)
        return _make(connection, settings)
    except OSError as error:
        raise DirectoryUnavailable(
            f"The directory for a task cannot be made in {settings.training_data_text}: {error.strerror}.",
            f"无法在 {settings.training_data_text} 中创建任务目录: {error.strerror}",
        ) from error


def _make(connection: Connection, settings: Settings) -> Path:
    base = f"task_{stamp()}"
    first = 1
    while True:
        task_id = tasks.free_id(connection, base, first)
        try:
            directory = settings.training_data / task_id
            directory.mkdir(mode=0o755)
            directory.chmod(0o755)  # whatever the umask says
            return directory
        except FileExistsError:  # left by something else: its files are not ours to touch
            first = int(task_id.removeprefix(base).removeprefix("_") or 1) + 1


def write_config(directory: Path, task: Task) -> None:
    """``task_config.json``, complete before the answer is given."""
    config = {
        "task_id": directory.name,
        "task_type": task.task_type,
        "created_at": task.created_at.isoformat()[:19],
        "parameters": task.parameters,
    }
    write_json(directory / CONFIG_FILE, config)
