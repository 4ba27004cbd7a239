"""The pairs of one file checked, and what fails mended."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from data_pipeline.llm.open import llm_of
from data_pipeline.step import PipelineError, Step
from data_pipeline.validation.check import check
from data_pipeline.validation.execution import Verdict
from data_pipeline.validation.pair_file import Pair
from data_pipeline.validation.report import Report, latest_verdicts

if TYPE_CHECKING:
    from data_pipeline.catalog.model import Catalog
    from data_pipeline.validation.repair.search import Repair

_CHECKED, _BY_RULES, _BY_MODEL = 0.7, 0.8, 0.95  # how far the step is after each part


def validated(
    step: Step, name: str, pairs: Sequence[Pair], timeout_seconds: float, meanwhile: Iterable[None]
) -> Report:
    """What the database says about the pairs of the file of that name, and which repairs it accepts.

    ``meanwhile`` is other work in small parts, done where there is nothing to do but wait for the database.

    Raises PipelineError: what connecting and ``requested_catalog`` raise; the catalog is read only if something fails.
    """
    started_at, started = datetime.now(), time.monotonic()
    url, statements = step.connections["business"], [pair["sql"] for pair in pairs]
    progress = _progress(step, 0.0, _CHECKED)
    verdicts = check(url, statements, timeout_seconds=timeout_seconds, progress=progress, meanwhile=meanwhile)
    verdicts |= _standing(step, {sql for sql, verdict in verdicts.items() if verdict.locked})
    broken = {sql: verdict for sql, verdict in verdicts.items() if verdict.status == "invalid" and not verdict.locked}
    repairs = _repairs(step, broken, pairs, timeout_seconds) if broken else {}
    return Report(
        pair_file=name,
        started_at=started_at,
        seconds=time.monotonic() - started,
        timeout_seconds=timeout_seconds,
        pairs=pairs,
        verdicts=verdicts,
        repairs=repairs,
        attempted=broken.keys(),
        applies=bool(step.parameters.get("modify_original_file", True)),
        language=str(step.parameters.get("language") or "zh"),
    )


def _standing(step: Step, locked: Collection[str]) -> dict[str, Verdict]:
    """What the last validation found valid and only a lock keeps from being run again: it stays valid."""
    try:
        latest = latest_verdicts(step.directory) if locked else None
    except PipelineError:  # what cannot be read vouches for nothing
        latest = None
    before = latest[1] if latest else {}
    return {sql: Verdict("valid") for (_, sql), status in before.items() if status == "valid" and sql in locked}


def _repairs(
    step: Step, broken: Mapping[str, Verdict], pairs: Sequence[Pair], timeout_seconds: float
) -> dict[str, Repair]:
    """What is needed for them is only loaded here: mostly nothing fails."""
    from data_pipeline.steps.requested import requested_catalog
    from data_pipeline.validation.repair.repairs import by_rules

    catalog = requested_catalog(step)
    failures = {sql: verdict.failure for sql, verdict in broken.items() if verdict.failure is not None}
    progress = _progress(step, _CHECKED, _BY_RULES)
    url = step.connections["business"]
    repairs = by_rules(url, failures, catalog, timeout_seconds=timeout_seconds, progress=progress)
    if step.parameters.get("enable_llm_repair", True):
        left = {sql: verdict for sql, verdict in broken.items() if sql not in repairs}
        repairs |= _by_model(step, catalog, left, pairs, timeout_seconds)
    return repairs


def _by_model(
    step: Step, catalog: Catalog, broken: Mapping[str, Verdict], pairs: Sequence[Pair], timeout_seconds: float
) -> dict[str, Repair]:
    """Nothing where there is no LLM; then nothing of it is loaded, either."""
    if not broken:
        return {}
    with llm_of(step, "sql_validation") as llm:
        if llm is None:
            return {}
        from data_pipeline.llm.repair import sql_repairer
        from data_pipeline.validation.repair.repairs import by_model

        questions = {pair["sql"]: pair["question"] for pair in reversed(pairs)}
        errors = {sql: verdict.reason.en if verdict.reason else "" for sql, verdict in broken.items()}
        repairer = sql_repairer(llm, catalog, step.parameters.get("language"))
        progress = _progress(step, _BY_RULES, _BY_MODEL)
        url = step.connections["business"]
        return by_model(url, questions, errors, repairer, timeout_seconds=timeout_seconds, progress=progress)


def _progress(step: Step, start: float, end: float) -> Callable[[int, int], None]:
    """Tell the step how far this part is."""
    return lambda done, total: step.progress(start + (end - start) * done / total, f"{done}/{total} SQL")
