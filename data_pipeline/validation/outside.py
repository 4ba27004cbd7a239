"""Pairs about tables that the task leaves out: whoever learns from them does not find those tables in the schema."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data_pipeline.sentence import Sentence
from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.report import Report

if TYPE_CHECKING:
    from data_pipeline.shape.read import Shapes


def kept_inside(report: Report, shapes: Shapes) -> Report:
    """The report with ``outside`` for what would be valid but reads a table that the run's documents do not have.

    Where there are no documents, as for a pair file alone, nothing is outside. Generated pairs never are; those that
    people bring along, write themselves, or an LLM proposes may be.
    """
    if not shapes.schema.relations:
        return report
    verdicts = {sql: _within(sql, verdict, shapes) for sql, verdict in report.verdicts.items()}
    repairs = {
        sql: replace(repair, verdict=_within(repair.after, repair.verdict, shapes))
        for sql, repair in report.repairs.items()
    }
    return replace(report, verdicts=verdicts, repairs=repairs)


def _within(sql: str, verdict: Verdict, shapes: Shapes) -> Verdict:
    shape = shapes.of(sql) if verdict.status == "valid" else None
    if shape is None or not shape.strangers:
        return verdict
    names = ", ".join(sorted(shape.strangers))
    reason = Sentence(f"It reads {names}, which this task leaves out.", f"读取了本任务范围之外的表：{names}")
    return replace(verdict, status="outside", reason=reason)
