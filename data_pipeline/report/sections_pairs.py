"""The sections of the page about the pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data_pipeline.report.blocks import bar_kind, folded, measure, names, section, sql
from data_pipeline.report.figure import percent
from data_pipeline.report.markup import Markup, el, joined
from data_pipeline.report.sections_validity import validity_section
from data_pipeline.report.words import percents, so_many, word

_COVERED = ("tables", "columns", "declared_keys", "inferred_keys")
_MOST_TABLES = 200


def sections(report: Mapping[str, Any], language: str) -> Iterator[Markup]:
    """Those for which there are figures."""
    makers = {
        "validity": validity_section,
        "coverage": _coverage,
        "patterns": _patterns,
        "hardness": _hardness,
        "repetition": _repetition,
    }
    for name, maker in makers.items():
        if name in report:
            yield maker(report[name], language)


def _coverage(coverage: Mapping[str, Any], language: str) -> Markup:
    known = [name for name in _COVERED if coverage[name]["of"]]
    counts = sorted(coverage["pairs_of_table"].items(), key=lambda one: -one[1])
    return section(
        word("coverage", language),
        joined(_covered(name, coverage[name], language) for name in known),
        joined(_unused(name, coverage[name], language) for name in known),
        folded(word("pairs_of_table", language), _per_table(counts), count=len(counts)) if counts else None,
        note=word("coverage_note", language),
    )


def _covered(name: str, figure: Mapping[str, Any], language: str) -> Markup:
    kind = bar_kind("keys" if name.endswith("_keys") else name, figure["percent"])
    return measure(word(f"n_{name}", language), figure["percent"], so_many(figure, language), kind=kind)


def _unused(name: str, figure: Mapping[str, Any], language: str) -> Markup | None:
    title = f"{word('unused', language)}: {word(f'n_{name}', language)}"
    return names(title, figure["unused"], figure["of"] - figure["count"], language)


def _per_table(counts: list[tuple[str, int]]) -> Markup:
    most = counts[0][1] or 1
    return joined(measure(name, n, f"{n:,}", scale=most) for name, n in counts[:_MOST_TABLES])


def _patterns(patterns: Mapping[str, Any], language: str) -> Markup:
    total = patterns["of_pairs"]
    ranked = sorted(patterns["atoms"].items(), key=lambda one: -one[1])
    lines = [_atom(atom, percent(n, total) or 0.0, language) for atom, n in ranked]
    half = (len(lines) + 1) // 2
    facts = {
        "atoms_used": f"{patterns['atoms_used']['count']} {word('of', language)} {patterns['atoms_used']['of']}",
        "pattern_sets": f"{patterns['pattern_sets']:,}",
        "skeletons": f"{patterns['skeletons']:,}",
    }
    return section(
        word("patterns", language),
        el("dl", (el("div", el("dt", word(k, language)), el("dd", v)) for k, v in facts.items()), class_="facts"),
        el("h3", word("patterns_note", language)),
        el("div", el("div", lines[:half]), el("div", lines[half:]), class_="columns"),
    )


def _atom(atom: str, part: float, language: str) -> Markup:
    line = measure(word(atom, language), part, percents(part, language))
    return line if part else el("div", line, class_="muted")


def _hardness(hardness: Mapping[str, Any], language: str) -> Markup:
    lines = [
        measure(
            word(level, language),
            figure["percent"] or 0.0,
            f"{percents(figure['percent'], language)} (Spider {percents(figure['spider'], language)})",
            kind=bar_kind("hardness_gap", abs((figure["percent"] or 0.0) - figure["spider"])),
            target=figure["spider"],
        )
        for level, figure in hardness["levels"].items()
    ]
    return section(word("hardness", language), joined(lines), note=word("hardness_note", language))


def _repetition(repetition: Mapping[str, Any], language: str) -> Markup:
    lines = [
        measure(
            word(name, language),
            repetition[name]["percent"] or 0.0,
            so_many(repetition[name], language),
            kind=bar_kind("repeated", repetition[name]["percent"]),
        )
        for name in ("queries", "questions")
    ]
    cases = [
        el(
            "div",
            el("p", f"{case['times']} × ", case["question"]),
            sql(case["sql"]),
            class_="case",
        )
        for case in repetition["most_repeated"]
    ]
    return section(
        word("repetition", language),
        joined(lines),
        folded(word("queries", language), *cases, count=repetition["queries"]["count"]) if cases else None,
    )
