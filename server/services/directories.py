"""Where the files of a task are."""

from __future__ import annotations

from pathlib import Path

from bus.settings import Settings

RESULT_FILE = "task_result.json"


def directory_of(settings: Settings, task_id: str) -> Path:
    """Where a task's files are; the id must have been checked."""
    return settings.training_data / task_id
