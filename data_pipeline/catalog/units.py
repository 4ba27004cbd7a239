"""What a number counts in, read from a column's comment or name: 金额（元）, "distance (km)", price_usd."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column
from data_pipeline.catalog.unit_names import DOUBTFUL, KNOWN, PLAIN, SHOWN, SPANS
from data_pipeline.word_split import split_words

_SAID = re.compile(
    r"(?:单位\s*(?:[:：为是]|\s)\s*|\bunits?\s*(?:[:=]|is|are)\s*|\bmeasured\ in\s+)([^\s,，。;；()（）]+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,16})[)）\]】]")
_IN = re.compile(r"\bin\s+([A-Za-z°%µμ²³/]+)\s*(?:[.,;)(]|$)", re.IGNORECASE)


def unit(column: Column) -> str:
    """The unit of a numeric column as people write it ("元", "km", "USD", "%"), or "" when nothing tells it."""
    if column.category != "N":
        return ""
    return _from_comment(column.comment or "") or _from_name(column.name)


def _from_comment(comment: str) -> str:
    for match in _SAID.finditer(comment):
        if match[1].lower() in KNOWN:
            return _shown(match[1])
    for match in _BRACKETS.finditer(comment):
        text = re.sub(r"^(?:单位[:：]?|unit:?|in)\s*", "", match[1].strip(), flags=re.IGNORECASE)
        if text.lower() in KNOWN:
            return _shown(text)
    found = _IN.search(comment)
    return _shown(found[1]) if found and found[1].lower() in KNOWN else ""


def _from_name(name: str) -> str:
    words = [word.lower() for word in split_words(name)]
    if len(words) < 2:
        return ""
    last, before = words[-1], words[-2]
    if last in PLAIN or (last in DOUBTFUL and (before == "in" or before in SPANS)):
        return _shown(last)
    return ""


def _shown(text: str) -> str:
    return SHOWN.get(text.lower(), text)
