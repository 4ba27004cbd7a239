"""The files of a task: what is there, and opening one. Links are never followed, out of the directory or within it.

A file in a directory of the task's is named by its path from there, with slashes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bus import outputs, tasks
from bus.db import Connection
from bus.errors import FileNotFound
from bus.rows import Output
from bus.settings import Settings
from server.services.directories import directory_of
from server.services.names import DEEPEST, is_safe, safe_path

TYPES = {"ddl", "md", "json", "log", "txt", "sql", "backup"}
MOST_FILES = 20_000
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
    """The files of the task by name, configuration and log included, 20,000 at most; TaskNotFound."""
    tasks.get(connection, task_id)
    recorded = {output.file_name: output for output in outputs.of_task(connection, task_id)}
    directory = directory_of(settings, task_id)
    found = islice(_below(directory), MOST_FILES) if directory.is_dir() and not directory.is_symlink() else ()
    return [_task_file(name, stat, recorded.get(name)) for name, stat in sorted(found)]


def open_file(settings: Settings, task_id: str, name: str) -> tuple[BinaryIO, os.stat_result]:
    """The open file and what it is; UnsafeName, FileNotFound (also for what is no regular file)."""
    *directories, last = safe_path(name)
    try:
        descriptor = _opened(directory_of(settings, task_id), directories, last)
    except OSError:
        raise FileNotFound(name) from None
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise FileNotFound(name)
    return os.fdopen(descriptor, "rb"), found


def _opened(root: Path, directories: list[str], last: str) -> int:
    """A descriptor, one directory after the other: none of them may be a link. OSError."""
    directory = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        for name in directories:
            outer, directory = directory, os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=directory)
            os.close(outer)
        return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=directory)
    finally:
        os.close(directory)


def _below(directory: Path, path: str = "", depth: int = 1) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files with their paths from the first directory; names with a leading dot are files in the making."""
    with suppress(FileNotFoundError), os.scandir(directory) as entries:  # a step may remove them meanwhile
        for entry in entries:
            if not is_safe(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                yield from _below(directory / entry.name, f"{path}{entry.name}/", depth + 1)
            elif entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):
                    yield path + entry.name, entry.stat(follow_symlinks=False)


def _task_file(name: str, found: os.stat_result, output: Output | None) -> TaskFile:
    if output is not None:
        age = abs(output.modified_at.timestamp() - found.st_mtime)
        output = output if age <= SAME_TIME_SECONDS and output.size_bytes == found.st_size else None
    return TaskFile(name, found.st_size, datetime.fromtimestamp(found.st_mtime), output)
