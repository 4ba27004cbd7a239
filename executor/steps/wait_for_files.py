"""A step of kind ``wait_for_files``: waits until every pattern has a file that is old, large and still enough.

It waits as long as the engine lets it: the step's timeout, a cancel or a stop end its process by TERM.
"""

from __future__ import annotations

import os
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from bus.settings import read_settings
from executor.globbing import leaves, matching
from executor.messages import say
from executor.step_error import StepError

if TYPE_CHECKING:
    from executor.python_step import Context

SHORTEST_POLL_SECONDS = 0.05
MOST_NAMED = 1000  # files in the result


class Look(NamedTuple):
    """What a file was like when it was looked at."""

    size: int
    modified_ns: int


class Awaited:
    """One pattern, and what was seen of it last."""

    def __init__(self, pattern: str, directory: Path, below: str) -> None:
        self.pattern, self._directory, self._below = pattern, directory, below
        self._last: dict[Path, Look] = {}

    def ready(self, least_age_seconds: float, least_bytes: int) -> dict[Path, int]:
        """Look once more; the files that may be taken now, with their sizes in bytes."""
        looks = {path: look for path in matching(self._directory, self._below) if (look := _look(path))}
        still = [path for path, look in looks.items() if self._last.get(path) == look and look.size >= least_bytes]
        self._last = looks
        oldest = time.time() - least_age_seconds
        # A clock that differs (a network share) must not make us wait for a file that need not be of any age.
        return {
            path: looks[path].size
            for path in still
            if least_age_seconds <= 0 or looks[path].modified_ns <= oldest * 1e9
        }


def run(context: Context) -> dict[str, Any]:
    """Wait; ``files``: name (as the pattern has it: below the task's directory, or absolute) and ``size_bytes``.

    StepError for a pattern that leads where the step may not look.
    """
    wanted = context.definition
    patterns = [awaited(str(pattern), context.directory) for pattern in wanted["files"]]
    pause = max(SHORTEST_POLL_SECONDS, float(wanted.get("poll_seconds") or 1))
    least_age = float(wanted.get("minimum_age_seconds") or 0)
    least_bytes = int(wanted.get("minimum_size_bytes") or 0)
    told: list[str] | None = None
    while True:
        found = [(one, one.ready(least_age, least_bytes)) for one in patterns]
        missing = [one.pattern for one, files in found if not files]
        if not missing:
            return {"files": _named([(one.pattern, files) for one, files in found], context.directory)}
        if missing != told:
            _tell(context, 1 - len(missing) / len(patterns), missing)
            told = missing
        time.sleep(pause)


def _tell(context: Context, fraction: float, missing: list[str]) -> None:
    message = say("awaiting", context.language, files=", ".join(missing))
    context.progress(fraction, message)
    context.logger.info(message)


def awaited(pattern: str, directory: Path) -> Awaited:
    """Where to look for it; StepError when that is nowhere that the step may."""
    if not pattern.startswith("/") and not leaves(pattern):
        return Awaited(pattern, directory, pattern)
    parts = PurePosixPath(pattern).parts
    for allowed in read_settings().wait_directories:
        below = parts[len(allowed.parts) :]
        if parts[: len(allowed.parts)] == allowed.parts and below and not leaves("/".join(below)):
            return Awaited(pattern, allowed, "/".join(below))
    raise StepError(
        f"Files cannot be awaited at {pattern!r}: name files below the task's directory, or absolute ones below a"
        " directory of WAIT_DIRECTORIES where the executors run, without '..'.",
        f"不能等待 {pattern!r}：只能是任务目录内的文件，或执行进程环境中 WAIT_DIRECTORIES 所列目录内的绝对路径，"
        "且不得包含 '..'",
        code="path_not_allowed",
    )


def _look(path: Path) -> Look | None:
    try:
        stat = path.stat()
    except OSError:  # gone again
        return None
    return Look(stat.st_size, stat.st_mtime_ns)


def _named(found: list[tuple[str, dict[Path, int]]], directory: Path) -> list[dict[str, Any]]:
    sizes = {
        str(path) if pattern.startswith("/") else os.path.relpath(path, directory): size
        for pattern, files in found
        for path, size in files.items()
    }
    return [{"name": name, "size_bytes": sizes[name]} for name in sorted(sizes)[:MOST_NAMED]]
