"""The validation report as text, in Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_pipeline.files import write_text
from data_pipeline.validation.execution import STATUSES
from data_pipeline.validation.report import Report

_CHINESE = {
    "title": "SQL 验证报告",
    "file": "输入文件",
    "time": "验证时间",
    "seconds": "耗时（秒）",
    "totals": "验证结果",
    "total": "总数",
    "valid": "有效",
    "invalid": "无效（无法执行）",
    "unsafe": "拒绝（不是单条无副作用的 SELECT）",
    "empty": "结果为空",
    "trivial": "结果无意义（全为 NULL 或单个 0）",
    "tied": "名次并列（取哪几行不确定）",
    "outside": "读取了任务范围之外的表",
    "rate": "成功率",
    "repairs": "修复",
    "repaired": "尝试修复 {}，成功 {}",
    "unapplied": "文件未修改，以下修复仅供参考",
    "rules": "规则",
    "before": "修复前",
    "after": "修复后",
    "replaced": "文件中被替换的 SQL",
    "modifications": "文件修改",
    "removed": "未留在文件中的问答对",
    "backup": "备份文件",
    "unmodified": "未修改文件",
    "errors": "错误详情",
    "none": "无",
    "question": "问题",
    "reason": "原因",
    "changed": "文件修改日志",
}
_ENGLISH = {
    "title": "SQL validation report",
    "file": "Input file",
    "time": "Validated at",
    "seconds": "Seconds taken",
    "totals": "Results",
    "total": "Total",
    "valid": "Valid",
    "invalid": "Invalid (does not run)",
    "unsafe": "Refused (not one SELECT without side effects)",
    "empty": "Empty answer",
    "trivial": "Trivial answer (only NULLs, or a single zero)",
    "tied": "Tied (which rows come first is left to chance)",
    "outside": "Outside (reads tables that the task leaves out)",
    "rate": "Success rate",
    "repairs": "Repairs",
    "repaired": "Attempted {}, successful {}",
    "unapplied": "The file was not modified: these are proposals",
    "rules": "Rules",
    "before": "Before",
    "after": "After",
    "replaced": "SQL replaced in the file",
    "modifications": "File modifications",
    "removed": "Pairs left out of the file",
    "backup": "Backup",
    "unmodified": "The file was not modified",
    "errors": "Errors",
    "none": "None",
    "question": "Question",
    "reason": "Reason",
    "changed": "Log of file modifications",
}


def write_summary(directory: Path, report: Report, *, removed: int, backup: Path | None) -> Path:
    """Write ``sql_validation_<ts>_summary.log``; ``backup`` is None when the pair file was left as it is."""
    words = _words(report.language)
    lines = [*_head(report, words["title"], words), "", *_totals(report, words), "", *_repairs(report, words), ""]
    lines += [*_modifications(report, removed, backup, words), "", *_errors(report, words)]
    path = directory / f"sql_validation_{report.started_at:%Y%m%d_%H%M%S}_summary.log"
    write_text(path, "\n".join(lines) + "\n")
    return path


def write_modifications(directory: Path, report: Report, *, removed: int, backup: Path) -> Path:
    """Write ``file_modifications_<ts>.log``: which SQL was replaced, which pairs left the file, and why."""
    words = _words(report.language)
    lines = [*_head(report, words["changed"], words), "", *_modifications(report, removed, backup, words), ""]
    lines += [*_repairs(report, words), ""]
    path = directory / f"file_modifications_{report.started_at:%Y%m%d_%H%M%S}.log"
    write_text(path, "\n".join(lines + _errors(report, words)) + "\n")
    return path


def _words(language: str) -> Mapping[str, str]:
    return _ENGLISH if language == "en" else _CHINESE


def _head(report: Report, title: str, words: Mapping[str, str]) -> list[str]:
    return [
        f"=== {title} ===",
        f"{words['file']}: {report.pair_file}",
        f"{words['time']}: {report.started_at:%Y-%m-%d %H:%M:%S}",
        f"{words['seconds']}: {report.seconds:.2f}",
    ]


def _totals(report: Report, words: Mapping[str, str]) -> list[str]:
    counts = report.counts
    figures = [f"{words[status]}: {counts[status]}" for status in STATUSES]
    rate = f"{words['rate']}: {report.valid_percent:.2f}%"
    return [f"--- {words['totals']} ---", f"{words['total']}: {len(report.pairs)}", *figures, rate]


def _repairs(report: Report, words: Mapping[str, str]) -> list[str]:
    lines = [f"--- {words['repairs']} ---", words["repaired"].format(report.attempts, len(report.repaired))]
    if report.repaired and not report.applies:
        lines.append(words["unapplied"])
    for number, (pair, repair) in enumerate(report.repaired, start=1):
        lines += [
            f"{number}. {words['question']}: {_indented(pair['question'])}",
            f"   {words['rules']}: {', '.join(repair.rules)}",
            f"   {words['before']}: {_indented(repair.before)}",
            f"   {words['after']}: {_indented(repair.after)}",
        ]
    return lines


def _modifications(report: Report, removed: int, backup: Path | None, words: Mapping[str, str]) -> list[str]:
    heading = f"--- {words['modifications']} ---"
    if backup is None:
        return [heading, words["unmodified"]]
    figures = [f"{words['replaced']}: {len(report.repaired)}", f"{words['removed']}: {removed}"]
    return [heading, *figures, f"{words['backup']}: {backup.name}"]


def _errors(report: Report, words: Mapping[str, str]) -> list[str]:
    lines = [f"--- {words['errors']} ---"]
    for number, (pair, verdict) in enumerate(report.refused, start=1):
        lines += [
            f"{number}. [{words[verdict.status]}]",
            f"   {words['question']}: {_indented(pair['question'])}",
            f"   {words['reason']}: {_indented(verdict.reason.in_language(report.language) if verdict.reason else '')}",
            f"   SQL: {_indented(pair['sql'])}",
        ]
    return lines if report.refused else [*lines, words["none"]]


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n      ")
