"""Text from a database on its way into a document: one line, bounded, never anything else than text."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.names import shown

_LONGEST_VALUE = 40
_LONGEST_TITLE = 30
_EXAMPLES = 3


def one_line(text: str | None) -> str:
    """The text with every run of white space and control characters as one space."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text or "").strip()


def clipped(text: str, longest: int = _LONGEST_VALUE) -> str:
    """One line of at most ``longest`` characters, the last one … where something was cut off."""
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def title(text: str | None) -> str:
    """The short form of a comment: up to its first stop, comma, colon or bracket."""
    line = one_line(text)
    short = re.split(r"[，,。；;：:（(]|\. | - ", line, maxsplit=1)[0].strip()
    return clipped(short or line, _LONGEST_TITLE)


def display_type(column: Column) -> str:
    """The type as people write it: without the schema where that is public."""
    return column.type.removeprefix("public.")


def display_name(table: Table) -> str:
    """The table's name as a query needs it, without quotes: the schema only where it is not public."""
    return one_line(shown(*table.key))


def examples(column: Column) -> list[str]:
    """A few values that occur, the most frequent first; masked ones where none may be shown as it is."""
    known = column.statistics
    values = known.common_values or column.enum_values or known.bounds[:: max(1, len(known.bounds) // _EXAMPLES)]
    return [clipped(value) for value in values or column.masked_examples if value.strip()][:_EXAMPLES]


def span(column: Column) -> tuple[str, str] | None:
    """The first and last value of a date or time column, as far as the statistics tell."""
    known = column.statistics
    if column.category != "D" or not (known.bounds or known.common_values):
        return None
    values = sorted((*known.bounds[:1], *known.bounds[-1:], *known.common_values))
    return values[0], values[-1]
