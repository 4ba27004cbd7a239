"""The pieces that the sections of the page are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data_pipeline.report.charts import bar
from data_pipeline.report.figure import grade
from data_pipeline.report.markup import Markup, el
from data_pipeline.report.words import word

_MOST_NAMES = 120


def section(title: str, *content: Markup | None, note: str | None = None) -> Markup:
    """A part of the page under a heading."""
    return el("section", el("h2", title), el("p", note, class_="note") if note else None, *content)


def measure(
    label: str, value: float, figure: str, *, kind: str = "series", target: float | None = None, scale: float = 100
) -> Markup:
    """A line: what it is, a bar that is full at ``scale``, the number."""
    return el(
        "div",
        el("span", label, class_="label", title=label),
        bar(value, kind, target=target, scale=scale),
        el("span", figure, class_="number"),
        class_="measure",
    )


def bar_kind(name: str, value: float | None) -> str:
    """The colour of a figure's bar: a plain one where it is good or not known."""
    worth = grade(name, value)
    return "series" if worth in (None, "good") else str(worth)


def table(headers: Sequence[str], rows: Iterable[Sequence[str | Markup]], *, numbers: frozenset[int]) -> Markup:
    """A table; the columns at the places ``numbers`` are set flush right."""
    kinds = ["number" if place in numbers else None for place in range(len(headers))]
    head = el("tr", (el("th", text, class_=kind, scope="col") for text, kind in zip(headers, kinds, strict=True)))
    body = (el("tr", (el("td", cell, class_=kind) for cell, kind in zip(row, kinds, strict=True))) for row in rows)
    return el("div", el("table", el("thead", head), el("tbody", body)), class_="wide")


def folded(title: str, *content: Markup, count: int | None = None) -> Markup:
    """What is shown when the reader asks for it."""
    number = el("span", f"{count:,}", class_="count") if count is not None else None
    return el("details", el("summary", title, number), *content)


def names(title: str, found: Sequence[str], total: int, language: str) -> Markup | None:
    """A list of names to unfold; ``total`` is how many there are, told or not."""
    if not total:
        return None
    items = [el("li", el("code", name)) for name in found[:_MOST_NAMES]]
    if rest := total - len(items):
        items.append(el("li", word("and_more", language).format(f"{rest:,}")))
    return folded(title, el("ul", items, class_="names"), count=total)


def sql(text: str) -> Markup:
    """A query as it stands."""
    return el("pre", el("code", text))
