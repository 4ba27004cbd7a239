"""What a step needs to find in its task's directory, and what it leaves to be removed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from executor.globbing import matching
from executor.step_error import StepError

# The engine's own; the log file of the workflow's definition is another.
ENGINE_FILES = {"task_config.json", "task_result.json", ".executor.out"}


def missing(directory: Path, patterns: Iterable[str]) -> list[str]:
    """The patterns that no file below the directory matches, in their order; one that leaves it matches none."""
    return [pattern for pattern in patterns if not _any(directory, pattern)]


def removed(directory: Path, cleanup_patterns: Iterable[str], log_file: str) -> list[str]:
    """Remove the matching files, but never the engine's; their names relative to the directory.

    Of a symbolic link the link goes, not what it points to. Directories stay. What cannot be removed is left.
    """
    kept = {directory.resolve() / name for name in (*ENGINE_FILES, log_file)}
    names = []
    for path in dict.fromkeys(path for pattern in cleanup_patterns for path in _all(directory, pattern)):
        if path.parent.resolve() / path.name not in kept:  # also not by way of a link to the directory
            with suppress(OSError):
                path.unlink()
                names.append(path.relative_to(directory).as_posix())
    return names


def _any(directory: Path, pattern: str) -> bool:
    with suppress(StepError):  # too many entries before the first match
        return next(matching(directory, pattern), None) is not None
    return False


def _all(directory: Path, pattern: str) -> list[Path]:
    """Listed before anything is removed, as far as the looking goes."""
    found = []
    with suppress(StepError):
        for path in matching(directory, pattern):
            found.append(path)
    return found
