"""The files of a task: what is there, and opening one. Links are never followed, out of the directory or within it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bus import outputs, tasks
from bus.db import Connection
from bus.errors import FileNotFound
from bus.rows import Output
from bus.settings import Settings
from server.services.directories import directory_of
from server.services.names import safe_name

TYPES = {"ddl", "md", "json", "log", "txt", "sql", "backup"}
SAME_TIME_SECONDS = 0.001  # the table keeps microseconds, file systems nanoseconds


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A regular file in a task's directory; ``output`` is its record, if it is still the file that was recorded."""

    name: str
    size_bytes: int
    modified_at: datetime
    output: Output | None

    @property
    def file_type(self) -> str:
        if self.output is not None:
            return self.output.file_type
        ending = self.name.rpartition(".")[2].lower()
        return ending if ending in TYPES else "other"


def listing(connection: Connection, settings: Settings, task_id: str) -> list[TaskFile]:
    """Every file of the task by name, configuration and log included; TaskNotFound."""
    tasks.get(connection, task_id)
    recorded = {output.file_name: output for output in outputs.of_task(connection, task_id)}
    return [_task_file(entry, recorded.get(entry.name)) for entry in _entries(directory_of(settings, task_id))]


def open_file(settings: Settings, task_id: str, name: str) -> tuple[BinaryIO, os.stat_result]:
    """The open file and what it is; UnsafeName, FileNotFound (also for what is no regular file)."""
    safe_name(name)
    try:
        directory = os.open(directory_of(settings, task_id), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        raise FileNotFound(name) from None
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=directory)
    except OSError:
        raise FileNotFound(name) from None
    finally:
        os.close(directory)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise FileNotFound(name)
    return os.fdopen(descriptor, "rb"), found


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    """Regular files by name; names with a leading dot are files in the making."""
    if directory.is_symlink() or not directory.is_dir():
        return []
    with os.scandir(directory) as found:
        files = [entry for entry in found if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")]
    return sorted(files, key=lambda entry: entry.name)


def _task_file(entry: os.DirEntry[str], output: Output | None) -> TaskFile:
    found = entry.stat(follow_symlinks=False)
    if output is not None:
        age = abs(output.modified_at.timestamp() - found.st_mtime)
        output = output if age <= SAME_TIME_SECONDS and output.size_bytes == found.st_size else None
    return TaskFile(entry.name, found.st_size, datetime.fromtimestamp(found.st_mtime), output)
