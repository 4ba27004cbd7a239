"""What validation found: how many pairs ran as they were generated, what was repaired, what was dropped."""

from __future__ import annotations

from collections import Counter
from typing import Any

from data_pipeline.report.figure import share
from data_pipeline.report.lenient import count, mapping, rows, texts
from data_pipeline.report.material import Material

STATUSES = ("valid", "tied", "trivial", "empty", "outside", "invalid", "unsafe")
_SAYS = {"valid", "tied", "outside"}  # its answer has something to tell
_RUNS = {*_SAYS, "trivial", "empty"}  # it was executed, whatever it answered
_MOST_EXAMPLES = 50
_LONGEST_TEXT = 2_000


def validity(material: Material) -> dict[str, Any]:
    """The section; empty where the pairs were not validated."""
    results = rows(material.validation.get("detailed_results"))
    if not material.validation:
        return {}
    summary = mapping(material.validation.get("summary"))
    first = Counter(_first_status(one) for one in results)
    dropped = [one for one in results if one.get("valid") is False]
    repaired = [one for one in results if mapping(one.get("repair"))]
    return {
        "checked": len(results),
        "before": _answers(first),
        "after": _answers(Counter(str(one.get("status")) for one in results if one.get("valid"))),
        "repairs_attempted": count(summary.get("repairs_attempted")),
        "repairs_successful": count(summary.get("repairs_successful")),
        "repairs_by_rule": {str(rule): count(n) for rule, n in mapping(summary.get("repairs_by_rule")).items()},
        "removed_from_file": count(summary.get("removed_from_file")),
        "dropped": len(dropped),
        "dropped_by_status": dict(Counter(str(one.get("status")) for one in dropped).most_common()),
        "dropped_examples": [_dropped(one) for one in dropped[:_MOST_EXAMPLES]],
        "repaired_examples": [_repaired(one) for one in repaired[:_MOST_EXAMPLES]],
    }


def _first_status(result: dict[str, Any]) -> str:
    """The verdict on the SQL as it was generated; only what does not run is repaired."""
    return "invalid" if mapping(result.get("repair")) else str(result.get("status"))


def _answers(statuses: Counter[str]) -> dict[str, Any]:
    total = statuses.total()
    return {
        "by_status": {status: statuses[status] for status in STATUSES},
        "executes": share(sum(statuses[status] for status in _RUNS), total),
        "non_empty": share(sum(statuses[status] for status in (*_SAYS, "trivial")), total),
        "non_trivial": share(sum(statuses[status] for status in _SAYS), total),
        "all_valid": share(statuses["valid"], total),
    }


def _dropped(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "question": _bounded(result.get("question")),
        "sql": _bounded(result.get("sql")),
        "status": str(result.get("status")),
        "reason": _bounded(result.get("error_message")),
    }


def _repaired(result: dict[str, Any]) -> dict[str, Any]:
    repair = mapping(result.get("repair"))
    return {
        "question": _bounded(result.get("question")),
        "before": _bounded(repair.get("before")),
        "sql": _bounded(repair.get("after")),
        "reason": _bounded(repair.get("error_before")),
        "rules": texts(repair.get("rules")),
    }


def _bounded(text: Any) -> str:
    """The text, cut where it is longer than anybody reads."""
    whole = "" if text is None else str(text)
    return whole if len(whole) <= _LONGEST_TEXT else whole[: _LONGEST_TEXT - 1] + "…"
