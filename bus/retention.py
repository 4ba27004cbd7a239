"""Removing what is old: rows by ``cleanup_old_tasks()``, then the directories whose task is gone."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Literal

from bus import tasks
from bus.db import Connection
from bus.settings import Settings

TASK_ID = re.compile(r"(task|manual)_\d{8}_\d{6}(_\d+)?\Z")
DOOMED = ".deleting_"  # prefix of a directory whose task is being deleted
SECONDS_A_DAY = 86_400
ROLLBACK_SECONDS = 60  # a delete that is not committed yet may still want its directory back


def doom(directory: Path) -> Path | None:
    """Rename a task's directory out of sight before its row goes; None when there is none."""
    doomed = directory.with_name(DOOMED + directory.name)
    try:
        directory.rename(doomed)
    except FileNotFoundError:
        return None
    return doomed


def clean_up(connection: Connection, settings: Settings) -> list[str]:
    """Delete the ended tasks older than RETENTION_DAYS (0 = none) with their directories; the ids."""
    if settings.retention_days == 0:
        return []
    deleted = tasks.delete_old(connection, settings.retention_days)
    for task_id in deleted:
        shutil.rmtree(settings.training_data / task_id, ignore_errors=True)
    for directory in orphans(connection, settings):
        shutil.rmtree(directory, ignore_errors=True)
    return deleted


def orphans(connection: Connection, settings: Settings, rollback_seconds: float = ROLLBACK_SECONDS) -> list[Path]:
    """Directories of tasks that are gone: half deleted ones, and those older than RETENTION_DAYS without a row.

    Younger ones stay: a create makes the directory before its row is committed.
    """
    if not settings.training_data.is_dir():
        return []
    named = [path for path in settings.training_data.iterdir() if path.is_dir() and not path.is_symlink()]
    doomed = [
        path for path in named if path.name.startswith(DOOMED) and _age_seconds(path, "st_ctime") > rollback_seconds
    ]
    longest = settings.retention_days * SECONDS_A_DAY
    old = [path for path in named if TASK_ID.match(path.name) and _age_seconds(path, "st_mtime") > longest]
    known = tasks.existing(connection, [path.name for path in old])
    return doomed + [path for path in old if path.name.startswith("task_") and path.name not in known]


def _age_seconds(path: Path, since: Literal["st_ctime", "st_mtime"]) -> float:
    """Since its last renaming, or since its last file came or went; 0 for one that is gone meanwhile."""
    try:
        return time.time() - float(getattr(path.stat(), since))
    except FileNotFoundError:
        return 0.0
