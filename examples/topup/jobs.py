"""Jobs: what is to be computed, as a file, and the system that computes it, which here is a few lines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from examples.topup.step import Step, TopupError

PARTS = 4  # result files of the whole job
ROWS = 25  # of each


def write_job(step: Step) -> dict[str, Any]:
    """Write ``job_first.json``: the parts that are to be computed for the date."""
    parts = [f"part_{number}" for number in range(1, PARTS + 1)]
    return _write(step, "first", parts)


def write_topup(step: Step) -> dict[str, Any]:
    """Write ``job_topup.json``: the parts that the check found missing."""
    check = json.loads((step.directory / "check_first.json").read_text(encoding="utf-8"))
    return _write(step, "topup", check["missing"])


def submit_first(step: Step) -> dict[str, Any]:
    """Compute the first job. As happens in real life, its last part does not come."""
    return _submit(step, "first", lacking=1)


def submit_topup(step: Step) -> dict[str, Any]:
    """Compute what the first job left out."""
    return _submit(step, "topup", lacking=0)


def read_job(directory: Path, name: str) -> dict[str, Any]:
    """The job of that name; TopupError when there is none."""
    file = directory / f"job_{name}.json"
    try:
        job: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise TopupError("job_missing", f"{file.name} cannot be read: execute the step that writes it.",
                         f"无法读取 {file.name}，请重新执行生成该文件的步骤") from None  # fmt: skip
    return job


def _write(step: Step, name: str, parts: list[str]) -> dict[str, Any]:
    job = {"name": name, "date": step.parameters["date_param"], "parts": parts}
    file = step.directory / f"job_{name}.json"
    file.write_text(json.dumps(job, indent=2), encoding="utf-8")
    step.logger.info("%s: %d parts", file.name, len(parts))
    return {"file": file.name, "parts": len(parts)}


def _submit(step: Step, name: str, lacking: int) -> dict[str, Any]:
    """One result file for each part but the last ``lacking``; each appears whole or not at all."""
    job = read_job(step.directory, name)
    parts = job["parts"][: len(job["parts"]) - lacking]
    for done, part in enumerate(parts, 1):
        draft = step.directory / f".{name}_{part}.draft"
        draft.write_text("\n".join(["id,value", *_rows(job["date"], part)]) + "\n", encoding="utf-8")
        draft.replace(step.directory / f"result_{name}_{part}.csv")
        step.progress(done / len(parts), part)
    return {"files": len(parts)}


def _rows(date: str, part: str) -> list[str]:
    """The same numbers for the same date and part each time."""
    digest = hashlib.sha256(f"{date} {part}".encode()).digest()
    return [f"{part}_{row},{digest[row % len(digest)]}" for row in range(ROWS)]
