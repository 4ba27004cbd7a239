"""What a job left: checked against the job, then collected into one file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from examples.topup.jobs import read_job
from examples.topup.step import Step, TopupError

Row = dict[str, str]


def check_first(step: Step) -> dict[str, Any]:
    """Write ``check_first.json``: which parts are there, and which are missing."""
    return _check(step, "first")


def check_topup(step: Step) -> dict[str, Any]:
    """Write ``check_topup.json``; now nothing may be missing. TopupError names what is."""
    check = _check(step, "topup")
    if check["missing"]:
        missing = ", ".join(check["missing"])
        raise TopupError("results_incomplete", f"Results are still missing: {missing}.", f"结果文件仍不完整: {missing}")
    return check


def collect(step: Step) -> dict[str, Any]:
    """Write ``collected.csv`` of every result file, and ``summary.json``."""
    files = sorted(step.directory.glob("result_*.csv"))
    rows = [row for file in files for row in _rows(file)]
    with (step.directory / "collected.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["id", "value"])
        writer.writeheader()
        writer.writerows(rows)
    summary = {
        "date": step.parameters["date_param"],
        "files": len(files),
        "rows": len(rows),
        "total": sum(int(row["value"]) for row in rows),
    }
    (step.directory / "summary.json").write_text(json.dumps(summary, indent=2), encoding="utf-8")
    step.logger.info("%d rows of %d files", len(rows), len(files))
    return summary


def _check(step: Step, name: str) -> dict[str, Any]:
    job = read_job(step.directory, name)
    found = [part for part in job["parts"] if (step.directory / f"result_{name}_{part}.csv").is_file()]
    rows = sum(len(_rows(step.directory / f"result_{name}_{part}.csv")) for part in found)
    missing = [part for part in job["parts"] if part not in found]
    check = {"found": found, "missing": missing, "rows": rows}
    (step.directory / f"check_{name}.json").write_text(json.dumps(check, indent=2), encoding="utf-8")
    step.logger.info("%s: %d parts found, %d missing", name, len(found), len(missing))
    return check


def _rows(file: Path) -> list[Row]:
    """The rows of a result file; TopupError when it is not one."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = [dict(row) for row in csv.DictReader(source)]
    if not all(row.get("id") and str(row.get("value")).isdigit() for row in rows):
        raise TopupError("result_invalid", f"{file.name} has a row without id or number.", f"{file.name} 中有无效的行")
    return rows
