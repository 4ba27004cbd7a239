"""Step 3: keep only those pairs whose SQL is one harmless SELECT that the database answers; mend what fails."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from data_pipeline.report.material import read_material
from data_pipeline.report.pairs import shapes_of
from data_pipeline.report.refresh import write_quality_report
from data_pipeline.step import PipelineError, Step
from data_pipeline.steps.example_questions import show_valid_examples
from data_pipeline.steps.spares import with_spares
from data_pipeline.steps.unchanged import figures_unchanged
from data_pipeline.validation import pair_file
from data_pipeline.validation.execution import STATUSES
from data_pipeline.validation.outside import kept_inside
from data_pipeline.validation.report import Report, latest_verdicts, write_report
from data_pipeline.validation.summary import write_modifications, write_summary
from data_pipeline.validation.validated import validated

_TIMEOUT_SECONDS = 5.0  # for one statement
_SELDOM = (100_000, 20, 50)  # thresholds of the garbage collector's three generations

_MESSAGES = {
    "zh": {
        "off": "SQL 验证已关闭（enable_sql_validation）",
        "start": "开始验证 {1} 中的 {0} 个问答对",
        "unchanged": "验证结果没有变化：{} 个问答对保持原样",
        "refused": "未通过（{}）：“{}”{}",
        "repaired": "已修复（{}）：{}",
        "replaced": "已补入 {} 个备用问答对，替换未通过的问答对",
        "done": "SQL 验证完成：{1} 个中 {0} 个有效（{2:.1f}%）",
        "none": "没有一个问答对有效：表是空的吗？详见 {}",
    },
    "en": {
        "off": "SQL validation is switched off (enable_sql_validation)",
        "start": "Checking the pairs of {1}: {0}",
        "unchanged": "Nothing has changed: the pairs stay as they are ({})",
        "refused": 'Not valid ({}): "{}"{}',
        "repaired": "Repaired ({}): {}",
        "replaced": "Spare pairs in the place of those that are not valid: {}",
        "done": "SQL validation done: valid pairs: {0} of {1} ({2:.1f} %)",
        "none": "No pair is valid: are the tables empty? See {}",
    },
}


def run(step: Step) -> dict[str, Any]:
    """Check the newest pair file, mend what fails, write the reports; with ``modify_original_file`` change the file.

    Then repaired SQL takes the place of what it was, and what is not valid leaves the file; also pairs with an empty or
    trivial answer, which teach nothing, and those whose first rows are left to chance. Raises PipelineError for a pair
    file that cannot be read and for a database that cannot be reached.
    """
    if not step.parameters.get("enable_sql_validation", True):
        step.logger.info(_messages(step)["off"])
        return {"skipped": True}
    with _collecting_seldom():
        return _validate(step)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Thousands of parse trees are kept for the report: looking through them again and again finds no garbage."""
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _validate(step: Step) -> dict[str, Any]:
    path = pair_file.newest(step.directory)
    pairs = pair_file.read(path)
    step.logger.info(_messages(step)["start"].format(len(pairs), path.name))
    shapes = shapes_of(read_material(step.directory))
    meanwhile = shapes.reading(pair["sql"] for pair in pairs)
    report = kept_inside(validated(step, path.name, pairs, _timeout_seconds(step), meanwhile), shapes)
    if files := _files_of_the_same(step, report):
        figures = _figures(step, report, 0, files)
        return figures_unchanged(step, "sql_validation", figures, _messages(step)["unchanged"].format(len(pairs)))
    report = with_spares(step, report)
    _log_changes(step, report)
    figures = _finish(step, report, report.pairs[len(pairs) :])
    write_quality_report(step, "sql_validation", figures, shapes)
    return figures


