"""Spare pairs take the place of generated ones that validation refuses: a run ships as many as were asked for."""

from __future__ import annotations

from dataclasses import replace

from data_pipeline.fingerprint.made import MadePair, from_json
from data_pipeline.fingerprint.record import read_record
from data_pipeline.step import Step
from data_pipeline.steps.example_questions import RECORD_NAME
from data_pipeline.validation.check import check
from data_pipeline.validation.pair_file import Pair, key
from data_pipeline.validation.report import Report

_OURS = ("generated", "proposed", "spare")  # what people brought or wrote is not for us to replace


def with_spares(step: Step, report: Report) -> Report:
    """The report with as many spare pairs behind the others as take the place of refused ones, all of them checked.

    Those that are no better are in it, too, up to the last that is needed: it tells of all that was tried.
    """
    if not report.applies or not report.refused:
        return report
    made = _made(step, report)
    ours = {(one.question, one.sql) for one in made if one.source in _OURS}
    missing = sum(key(pair) in ours for pair, _ in report.refused)
    asked, known = ({pair[part] for pair in report.pairs} for part in ("question", "sql"))
    spares = [one for one in made if one.source == "spare" and one.question not in asked and one.sql not in known]
    return _filled(step, report, [{"question": one.question, "sql": one.sql} for one in spares], missing)


def _filled(step: Step, report: Report, spares: list[Pair], missing: int) -> Report:
    if not spares or not missing:
        return report
    statements, url = [pair["sql"] for pair in spares], step.connections["business"]
    verdicts = check(url, statements, timeout_seconds=report.timeout_seconds, progress=lambda done, total: None)
    tried: list[Pair] = []
    for pair in spares:
        if not missing:
            break
        tried.append(pair)
        missing -= verdicts[pair["sql"]].status == "valid"
    used = {pair["sql"]: verdicts[pair["sql"]] for pair in tried}
    return replace(report, pairs=[*report.pairs, *tried], verdicts={**report.verdicts, **used})


def _made(step: Step, report: Report) -> list[MadePair]:
    """The pairs of the run that wrote the file; none where another one did."""
    record = read_record(step.directory / RECORD_NAME)
    return from_json(record.more.get("pairs")) if record.more.get("pair_file") == report.pair_file else []
