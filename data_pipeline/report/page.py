"""The report as one page that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from data_pipeline.report import sections_pairs, sections_schema
from data_pipeline.report.blocks import section
from data_pipeline.report.markup import Markup, el, joined
from data_pipeline.report.words import said, word


def page(report: Mapping[str, Any]) -> str:
    """The HTML of a report, in Chinese unless its language is English."""
    language = "en" if report.get("language") == "en" else "zh"
    title = f"{word('title', language)}: {report.get('database') or report.get('pair_file') or ''}".rstrip(": ")
    body = joined(
        (
            _head(report, title, language),
            el("div", (_tile(one, language) for one in report["headlines"]), class_="tiles"),
            _advice(report, language),
            *sections_schema.overview(report, language),
            *sections_pairs.sections(report, language),
            *sections_schema.sections(report, language),
        )
    )
    template = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
    return template.substitute(language="en" if language == "en" else "zh-CN", title=joined((title,)), body=body)


def _head(report: Mapping[str, Any], title: str, language: str) -> Markup:
    made = f"{word('made', language)} {str(report['made_at']).replace('T', ' ')}"
    parts = (made, report.get("pair_file"))
    return el("header", el("h1", title), el("p", " · ".join(part for part in parts if part), class_="byline"))


def _tile(headline: Mapping[str, Any], language: str) -> Markup:
    value, worth = headline["value"], headline["grade"]
    whole = f"{headline['count']:,} {word('of', language)} {headline['of']:,}" if headline["of"] is not None else ""
    status = word(worth, language) if worth else ""
    number, _, unit = said(headline["unit"], value, language).partition(" ")
    return el(
        "div",
        el("span", word(headline["id"], language), class_="label"),
        el("b", number, el("small", f" {unit}") if unit else None),
        el("span", " · ".join(part for part in (status, whole) if part) or "–", class_="detail"),
        class_=f"tile {worth or ''}".strip(),
    )


def _advice(report: Mapping[str, Any], language: str) -> Markup:
    items = [el("li", one[language], class_=one["grade"]) for one in report["advice"]]
    return section(word("advice", language), el("ul", items or el("li", word("no_advice", language)), class_="advice"))