def _finish(step: Step, report: Report, spares: Sequence[pair_file.Pair]) -> dict[str, Any]:
    """Write what the check found; the report first, so that a pair never leaves the file without a word.

    Of the ``spares`` those that are valid come into the file; the others count as removed from it, as all that was
    checked and is not there.
    """
    path, backup = step.directory / report.pair_file, None
    changes = report.applies and bool(report.refused or report.repaired)
    before = pair_file.read(path) if changes else []
    added = [pair for pair in spares if report.verdicts[pair["sql"]].status == "valid"]
    after = [*_revised(before, report), *added]
    removed = len(before) + len(spares) - len(after)
    if added:
        step.logger.info(_messages(step)["replaced"].format(len(added)))
    report_path = write_report(step.directory, report, removed)
    if changes:
        show_valid_examples(step.directory, after)  # first: when the pairs are gone, nobody comes here again
        backup = pair_file.rewrite(path, after, report.started_at)
        write_modifications(step.directory, report, removed=removed, backup=backup)
    summary = write_summary(step.directory, report, removed=removed, backup=backup)
    return _figures(step, report, removed, [report_path.name, summary.name])


def _revised(pairs: list[pair_file.Pair], report: Report) -> list[pair_file.Pair]:
    unwanted = {pair_file.key(pair) for pair, _ in report.refused}
    return pair_file.revised(pairs, unwanted, {repair.before: repair.after for _, repair in report.repaired})


def _files_of_the_same(step: Step, report: Report) -> list[str]:
    """The earlier report on the file and its summary, if they say the same of every pair; [] if this one is news."""
    if report.applies and (report.refused or report.repaired):
        return []
    try:
        latest = latest_verdicts(step.directory, report.pair_file)
    except PipelineError:  # what cannot be read is to be written anew
        return []
    if latest is None:
        return []
    path, before = latest
    now = {pair_file.key(pair): verdict.status for pair, verdict in map(report.outcome, report.pairs)}
    summary = path.with_name(path.name.replace("_report.json", "_summary.log"))
    lost = any(status == "valid" and pair not in now for pair, status in before.items())
    same = not lost and all(before.get(pair) == status for pair, status in now.items())
    return [path.name, summary.name] if same and summary.is_file() else []


def _figures(step: Step, report: Report, removed: int, files: list[str]) -> dict[str, Any]:
    counts, messages = report.counts, _messages(step)
    done = messages["done"].format(counts["valid"], len(report.pairs), report.valid_percent)
    step.logger.info(done)
    if report.pairs and not counts["valid"]:
        step.logger.warning(messages["none"].format(files[-1]))
    step.progress(1.0, done)
    return {
        "pair_file": report.pair_file,
        "total": len(report.pairs),
        **{status: counts[status] for status in STATUSES},
        "valid_percent": report.valid_percent,
        "repaired": len(report.repaired),
        "removed": removed,
        "seconds": round((datetime.now() - report.started_at).total_seconds(), 2),
        "files": files,
    }


def _log_changes(step: Step, report: Report) -> None:
    """Every repair and refusal is a line of the log; SQL that is unsafe or reads other tables is worth a look."""
    for pair, repair in report.repaired:
        step.logger.info(_messages(step)["repaired"].format(", ".join(repair.rules), pair["question"]))
    for pair, verdict in report.refused:
        log = step.logger.warning if verdict.status in ("unsafe", "outside") else step.logger.info
        reason = f": {verdict.reason.in_language(report.language)}" if verdict.reason else ""
        log(_messages(step)["refused"].format(verdict.status, pair["question"], reason))


def _messages(step: Step) -> dict[str, str]:
    return _MESSAGES["en" if step.parameters.get("language") == "en" else "zh"]


def _timeout_seconds(step: Step) -> float:
    value = step.parameters.get("statement_timeout_seconds", _TIMEOUT_SECONDS)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
        raise PipelineError(
            "parameter_invalid",
            "statement_timeout_seconds must be a number above 0, at most 3600.",
            "参数 statement_timeout_seconds 必须是大于 0 且不超过 3600 的数",
        )
    return float(value)
