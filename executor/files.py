"""The files of a step: cleaned before it runs, measured and recorded after."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_FILES = 20_000  # of one step


def clean(directory: Path, step: dict[str, Any]) -> list[str]:
    """Remove what an earlier run of the step left; the names."""
    removed = [file.name for file, _ in _matching(directory, step)] + _existing(directory, result_name(step["id"]))
    for name in removed:
        (directory / name).unlink(missing_ok=True)
    return removed


def outputs(directory: Path, step: dict[str, Any]) -> list[dict[str, Any]]:
    """One row of the outputs table per file that the step's patterns match."""
    return [_row(file, step["id"], output) for file, output in _matching(directory, step)]


def result_row(directory: Path, step_id: str) -> dict[str, Any]:
    """The row of the step's own result file."""
    return _row(directory / result_name(step_id), step_id, {"type": "json", "description": "Result of the step"})


def write_json(path: Path, value: object) -> None:
    """The file whole or not at all: UTF-8, indent 2."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def result_name(step_id: str) -> str:
    return f"{step_id}_result.json"


def _matching(directory: Path, step: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each regular file once, with the first pattern that matches it."""
    seen: set[Path] = set()
    for output in step.get("outputs", ()):
        for file in sorted(directory.glob(output["pattern"]))[:MOST_FILES]:
            if file not in seen and file.is_file() and not file.is_symlink():
                seen.add(file)
                yield file, output


def _existing(directory: Path, name: str) -> list[str]:
    return [name] if (directory / name).is_file() else []


def _row(file: Path, step_id: str, output: dict[str, Any]) -> dict[str, Any]:
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
        "modified_at": datetime.fromtimestamp(stat.st_mtime).astimezone(),
    }
