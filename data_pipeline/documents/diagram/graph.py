"""One group of connected boxes as layers, with a lane through every layer that a line has to pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from data_pipeline.documents.diagram.content import Line
from data_pipeline.documents.diagram.layers import layered, ordered

Port = tuple[int, int]  # (box, row)


@dataclass(frozen=True, slots=True)
class Hop:
    """A line's way between two neighbouring layers; hops of one ``net`` share their vertical stroke."""

    gap: int  # between layer ``gap`` and the next
    net: tuple[int, ...]
    left: int  # nodes: boxes by their numbers, lanes by numbers above those
    right: int


@dataclass(slots=True)
class Graph:
    layers: list[list[int]]
    lanes: set[int]
    ways: dict[int, list[Hop]]  # by the line's number; a line from a box to itself has none
    starts: dict[int, Port]  # where each of these lines begins, at the left, and ends
    ends: dict[int, Port]
    neighbours: dict[int, list[int]] = field(default_factory=dict)


def graph(boxes: Sequence[int], lines: Sequence[tuple[int, Line]], first_lane: int) -> Graph:
    """Layers and ways of these boxes and numbered lines; lanes are numbered from ``first_lane``.

    Lines to the same parent column run together until they branch off.
    """
    between = [(number, line) for number, line in lines if line.child != line.parent]
    layer = layered(boxes, list(dict.fromkeys((line.parent, line.child) for _, line in between)))
    made = Graph([[] for _ in range(max(layer.values()) + 1)], set(), {}, {}, {})
    for box in boxes:
        made.layers[layer[box]].append(box)
    lanes: dict[tuple[tuple[int, ...], int], int] = {}
    for number, line in between:
        _add(made, number, line, layer, lanes, first_lane)
    made.neighbours = _neighbours(made)
    made.layers = ordered(made.layers, made.neighbours)
    return made


def _add(
    made: Graph,
    number: int,
    line: Line,
    layer: dict[int, int],
    lanes: dict[tuple[tuple[int, ...], int], int],
    first_lane: int,
) -> None:
    parent, child = (line.parent, line.parent_row), (line.child, line.child_row)
    start, end = (parent, child) if layer[line.parent] < layer[line.child] else (child, parent)
    trunk = (*start, int(line.inferred)) if start == parent else (*start, int(line.inferred), number)
    made.starts[number], made.ends[number] = start, end
    here, way = start[0], []
    for gap in range(layer[start[0]], layer[end[0]]):
        there = end[0]
        if gap + 1 < layer[end[0]]:
            there = lanes.setdefault((trunk, gap + 1), first_lane + len(lanes))
            if there not in made.lanes:
                made.lanes.add(there)
                made.layers[gap + 1].append(there)
        way.append(Hop(gap, trunk, here, there))
        here = there
    made.ways[number] = way


def _neighbours(made: Graph) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in dict.fromkeys((hop.left, hop.right) for way in made.ways.values() for hop in way):
        found[left].append(right)
        found[right].append(left)
    for layer in made.layers:
        for node in layer:
            found.setdefault(node, [])
    return dict(found)
