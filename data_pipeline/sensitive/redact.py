"""Any text on its way to a file, a log or a language model: what is sensitive in it becomes a mask."""

from __future__ import annotations

from data_pipeline.sensitive.masks import mask
from data_pipeline.sensitive.mode import Kind, kinds_of
from data_pipeline.sensitive.patterns import find


def redacted(text: str, kinds: frozenset[Kind] = kinds_of("mask")) -> str:
    """The text with a mask for every sensitive value that its form tells; dates, decimals and plain ids stay.

    Addresses and names of people are among the kinds in strict mode only: such names as follow a word like "contact:".
    Linear in the length of the text; masking twice changes nothing.
    """
    parts: list[str] = []
    done = 0
    for kind, start, end, value in find(text):
        if kind in kinds:
            parts += [text[done:start], mask(kind, value)]
            done = end
    safe = "".join([*parts, text[done:]])
    return _without_people(safe) if "person_name" in kinds else safe


def _without_people(text: str) -> str:
    """Whoever masks no names is spared the compiling of these expressions, 30 ms."""
    from data_pipeline.sensitive.addresses import without_addresses
    from data_pipeline.sensitive.name_forms import without_contacts

    return without_contacts(without_addresses(text))
