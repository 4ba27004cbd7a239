"""Any text on its way to a file, a log or a language model: what is sensitive in it becomes a mask."""

from __future__ import annotations

from data_pipeline.sensitive.masks import mask
from data_pipeline.sensitive.mode import Kind, kinds_of
from data_pipeline.sensitive.patterns import find


def redacted(text: str, kinds: frozenset[Kind] = kinds_of("mask")) -> str:
    """The text with a mask for every sensitive value that its form tells; dates, decimals and plain ids stay.

    Linear in the length of the text; masking twice changes nothing.
    """
    parts: list[str] = []
    done = 0
    for kind, start, end, value in find(text):
        if kind in kinds:
            parts += [text[done:start], mask(kind, value)]
            done = end
    return "".join([*parts, text[done:]])
