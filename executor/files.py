"""The files of a task's directory: cleaned before a step runs, measured and recorded after it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

MOST_FILES = 20_000  # of one pattern, or of a directory
ENGINE_FILES = ("task_config.json", "task_result.json")
Row = dict[str, Any]
Step = dict[str, Any]
Output = dict[str, Any]
Seen = dict[str, tuple[int, int]]  # by name: mtime in ns, size


def result_name(step_id: str) -> str:
    """Where the engine writes what a step gave back."""
    return f"{step_id}_result.json"


def clean(directory: Path, step: Step) -> list[str]:
    """Remove what an earlier run of the step left; the names."""
    removed = [name for name, _, _ in _matching(directory, step)]
    for name in removed:
        (directory / name).unlink(missing_ok=True)
    return removed


class Leavings:
    """What the steps of a task have left: what their patterns match, and what a step without patterns has changed.

    ``undeclared`` says of which step a file is that no pattern tells, as earlier runs recorded it.
    """

    def __init__(self, directory: Path, steps: Sequence[Step], log_file: str, undeclared: Mapping[str, str]) -> None:
        self._directory, self._steps = directory, steps
        self._not_theirs = {*ENGINE_FILES, log_file}
        self._undeclared = dict(undeclared)
        self._known: dict[str, tuple[int, int, Row]] = {}  # by name: mtime in ns, size, the row that was made of it

    def seen(self, step: Step) -> Seen:
        """What lies there before a step that declares nothing; a clock would not tell, for that of files is coarser."""
        return {} if step["output_files"] else dict(self._undeclared_files())

    def note(self, step: Step, before: Seen) -> None:
        """A step that declares nothing has ended: what has changed since ``before`` is its own."""
        if step["output_files"]:
            return
        for name, state in self._undeclared_files():
            if before.get(name) != state:
                self._undeclared[name] = step["id"]

    def _undeclared_files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Files that no pattern tells and that are not the engine's, each with time of change and size."""
        declared = {name for one in self._steps for name, _, _ in _matching(self._directory, one)}
        for file in islice(self._directory.rglob("*"), MOST_FILES):
            name = file.relative_to(self._directory).as_posix()
            hidden = any(part.startswith(".") for part in Path(name).parts)
            if hidden or name in self._not_theirs or name in declared or file.is_symlink() or not file.is_file():
                continue
            with suppress(FileNotFoundError):  # a step that runs beside this one took it away
                stat = file.stat()
                yield name, (stat.st_mtime_ns, stat.st_size)

    def rows(self) -> list[Row]:
        """One row of the outputs table per file; only what changed is read again."""
        found: dict[str, Row] = {}
        for name, step_id, output in self._all():
            try:
                stat = (self._directory / name).stat()
                if self._known.get(name, (0, 0))[:2] != (stat.st_mtime_ns, stat.st_size):
                    row = _row(self._directory, name, step_id, output)
                    self._known[name] = (stat.st_mtime_ns, stat.st_size, row)
            except FileNotFoundError:  # a step that runs beside this one took it away
                continue
            found.setdefault(name, self._known[name][2])
        return list(found.values())

    def _all(self) -> Iterator[tuple[str, str, Output]]:
        for step in self._steps:
            for name, _, output in _matching(self._directory, step):
                yield name, step["id"], output
        for name, step_id in self._undeclared.items():
            if (self._directory / name).is_file():
                yield name, step_id, {"type": Path(name).suffix.lstrip(".") or "file"}


def _matching(directory: Path, step: Step) -> Iterator[tuple[str, Path, Output]]:
    """Each regular file once, with the first pattern that matches it; the step's result file comes last."""
    seen: set[Path] = set()
    result = {"pattern": result_name(step["id"]), "type": "json", "description": "Result of the step"}
    for output in (*step["output_files"], result):
        for file in sorted(islice(directory.glob(output["pattern"]), MOST_FILES)):
            if file not in seen and file.is_file() and not file.is_symlink():
                seen.add(file)
                yield file.relative_to(directory).as_posix(), file, output


def _row(directory: Path, name: str, step_id: str, output: Output) -> Row:
    file = directory / name
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    stat = file.stat()
    return {
        "step": step_id,
        "file_name": name,
        "file_type": output["type"],
        "size_bytes": stat.st_size,
        "sha256": digest,
        "description": output.get("description"),
        "is_primary": output.get("primary", False),
        "modified_at": datetime.fromtimestamp(stat.st_mtime).astimezone().isoformat(),
    }
