"""The section of the page about what validation found, repaired and dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data_pipeline.report.blocks import folded, section, sql, table
from data_pipeline.report.charts import legend, stack
from data_pipeline.report.markup import Markup, el
from data_pipeline.report.words import so_many, word

_KINDS = {
    "valid": "good", "tied": "series", "trivial": "second", "empty": "third", "outside": "track", "invalid": "poor",
    "unsafe": "fair",
}  # fmt: skip


def validity_section(validity: Mapping[str, Any], language: str) -> Markup:
    """The verdicts as a chart, the shares before and after, the pairs that were mended or left out."""
    before, after = validity["before"], validity["after"]
    mended, dropped = validity["repaired_examples"], validity["dropped_examples"]
    rows = [
        (word(name, language), so_many(before[name], language), so_many(after[name], language))
        for name in ("executes", "non_empty", "non_trivial", "all_valid")
    ]
    parts = [(word(status, language), n, _KINDS[status]) for status, n in before["by_status"].items()]
    return section(
        word("validity", language),
        stack(parts),
        legend(parts),
        table(["", word("as_generated", language), word("shipped", language)], rows, numbers=frozenset({1, 2})),
        _repairs(validity, language),
        _cases("repaired", [_repaired(one, language) for one in mended], validity["repairs_successful"], language),
        _cases("left_out", [_dropped(one, language) for one in dropped], validity["dropped"], language),
    )


def _repairs(validity: Mapping[str, Any], language: str) -> Markup | None:
    if not validity["repairs_attempted"]:
        return None
    said = word("repairs", language).format(validity["repairs_attempted"], validity["repairs_successful"])
    rules = ", ".join(f"{rule} {times}" for rule, times in validity["repairs_by_rule"].items())
    return el("p", f"{said} ({rules})" if rules else said, class_="note")


def _cases(title: str, cases: list[Markup], total: int, language: str) -> Markup | None:
    if not cases:
        return None
    rest = word("and_more", language).format(f"{total - len(cases):,}") if total > len(cases) else None
    return folded(word(title, language), *cases, el("p", rest, class_="note"), count=max(total, len(cases)))


def _dropped(case: Mapping[str, Any], language: str) -> Markup:
    return _case(case, word(case["status"], language), sql(case["sql"]))


def _repaired(case: Mapping[str, Any], language: str) -> Markup:
    """What it was and what it became."""
    before, after = el("h3", word("before", language)), el("h3", word("after", language))
    return _case(case, ", ".join(case["rules"]), before, sql(case["before"]), after, sql(case["sql"]))


def _case(case: Mapping[str, Any], what: str, *content: Markup) -> Markup:
    why = ": ".join(part for part in (what, case["reason"]) if part)
    return el("div", el("p", case["question"]), el("p", why, class_="why"), *content, class_="case")
