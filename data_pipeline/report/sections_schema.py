"""The sections of the page about the database and about what the run took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from data_pipeline.report.blocks import folded, section, table
from data_pipeline.report.charts import legend, stack
from data_pipeline.report.lenient import number
from data_pipeline.report.markup import Markup, el
from data_pipeline.report.words import word

_SOURCE_KINDS = {"database": "series", "glossary": "good", "llm": "second", "inferred": "third"}
_ASKED = ("calls", "cache_hits", "input_tokens", "output_tokens")
_OPEN_ROWS = 12  # longer tables are folded
_MOST_ROWS = 300


def overview(report: Mapping[str, Any], language: str) -> Iterator[Markup]:
    """How much the database holds."""
    if counts := report.get("counts"):
        facts = (el("div", el("dt", word(f"n_{key}", language)), el("dd", f"{n:,}")) for key, n in counts.items())
        yield section(word("counts", language), el("dl", facts, class_="facts"))


def sections(report: Mapping[str, Any], language: str) -> Iterator[Markup]:
    """Those for which there are figures."""
    makers: dict[str, Callable[[Any, str], Markup]] = {
        "inferred_keys": _inferred_keys,
        "enums": _enums,
        "sensitive": _sensitive,
        "descriptions": _descriptions,
    }
    yield from (maker(report[name], language) for name, maker in makers.items() if report.get(name))
    if "steps" in report:
        yield _spent(report, language)


def _inferred_keys(keys: list[dict[str, Any]], language: str) -> Markup:
    rows = [
        (_ends(key, "table", "columns"), _ends(key, "ref_table", "ref_columns"), f"{key['confidence']:.0%}")
        for key in sorted(keys, key=lambda key: key["confidence"])
    ]
    return _listed("inferred", ("from", "to", "confidence"), rows, frozenset({2}), language)


def _ends(key: Mapping[str, Any], table_: str, columns: str) -> Markup:
    return el("code", f"{key[table_]}({', '.join(key[columns])})")


def _enums(enums: list[dict[str, Any]], language: str) -> Markup:
    rows = [(_column(one), f"{one['values']}", f"{one['labelled'] or '–'}") for one in enums]
    return _listed("enums", ("column", "values", "labelled"), rows, frozenset({1, 2}), language)


def _sensitive(columns: list[dict[str, str]], language: str) -> Markup:
    rows = [(_column(one), word(one["kind"], language)) for one in columns]
    return _listed("sensitive", ("column", "kind"), rows, frozenset(), language, "masked_note")


def _column(one: Mapping[str, Any]) -> Markup:
    return el("code", f"{one['table']}.{one['column']}")


def _listed(
    name: str, headers: Sequence[str], rows: list[Any], numbers: frozenset[int], language: str, note: str | None = None
) -> Markup:
    """A table in a section of its own; a long one is there to unfold."""
    content = table([word(header, language) for header in headers], rows[:_MOST_ROWS], numbers=numbers)
    if len(rows) > _OPEN_ROWS:
        content = folded(word("all", language), content, count=len(rows))
    return section(word(name, language), content, note=note and word(note, language))


def _descriptions(descriptions: Mapping[str, Any], language: str) -> Markup:
    content = []
    for name in ("tables", "columns"):
        sources = descriptions[name]["by_source"]
        parts = [
            (word("name" if source == "inferred" else source, language), n, _SOURCE_KINDS[source])
            for source, n in sources.items()
        ]
        missing = descriptions[name]["described"]["of"] - descriptions[name]["described"]["count"]
        parts += [(word("none", language), missing, "poor")] if missing else []
        content += [el("h3", word(f"n_{name}", language)), stack(parts), legend(parts)]
    return section(word("descriptions", language), *content)


def _spent(report: Mapping[str, Any], language: str) -> Markup:
    usage = report.get("llm")
    columns = ("seconds", *(_ASKED if usage else ()))
    rows = [
        (word(step, language), _took(figures, language), *(_counts_of(usage["steps"].get(step, {})) if usage else ()))
        for step, figures in report["steps"].items()
    ]
    if usage:
        rows.append((word("total", language), "", *_counts_of(usage["total"])))
    return section(
        word("spent", language),
        table([word(name, language) for name in ("step", *columns)], rows, numbers=frozenset(range(1, 6))),
        note=_cost(usage, language) if usage else None,
    )


def _took(figures: Mapping[str, Any], language: str) -> str:
    """The seconds of a step."""
    if figures.get("skipped"):
        return word("skipped", language)
    seconds = number(figures.get("seconds"))
    return "–" if seconds is None else f"{seconds:,.1f}"


def _counts_of(usage: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{usage.get(name, 0):,}" for name in _ASKED)


def _cost(usage: Mapping[str, Any], language: str) -> str:
    cost = usage["total"]["cost"]
    parts = (usage["model"], usage["endpoint"], f"{word('cost', language)} {cost:,.4f}" if cost is not None else "")
    return " · ".join(part for part in parts if part)
