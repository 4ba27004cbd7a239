"""Where the vertical strokes stand in the gap between two layers: side by side where they would lie on each other."""

from __future__ import annotations

from collections.abc import Mapping

Net = tuple[int, ...]
_CLEAR = 6.0  # pixels between two strokes of one track


def tracks(spans: Mapping[Net, tuple[float, float]]) -> tuple[dict[Net, int], int]:
    """The track of each net by its (top, bottom), counted from the left, and how many tracks there are."""
    ends: list[float] = []  # the lowest point of each track so far
    track: dict[Net, int] = {}
    for net, (top, bottom) in sorted(spans.items(), key=lambda one: (one[1], one[0])):
        free = next((number for number, end in enumerate(ends) if end + _CLEAR < top), len(ends))
        if free == len(ends):
            ends.append(bottom)
        else:
            ends[free] = bottom
        track[net] = free
    return track, len(ends)
