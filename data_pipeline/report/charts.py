"""Charts as inline SVG, as wide as their place; their colours come from the style of the page."""

from __future__ import annotations

from collections.abc import Sequence

from data_pipeline.report.markup import Markup, el

_HEIGHT = 10


def bar(value: float, kind: str = "series", *, target: float | None = None, scale: float = 100) -> Markup:
    """A bar on a track; ``target`` is a line across it. Both are on a scale that ends at ``scale``."""
    width = _place(value, scale)
    mark = _place(target, scale) if target is not None else None
    return _svg(
        el("rect", class_="track", width="100%", height=_HEIGHT, rx=2),
        el("rect", class_=kind, width=f"{width}%", height=_HEIGHT, rx=2) if width else None,
        el("rect", class_="target", x=f"{mark}%", y=-3, width=2, height=_HEIGHT + 6) if mark is not None else None,
    )


def stack(parts: Sequence[tuple[str, int, str]]) -> Markup:
    """One bar of (label, count, kind) parts that make up the whole."""
    total = sum(count for _, count, _ in parts)
    pieces, start = [], 0.0
    for label, count, kind in parts:
        if count:
            width = 100 * count / total
            title = el("title", f"{label}: {count}")
            pieces.append(el("rect", title, class_=kind, x=f"{start:.3f}%", width=f"{width:.3f}%", height=_HEIGHT))
            start += width
    return _svg(el("rect", class_="track", width="100%", height=_HEIGHT, rx=2), *pieces)


def legend(parts: Sequence[tuple[str, int, str]]) -> Markup:
    """What the colours of a stack mean, with the numbers."""
    return el("ul", (_entry(*part) for part in parts), class_="legend")


def _entry(label: str, count: int, kind: str) -> Markup:
    swatch = el("svg", el("rect", class_=kind, width=10, height=10, rx=2), class_="swatch", width=10, height=10)
    return el("li", swatch, label, " ", el("b", f"{count:,}"))


def _place(value: float, scale: float) -> float:
    return round(min(max(100 * value / scale, 0), 100), 2) if scale else 0.0


def _svg(*children: Markup | None) -> Markup:
    return el("svg", *children, class_="chart", width="100%", height=_HEIGHT, aria_hidden="true")
