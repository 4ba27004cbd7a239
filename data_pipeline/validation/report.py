"""What validation leaves for scripts: the JSON report; ``summary`` says the same to people."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_pipeline.files import write_json
from data_pipeline.step import PipelineError
from data_pipeline.validation.execution import STATUSES, Verdict
from data_pipeline.validation.pair_file import Key, Pair, key

if TYPE_CHECKING:
    from data_pipeline.validation.repair.search import Repair

_NAME = re.compile(r"sql_validation_\d{8}_\d{6}_report\.json")


@dataclass(frozen=True, slots=True)
class Report:
    """One validation: the pairs of one file in file order, and the verdict on each one's SQL."""

    pair_file: str  # name of the file
    started_at: datetime  # local time; part of the names of the files
    seconds: float
    timeout_seconds: float  # for one statement
    pairs: Sequence[Pair]  # as they were before
    verdicts: Mapping[str, Verdict]  # by SQL as it was
    repairs: Mapping[str, Repair]  # by SQL as it was; those that hold
    attempted: Collection[str]  # SQL that was to be repaired
    applies: bool  # whether the pair file is to be modified; if not, repairs are told only
    language: str  # in which reasons and texts are written: Chinese unless it is "en"

    def outcome(self, pair: Pair) -> tuple[Pair, Verdict]:
        """The pair as the file has it in the end, and the verdict on it."""
        repair = self.repairs.get(pair["sql"]) if self.applies else None
        if repair is None:
            return pair, self.verdicts[pair["sql"]]
        return {**pair, "sql": repair.after}, repair.verdict

    @property
    def refused(self) -> list[tuple[Pair, Verdict]]:
        """The pairs that may not ship."""
        outcomes = map(self.outcome, self.pairs)
        return [(pair, verdict) for pair, verdict in outcomes if verdict.status != "valid"]

    @property
    def repaired(self) -> list[tuple[Pair, Repair]]:
        """The pairs that were mended."""
        return [(pair, self.repairs[pair["sql"]]) for pair in self.pairs if pair["sql"] in self.repairs]

    @property
    def attempts(self) -> int:
        """Pairs that were to be mended."""
        return sum(pair["sql"] in self.attempted for pair in self.pairs)

    @property
    def counts(self) -> Counter[str]:
        """Pairs by status, in the end."""
        return Counter(self.outcome(pair)[1].status for pair in self.pairs)

    @property
    def valid_percent(self) -> float:
        """0..100; 100 when there are no pairs."""
        return round(100 * self.counts["valid"] / len(self.pairs), 2) if self.pairs else 100.0


def write_report(directory: Path, report: Report, removed: int) -> Path:
    """Write ``sql_validation_<ts>_report.json``: ``metadata``, ``summary``, ``detailed_results`` (one per pair)."""
    path = directory / f"sql_validation_{report.started_at:%Y%m%d_%H%M%S}_report.json"
    value = {"metadata": _metadata(report), "summary": _summary(report, removed), "detailed_results": _details(report)}
    write_json(path, value)
    return path


def validated_pairs(directory: Path, pair_file: str) -> frozenset[Key] | None:
    """The pairs that the latest report on this file calls valid; None when there is no report on it."""
    latest = latest_verdicts(directory, pair_file)
    return None if latest is None else frozenset(pair for pair, status in latest[1].items() if status == "valid")


def latest_verdicts(directory: Path, pair_file: str | None = None) -> tuple[Path, dict[Key, str]] | None:
    """The latest report on this file (or on any) with the status of each pair; None when there is no report on it.

    Raises PipelineError ``validation_report_invalid``.
    """
    for path in _reports(directory):
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
            if pair_file in (None, report["metadata"]["input_file"]):
                results = report["detailed_results"]
                return path, {key(one): "valid" if one["valid"] else str(one.get("status")) for one in results}
        except (ValueError, LookupError, TypeError):
            raise PipelineError(
                "validation_report_invalid",
                f"{path.name} is not a validation report: run sql_validation again.",
                f"{path.name} 不是有效的验证报告，请重新执行 sql_validation",
            ) from None
    return None


def _reports(directory: Path) -> list[Path]:
    """The newest first."""
    return sorted((path for path in directory.iterdir() if _NAME.fullmatch(path.name)), reverse=True)


def _metadata(report: Report) -> dict[str, Any]:
    return {
        "input_file": report.pair_file,
        "validation_time": report.started_at.isoformat(timespec="seconds"),
        "processing_seconds": round(report.seconds, 3),
        "statement_timeout_seconds": report.timeout_seconds,
    }


def _summary(report: Report, removed: int) -> dict[str, Any]:
    counts = report.counts
    return {
        "total_questions": len(report.pairs),
        "valid_sqls": counts["valid"],
        "invalid_sqls": len(report.pairs) - counts["valid"],
        "success_rate": report.valid_percent,
        "by_status": {status: counts[status] for status in STATUSES},
        "repairs_attempted": report.attempts,
        "repairs_successful": len(report.repaired),
        "repairs_by_rule": dict(Counter(rule for _, repair in report.repaired for rule in repair.rules).most_common()),
        "removed_from_file": removed,
    }


def _details(report: Report) -> list[dict[str, Any]]:
    return [_detail(report, pair) for pair in report.pairs]


def _detail(report: Report, before: Pair) -> dict[str, Any]:
    pair, verdict = report.outcome(before)
    return {
        "question": pair["question"],
        "sql": pair["sql"],
        "valid": verdict.status == "valid",
        "status": verdict.status,
        "error_message": verdict.reason and verdict.reason.in_language(report.language),
        "row_count": verdict.rows,
        "execution_time": round(verdict.seconds, 4),
        "repair": _repair(report, before),
    }


def _repair(report: Report, before: Pair) -> dict[str, Any] | None:
    """What was changed; None when nothing was, or nothing helped."""
    repair, reason = report.repairs.get(before["sql"]), report.verdicts[before["sql"]].reason
    if repair is None:
        return None
    return {
        "rules": list(repair.rules),
        "error_before": reason and reason.in_language(report.language),
        "before": repair.before,
        "after": repair.after,
        "applied": report.applies,
    }
