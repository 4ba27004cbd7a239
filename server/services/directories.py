"""The directories of tasks: made whole, removed whole, never outside ``training_data``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bus import tasks
from bus.clock import stamp
from bus.db import Connection
from bus.errors import DirectoryUnavailable
from bus.settings import Settings
from bus.whole_files import write_json

CONFIG_FILE = "task_config.json"
RESULT_FILE = "task_result.json"


def directory_of(settings: Settings, task_id: str) -> Path:
    """Where a task's files are; the id must have been checked."""
    return settings.training_data / task_id


def make(connection: Connection, settings: Settings) -> Path:
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
            directory = directory_of(settings, task_id)
            directory.mkdir(mode=0o755)
            directory.chmod(0o755)  # whatever the umask says
            return directory
        except FileExistsError:  # left by something else: its files are not ours to touch
            first = int(task_id.removeprefix(base).removeprefix("_") or 1) + 1


def write_config(directory: Path, task_type: str, created_at: str, parameters: dict[str, Any]) -> None:
    """``task_config.json``, complete before the answer is given."""
    config = {"task_id": directory.name, "task_type": task_type, "created_at": created_at, "parameters": parameters}
    write_json(directory / CONFIG_FILE, config)
