"""Positions of all boxes and the ways of all lines; the same content gives the same picture."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data_pipeline.documents.diagram.columns import heights
from data_pipeline.documents.diagram.content import Content, Line
from data_pipeline.documents.diagram.graph import Graph, graph
from data_pipeline.documents.diagram.layers import components
from data_pipeline.documents.diagram.sizes import Size, row_middle, size_of
from data_pipeline.documents.diagram.tracks import tracks

Point = tuple[float, float]
_LANE = 7.0  # height of a lane
_TRACK = 8.0  # between two vertical strokes
_MARGIN = 26.0  # in a gap, beside the strokes: room for the marks at the lines' ends
_LOOP = 16.0  # how far a line from a box to itself goes out
_BETWEEN = 36.0  # between two groups of boxes
_SHAPE = 1.5  # width to height of the whole


@dataclass(slots=True)
class Layout:
    sizes: list[Size]
    tops: dict[int, Point]  # the left upper corner of each box
    ways: dict[int, list[Point]]  # of each line, by its number; it begins at its left end
    width: float
    height: float


def layout(content: Content) -> Layout:
    """Every group of connected boxes laid out by itself, the groups on shelves, the largest first."""
    sizes = [size_of(box) for box in content.boxes]
    groups = [
        _group(boxes, content, sizes)
        for boxes in components(len(sizes), [(line.parent, line.child) for line in content.lines])
    ]
    whole = Layout(sizes, {}, {}, 0.0, 0.0)
    area = sum((group.width + _BETWEEN) * (group.height + _BETWEEN) for group in groups)
    widest = max([math.sqrt(area * _SHAPE), *(group.width for group in groups)])
    x = y = shelf = 0.0
    alone = False
    for group in sorted(groups, key=lambda group: (len(group.tops) == 1, -group.height)):
        begins, alone = not alone and len(group.tops) == 1, len(group.tops) == 1
        if x and (begins or x + group.width > widest):
            x, y, shelf = 0.0, y + shelf + _BETWEEN, 0.0
        _put(whole, group, x, y)
        x, shelf = x + group.width + _BETWEEN, max(shelf, group.height)
        whole.width, whole.height = max(whole.width, x - _BETWEEN), y + shelf
    return whole


def _put(whole: Layout, group: Layout, x: float, y: float) -> None:
    whole.tops.update({box: (left + x, top + y) for box, (left, top) in group.tops.items()})
    whole.ways.update({line: [(a + x, b + y) for a, b in way] for line, way in group.ways.items()})


def _group(boxes: Sequence[int], content: Content, sizes: list[Size]) -> Layout:
    inside = set(boxes)
    lines = [(number, line) for number, line in enumerate(content.lines) if line.child in inside]
    made = graph(boxes, lines, len(sizes))
    height = {node: _LANE if node in made.lanes else sizes[node].height for layer in made.layers for node in layer}
    top = heights(made.layers, made.neighbours, height, made.lanes)
    return _Group(made, lines, sizes, top).layout()


class _Group:
    """One group, its heights known; what is left is how far to the right everything stands."""

    def __init__(
        self, made: Graph, lines: Sequence[tuple[int, Line]], sizes: list[Size], top: dict[int, float]
    ) -> None:
        self._made = made
        self._lines = lines
        self._sizes = sizes
        self._top = top
        self._track, self._counts = self._tracks()
        self._left = self._lefts()

    def layout(self) -> Layout:
        """Corners, ways and extent."""
        boxes = [(node, at) for at, layer in enumerate(self._made.layers) for node in layer]
        tops = {node: (self._left[at], self._top[node]) for node, at in boxes if node not in self._made.lanes}
        ways = {number: self._way(number, line) for number, line in self._lines}
        right = [x + self._sizes[box].width for box, (x, _) in tops.items()]
        low = [y + self._sizes[box].height for box, (_, y) in tops.items()]
        points = [point for way in ways.values() for point in way]
        width = max([*right, *(x for x, _ in points)])
        return Layout(self._sizes, tops, ways, width, max([*low, *(y for _, y in points)]))

    def _y(self, node: int, row: int) -> float:
        """Where a line meets a node."""
        inside = _LANE / 2 if node in self._made.lanes else row_middle(self._sizes[node], row)
        return self._top[node] + inside

    def _spans(self) -> dict[int, dict[tuple[int, ...], tuple[float, float]]]:
        """By gap and net, from where to where its vertical stroke goes; none for a net that is one straight line."""
        ys: defaultdict[int, defaultdict[tuple[int, ...], list[float]]] = defaultdict(lambda: defaultdict(list))
        for number, way in self._made.ways.items():
            for hop in way:
                ys[hop.gap][hop.net] += [
                    self._y(hop.left, self._made.starts[number][1]),
                    self._y(hop.right, self._made.ends[number][1]),
                ]
        return {gap: {net: (min(y), max(y)) for net, y in nets.items() if min(y) < max(y)} for gap, nets in ys.items()}

    def _tracks(self) -> tuple[dict[tuple[int, tuple[int, ...]], int], dict[int, int]]:
        track: dict[tuple[int, tuple[int, ...]], int] = {}
        counts: dict[int, int] = {}
        for gap, spans in self._spans().items():
            found, counts[gap] = tracks(spans)
            track.update({(gap, net): number for net, number in found.items()})
        return track, counts

    def _lefts(self) -> list[float]:
        """The left edge of each layer."""
        lefts = [0.0]
        for at in range(len(self._made.layers)):
            lefts.append(self._right(at, lefts[at]) + 2 * _MARGIN + self._counts.get(at, 0) * _TRACK)
        return lefts

    def _right(self, at: int, left: float) -> float:
        boxes = [node for node in self._made.layers[at] if node not in self._made.lanes]
        return left + max((self._sizes[box].width for box in boxes), default=0.0)

    def _way(self, number: int, line: Line) -> list[Point]:
        if line.child == line.parent:
            return self._loop(line)
        start, end = self._made.starts[number], self._made.ends[number]
        hops = self._made.ways[number]
        points = [(self._left[hops[0].gap] + self._sizes[start[0]].width, self._y(*start))]
        for hop in hops:
            place = self._right(hop.gap, self._left[hop.gap]) + _MARGIN
            x = place + (self._track.get((hop.gap, hop.net), 0) + 0.5) * _TRACK + 0.5
            points += [(x, self._y(hop.left, start[1])), (x, self._y(hop.right, end[1]))]
        return [*points, (self._left[hops[-1].gap + 1], self._y(*end))]

    def _loop(self, line: Line) -> list[Point]:
        """Out of the box at its right and in again."""
        at = next(number for number, layer in enumerate(self._made.layers) if line.child in layer)
        right = self._left[at] + self._sizes[line.child].width
        a, b = self._y(line.child, line.child_row), self._y(line.child, line.parent_row)
        if a == b:
            b = a - 9
        return [(right, a), (right + _LOOP, a), (right + _LOOP, b), (right, b)]
