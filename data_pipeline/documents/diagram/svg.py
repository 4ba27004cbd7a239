"""The diagram as SVG (``er.svg``): one file, no scripts, readable on light and on dark ground."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from data_pipeline.documents.diagram.content import Box, Content, Line
from data_pipeline.documents.diagram.layout import Layout, Point, layout
from data_pipeline.documents.diagram.sizes import HEAD, PADDING, ROW, SMALL, TEXT, Size
from data_pipeline.documents.wording import Wording

_EDGE = 24.0
_CORNER = 5.0
_FOOTER = 26.0
# Of the keys to one table and those to the next, in turn: lines that run side by side are told apart by them.
_INKS = 6
_STYLE = """
svg{--ground:#ffffff;--box:#ffffff;--head:#eef1f5;--line:#c3cad4;--text:#1f2933;--soft:#68758a;--key:#4a6785;
--ink1:#a8542a;--ink2:#2e7d4f;--ink3:#8a3f8f;--ink4:#9a6f00;--ink5:#1f8494}
@media (prefers-color-scheme:dark){svg{--ground:#16191d;--box:#1e2329;--head:#2a313a;--line:#465160;--text:#e3e8ee;
--soft:#98a5b5;--key:#8fb2d6;--ink1:#e0946b;--ink2:#6fc593;--ink3:#cf8fd4;--ink4:#dcb453;--ink5:#63c2d0}}
.ink0{--ink:var(--key)}.ink1{--ink:var(--ink1)}.ink2{--ink:var(--ink2)}.ink3{--ink:var(--ink3)}.ink4{--ink:var(--ink4)}
.ink5{--ink:var(--ink5)}
.ground{fill:var(--ground)}.box{fill:var(--box);stroke:var(--line)}.head{fill:var(--head)}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",
sans-serif;fill:var(--text)}
.name{font-weight:600}.soft{fill:var(--soft)}.mark{fill:var(--key);font-weight:600}
.key,.end{fill:none;stroke:var(--ink,var(--key));stroke-width:1.2}.guess{stroke-dasharray:5 4}
.hit{fill:none;stroke:transparent;stroke-width:9}g.line:hover .key,g.line:hover .end{stroke-width:2.6}
""".strip()


def svg(content: Content, wording: Wording) -> str:
    """The whole picture, its legend in the given words."""
    placed = layout(content)
    inks = {parent: n % _INKS for n, parent in enumerate(dict.fromkeys(line.parent for line in content.lines))}
    width = max(placed.width, 320.0) + 2 * _EDGE
    height = placed.height + 2 * _EDGE + _FOOTER
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{width:.0f}" height="{height:.0f}"/>',
        f'<g transform="translate({_EDGE:.0f},{_EDGE:.0f})">',
        *(_line(line, placed, number, inks[line.parent]) for number, line in enumerate(content.lines)),
    ]
    for number, box in enumerate(content.boxes):
        lines += _box(box, placed.sizes[number], placed.tops[number])
    lines += [*_legend(content, placed.height + _FOOTER, wording), "</g>", "</svg>"]
    return "\n".join(lines) + "\n"


def _box(box: Box, size: Size, corner: Point) -> Iterator[str]:
    x, y = corner
    yield f'<g transform="translate({x:.1f},{y:.1f})">'
    yield f'<rect class="box" width="{size.width:.1f}" height="{size.height:.1f}" rx="4"/>'
    yield f'<rect class="head" x="0.5" y="0.5" width="{size.width - 1:.1f}" height="{size.head - 1:.1f}" rx="3.5"/>'
    yield _text(PADDING, HEAD / 2 + 4, box.name, TEXT, "name")
    if box.title:
        yield _text(PADDING, HEAD + 6, box.title, SMALL, "soft")
    for number, row in enumerate(box.rows):
        middle = size.head + 3 + (number + 0.5) * ROW + 4
        yield _text(PADDING, middle, " ".join(row.marks), 8.0, "mark")
        yield _text(PADDING + 32, middle, row.name, TEXT, "")
        yield _text(size.width - PADDING, middle, row.type, SMALL, "soft", anchor="end")
    if box.more:
        middle = size.head + 3 + (len(box.rows) + 0.5) * ROW + 4
        yield _text(PADDING + 32, middle, f"+ {box.more}", SMALL, "soft")
    yield "</g>"


def _text(x: float, y: float, text: str, size: float, kind: str, anchor: str = "start") -> str:
    end = ' text-anchor="end"' if anchor == "end" else ""
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{kind}{end}>{_safe(text)}</text>'


def _line(line: Line, placed: Layout, number: int, ink: int) -> str:
    way = placed.ways[number]
    from_child = line.child == line.parent or placed.tops[line.child][0] < placed.tops[line.parent][0]
    child, parent = (way[0], way[-1]) if from_child else (way[-1], way[0])
    loop = line.child == line.parent
    out_of_child = 1 if from_child else -1
    out_of_parent = 1 if loop or not from_child else -1
    path = _rounded(way)
    marks = _foot(child, out_of_child, line.many) + _bar(parent, out_of_parent, line.optional)
    dashed = " guess" if line.inferred else ""
    told = f"{line.label} ({line.confidence:.2f})" if line.inferred else line.label
    return (
        f'<g class="line ink{ink}"><title>{_safe(told)}</title><path class="hit" d="{path}"/>'
        f'<path class="key{dashed}" d="{path}"/><path class="end" d="{marks}"/></g>'
    )


def _foot(at: Point, outwards: int, many: bool) -> str:
    """A crow's foot: many rows; a bar: at most one."""
    x, y = at
    tip = x + 9 * outwards
    if many:
        return f"M{tip:.1f},{y:.1f}L{x:.1f},{y - 5:.1f}M{tip:.1f},{y:.1f}L{x:.1f},{y + 5:.1f}"
    return f"M{tip:.1f},{y - 4:.1f}V{y + 4:.1f}"


def _bar(at: Point, outwards: int, optional: bool) -> str:
    """A bar: exactly one row; a ring: one or none."""
    x, y = at[0] + 7 * outwards, at[1]
    return f"M{x - 3:.1f},{y:.1f}a3,3 0 1,0 6,0a3,3 0 1,0 -6,0" if optional else f"M{x:.1f},{y - 4:.1f}V{y + 4:.1f}"


def _rounded(points: list[Point]) -> str:
    """The way with its corners rounded off."""
    corners = [b for a, b, c in zip(points, points[1:], points[2:], strict=False) if not _straight(a, b, c)]
    way = [points[0], *corners, points[-1]]
    path = [f"M{way[0][0]:.1f},{way[0][1]:.1f}"]
    for before, at, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(_CORNER, _distance(before, at) / 2, _distance(at, after) / 2)
        (ax, ay), (bx, by) = _towards(at, before, radius), _towards(at, after, radius)
        path.append(f"L{ax:.1f},{ay:.1f}Q{at[0]:.1f},{at[1]:.1f} {bx:.1f},{by:.1f}")
    path.append(f"L{way[-1][0]:.1f},{way[-1][1]:.1f}")
    return "".join(path)


def _straight(a: Point, b: Point, c: Point) -> bool:
    return a[1] == b[1] == c[1] or a[0] == b[0] == c[0] or a == b or b == c


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: Point, end: Point, far: float) -> Point:
    whole = _distance(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * far / whole, start[1] + (end[1] - start[1]) * far / whole


def _legend(content: Content, y: float, wording: Wording) -> Iterator[str]:
    yield f'<path class="key" d="M0,{y - 4:.1f}h30"/>'
    yield _text(38, y, wording.foreign_key, SMALL, "soft")
    yield f'<path class="key guess" d="M130,{y - 4:.1f}h30"/>'
    yield _text(168, y, wording.inferred_foreign_key, SMALL, "soft")
    if content.left_out:
        yield _text(300, y, wording.not_drawn.format(content.left_out), SMALL, "soft")


def _safe(text: str) -> str:
    """Whatever a table may be called, it is only text here; characters that XML refuses are gone."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text), quote=True)
