"""Which box stands in which layer and in which order: parents on the left, children to the right of them."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

Edge = tuple[int, int]  # (parent, child)
_SWEEPS = 6


def components(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    """The boxes that hang together, the largest group first; each in rising order."""
    root = list(range(count))

    def top(box: int) -> int:
        while root[box] != box:
            root[box] = root[root[box]]
            box = root[box]
        return box

    for parent, child in edges:
        root[max(top(parent), top(child))] = min(top(parent), top(child))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for box in range(count):
        groups[top(box)].append(box)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def acyclic(boxes: Sequence[int], edges: Sequence[Edge]) -> list[int]:
    """The boxes so that as many parents as can be come before their children; circles are cut at their busiest box."""
    missing: defaultdict[int, int] = defaultdict(int)
    children: defaultdict[int, list[int]] = defaultdict(list)
    for parent, child in edges:
        missing[child] += 1
        children[parent].append(child)
    waiting = dict.fromkeys(boxes)
    ready = deque(box for box in boxes if not missing[box])
    order = []
    while waiting:
        if not ready:  # a circle
            ready.append(min(waiting, key=lambda box: (missing[box], -len(children[box]), box)))
        box = ready.popleft()
        if box not in waiting:
            continue
        del waiting[box]
        order.append(box)
        for child in children[box]:
            missing[child] -= 1
            if not missing[child] and child in waiting:
                ready.append(child)
    return order


def layered(boxes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    """The layer of each box, from 0 at the left; two that share an edge never share a layer, and none is crowded."""
    order = acyclic(boxes, edges)
    rank = {box: number for number, box in enumerate(order)}
    before: defaultdict[int, list[int]] = defaultdict(list)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for parent, child in edges:
        first, second = sorted((parent, child), key=rank.__getitem__)
        before[second].append(first)
        after[first].append(second)
    room = max(3, math.ceil(math.sqrt(len(boxes)) * 1.3))
    filled: defaultdict[int, int] = defaultdict(int)
    layer: dict[int, int] = {}
    for box in order:
        at = max((layer[other] + 1 for other in before[box]), default=0)
        while filled[at] >= room:
            at += 1
        layer[box] = at
        filled[at] += 1
    for box in reversed(order):  # towards the children, which makes the lines shorter
        at = min((layer[other] - 1 for other in after[box]), default=layer[box])
        while at > layer[box] and filled[at] >= room:
            at -= 1
        filled[layer[box]] -= 1
        filled[at] += 1
        layer[box] = at
    used = {at: number for number, at in enumerate(sorted(set(layer.values())))}
    return {box: used[at] for box, at in layer.items()}


def ordered(layers: list[list[int]], neighbours: dict[int, list[int]]) -> list[list[int]]:
    """The layers, each sorted by where its nodes' neighbours stand, so that few lines cross."""
    layers = [list(layer) for layer in layers]
    place = {node: number / max(1, len(layer)) for layer in layers for number, node in enumerate(layer)}
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            middle = {node: _mean([place[other] for other in neighbours[node]], place[node]) for node in layer}
            layer.sort(key=lambda node: (middle[node], node))
            for number, node in enumerate(layer):
                place[node] = number / max(1, len(layer))
    return layers


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
