"""The directories of tasks: made whole, removed whole, never outside ``training_data``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from bus import tasks
from bus.clock import stamp
from bus.db import Connection
from bus.settings import Settings

CONFIG_FILE = "task_config.json"
RESULT_FILE = "task_result.json"


def directory_of(settings: Settings, task_id: str) -> Path:
    """Where a task's files are; the id must have been checked."""
    return settings.training_data / task_id


def make(connection: Connection, settings: Settings) -> Path:
    """Make the directory of a new task, named by an id that nobody else has; the transaction then holds the id."""
    settings.training_data.mkdir(parents=True, exist_ok=True)
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
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    (directory / CONFIG_FILE).write_text(text, encoding="utf-8", newline="\n")


def set_aside(directory: Path) -> Path:
    """Take a directory out of sight, so that it is either all there or all gone; where it is now."""
    aside = directory.with_name(f".deleting_{directory.name}")
    if directory.is_dir() and not directory.is_symlink():
        shutil.rmtree(aside, ignore_errors=True)
        directory.rename(aside)
    return aside


def remove(aside: Path) -> None:
    """Remove what was set aside; what cannot be removed stays out of sight for the next cleanup."""
    shutil.rmtree(aside, ignore_errors=True)
