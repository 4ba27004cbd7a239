"""The files of a step: cleaned before it runs, measured and recorded after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_FILES = 20_000  # of one pattern
Row = dict[str, Any]
Known = dict[str, tuple[int, int, Row]]  # by file name: mtime in ns, size, the row that was made of it


def clean(directory: Path, step: dict[str, Any]) -> list[str]:
    """Remove what an earlier run of the step left; the names."""
    removed = [file.name for file, _ in _matching(directory, step)]
    for name in removed:
        (directory / name).unlink(missing_ok=True)
    return removed


def outputs(directory: Path, steps: Iterable[dict[str, Any]], known: Known) -> list[Row]:
    """One row of the outputs table per file that a pattern of the steps matches; only what changed is read again."""
    rows = []
    for step in steps:
        for file, output in _matching(directory, step):
            stat = file.stat()
            if known.get(file.name, (0, 0))[:2] != (stat.st_mtime_ns, stat.st_size):
                known[file.name] = (stat.st_mtime_ns, stat.st_size, _row(file, step["id"], output))
            rows.append(known[file.name][2])
    return rows


def result_name(step_id: str) -> str:
    """Where the engine writes what a step gave back."""
    return f"{step_id}_result.json"


def _matching(directory: Path, step: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each regular file once, with the first pattern that matches it; the step's result file comes last."""
    seen: set[Path] = set()
    result = {"pattern": result_name(step["id"]), "type": "json", "description": "Result of the step"}
    for output in (*step.get("outputs", ()), result):
        for file in sorted(directory.glob(output["pattern"]))[:MOST_FILES]:
            if file not in seen and file.is_file() and not file.is_symlink():
                seen.add(file)
                yield file, output


def _row(file: Path, step_id: str, output: dict[str, Any]) -> Row:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    stat = file.stat()
    return {
        "step": step_id,
        "file_name": file.name,
        "file_type": output["type"],
        "size_bytes": stat.st_size,
        "sha256": digest,
        "description": output.get("description"),
        "is_primary": output.get("primary", False),
        "modified_at": datetime.fromtimestamp(stat.st_mtime).astimezone().isoformat(),
    }
