"""The figures that stand at the head of the report, each with what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data_pipeline.report.figure import grade, share
from data_pipeline.report.lenient import count, mapping

Headline = dict[str, Any]  # id, value, unit ("", "%", "points"), count and of (or None), grade (or None)


def headlines(report: Mapping[str, Any]) -> list[Headline]:
    """In the order in which they are read; what is not known yet is left out."""
    return list(_headlines(report))


def _headlines(report: Mapping[str, Any]) -> Iterator[Headline]:
    if pairs := report.get("pairs"):
        shipped = pairs["shipped"]
        yield _headline("pairs", shipped, grade_="good" if shipped else "poor")
    if validity := report.get("validity"):
        yield _share("valid_before", validity["before"]["all_valid"])
    if coverage := report.get("coverage"):
        yield _share("tables", coverage["tables"])
        yield _share("columns", coverage["columns"])
        yield _share("keys", _both(coverage["declared_keys"], coverage["inferred_keys"]))
    if repetition := report.get("repetition"):
        yield _share("repeated", repetition["queries"])
    if patterns := report.get("patterns"):
        used = patterns["atoms_used"]
        yield _headline("atoms", used["count"], figure=used, grade_=grade("atoms", used["percent"]))
    if (gap := mapping(report.get("hardness")).get("largest_gap")) is not None:
        yield _headline("hardness_gap", gap, "points", grade_=grade("hardness_gap", gap))
    if descriptions := report.get("descriptions"):
        yield _share("described", _both(descriptions["tables"]["written"], descriptions["columns"]["written"]))


def _share(name: str, figure: Mapping[str, Any]) -> Headline:
    value = figure["percent"]
    return _headline(name, value, "%", figure=figure, grade_=grade(name, value))


def _headline(
    name: str, value: float | None, unit: str = "", *, figure: Mapping[str, Any] | None = None, grade_: str | None
) -> Headline:
    parts = figure or {"count": None, "of": None}
    return {"id": name, "value": value, "unit": unit, "count": parts["count"], "of": parts["of"], "grade": grade_}


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return share(count(one["count"]) + count(other["count"]), count(one["of"]) + count(other["of"]))
