"""How high each node of the layers stands: near its neighbours, never over another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_BETWEEN_BOXES = 22.0
_BESIDE_LANES = 9.0
_SWEEPS = 8


def heights(
    layers: Sequence[Sequence[int]],
    neighbours: Mapping[int, Sequence[int]],
    size: Mapping[int, float],
    lanes: set[int],
) -> dict[int, float]:
    """The top of each node in pixels, the highest at 0; ``size`` is each node's height. Layers keep their order."""
    top: dict[int, float] = {}
    for layer in layers:
        at = 0.0
        for node in layer:
            top[node] = at
            at += size[node] + _BETWEEN_BOXES
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else list(reversed(layers)):
            wanted = [_wanted(node, neighbours[node], top, size) for node in layer]
            top.update(zip(layer, _spread(layer, wanted, size, lanes), strict=True))
    highest = min(top.values())
    return {node: float(round(value - highest)) for node, value in top.items()}


def _wanted(node: int, others: Sequence[int], top: Mapping[int, float], size: Mapping[int, float]) -> float:
    """Where the node's middle would face the middle of its neighbours."""
    if not others:
        return top[node]
    return sum(top[other] + size[other] / 2 for other in others) / len(others) - size[node] / 2


def _spread(layer: Sequence[int], wanted: list[float], size: Mapping[int, float], lanes: set[int]) -> list[float]:
    """The tops nearest to the wanted ones in the layer's order: runs that touch move as one, to their mean."""
    runs: list[tuple[float, int, float]] = []  # (sum of wished tops of the first node, nodes, length)
    step = [0.0] * len(layer)  # from the top of a node to the top of the next
    for number, node in enumerate(layer[:-1]):
        near = node in lanes or layer[number + 1] in lanes
        step[number] = size[node] + (_BESIDE_LANES if near else _BETWEEN_BOXES)
    for number, wish in enumerate(wanted):
        run = (wish, 1, step[number])
        while runs and runs[-1][0] / runs[-1][1] + runs[-1][2] > run[0] / run[1]:
            total, count, length = runs.pop()
            run = (total + run[0] - run[1] * length, count + run[1], length + run[2])
        runs.append(run)
    tops: list[float] = []
    for total, count, _ in runs:
        at = total / count
        for _ in range(count):
            tops.append(at)
            at += step[len(tops) - 1]
    return tops
