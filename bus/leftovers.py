"""What a dead executor has left: processes of its steps, and files that were changed after they were recorded.

A variable in the environment of each attempt, which its descendants inherit, tells whose they are: also of a process
whose number the executor had no time to record, and of one that left its step's group.
"""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from pathlib import Path

import psutil

from bus import outputs
from bus.db import Connection, execute
from bus.queries import load
from bus.rows import Output

MARK = "TRAINYARD_ATTEMPT"  # run, step and attempt, with dots between
END_SECONDS = 10.0  # a killed process with gigabytes to give back takes its time


def run_mark(execution_id: str, run_token: object) -> str:
    """What the marks of a run begin with. Two installations on one machine may have executions of one name."""
    return f"{execution_id}@{hashlib.sha256(str(run_token).encode()).hexdigest()[:16]}"


def end_processes(mark: str) -> None:
    """KILL every process of that run on this machine, generation by generation, and wait until they are gone."""
    deadline = time.monotonic() + END_SECONDS
    while (left := _processes(mark)) and time.monotonic() < deadline:
        for process in left:
            _kill(process)
        time.sleep(0.01)


def measure_changed(connection: Connection, task_id: str, directory: Path) -> None:
    """Record the task's files as they are now: those that are gone are forgotten, those that changed read again."""
    if not directory.is_dir():  # on another machine
        return
    for output in outputs.of_task(connection, task_id):
        _measure(connection, task_id, directory / output.file_name, output)


def _measure(connection: Connection, task_id: str, file: Path, output: Output) -> None:
    values = {"task_id": task_id, "file_name": output.file_name}
    if not file.is_file():
        execute(connection, load("outputs").forget_output, values)
        return
    stat = file.stat()
    modified_at = datetime.fromtimestamp(stat.st_mtime).astimezone()
    if (stat.st_size, modified_at) == (output.size_bytes, output.modified_at):
        return
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    measured = {"size_bytes": stat.st_size, "modified_at": modified_at, "sha256": digest}
    execute(connection, load("outputs").measure_output, values | measured)


def _processes(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK, "").startswith(f"{mark}.") and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):  # gone meanwhile, or not ours to look at
            continue
    return found


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:  # gone meanwhile
        return
