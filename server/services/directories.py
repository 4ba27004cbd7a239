"""The directories of tasks: made whole, removed whole, never outside ``training_data``."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import IO, Any

from bus import tasks
from bus.clock import stamp
from bus.db import Connection
from bus.settings import Settings

CONFIG_FILE = "task_config.json"
RESULT_FILE = "task_result.json"
PIECE_BYTES = 1024 * 1024


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
    write_whole(directory / CONFIG_FILE, io.BytesIO(text.encode()))


def write_whole(target: Path, source: IO[bytes]) -> None:
    """Write to a sibling, then rename: a reader finds the old file or the new one, never a part."""
    draft = target.with_name(f".{os.urandom(8).hex()}.draft")
    try:
        with draft.open("xb") as file:
            shutil.copyfileobj(source, file, PIECE_BYTES)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
