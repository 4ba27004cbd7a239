"""Text from a database on its way into a document: one line, bounded, never anything else than text."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.catalog.moments import is_infinite, order_of
from data_pipeline.catalog.word_list import word_list
from data_pipeline.han import has_han
from data_pipeline.names import shown

_LONGEST_VALUE = 40
_LONGEST_TITLE = 30
_MOST_WORDS = 4  # of an English title: "orders of the shop"
# What an English sentence begins with, and no name does.
_TELLING = word_list(
    """a an the one each every all any this these those it its here there for to used stores holds contains records
    keeps lists tracks represents describes tells which who where when how what whether"""
)
_EXAMPLES = 3
_END_OF_PART = re.compile(r"[,;.]\s|[，、；。]")
_LEAST_KEPT = 0.6  # of a text that is cut at the end of a part; else it is cut between two words


def one_line(text: str | None) -> str:
    """The text with every run of white space and control characters as one space."""
    return re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text or "").strip()


def clipped(text: str, longest: int = _LONGEST_VALUE) -> str:
    """One line of at most ``longest`` characters, the last one … where something was cut off."""
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def shortened(text: str, longest: int) -> str:
    """One line of at most ``longest`` characters that ends at the end of a part or a word, with … for what is left out.

    A run of letters that is longer than that is cut where it must be.
    """
    line = one_line(text)
    if len(line) <= longest:
        return line
    room = line[: longest - 1]  # the sign and its space: a part of a list ends one before
    ends = [found.start() + 1 for found in _END_OF_PART.finditer(line, 0, longest - 1)]
    if ends and ends[-1] >= _LEAST_KEPT * longest:
        return _open_ended(line[: ends[-1]])
    word = room.rpartition(" ")[0].rstrip(" ,;")
    return _open_ended(word) if len(word) >= longest / 2 else room + "…"


def _open_ended(text: str) -> str:
    return text + ("…" if has_han(text[-1:]) or text[-1:] in "，、；。" else " …")


def title(text: str | None) -> str:
    """The short form of a comment, up to its first stop, comma, colon or bracket; "" where that is no name.

    A sentence describes and does not name: cut off it says nothing, and whole it is the description's.
    """
    line = one_line(text)
    short = re.split(r"[，,。；;：:（(]|\. | - ", line, maxsplit=1)[0].strip() or line
    return short.rstrip(".") if _is_name(short) else ""


def _is_name(text: str) -> bool:
    if has_han(text) or len(text) > _LONGEST_TITLE:
        return len(text) <= _LONGEST_TITLE
    words = text.lower().split()
    return 0 < len(words) <= _MOST_WORDS and words[0] not in _TELLING


def display_type(column: Column) -> str:
    """The type as people write it: without the schema where that is public."""
    return column.type.removeprefix("public.")


def display_name(table: Table) -> str:
    """The table's name as a query needs it, without quotes: the schema only where it is not public."""
    return one_line(shown(*table.key))


def examples(column: Column) -> list[str]:
    """A few different values that occur, the most frequent first; masked ones where none may be shown as it is.

    A column may have one frequent value and many others: those come from all over the range.
    """
    known = column.statistics
    spread = known.bounds[:: max(1, len(known.bounds) // _EXAMPLES)]
    values = (*known.common_values[:_EXAMPLES], *column.enum_values, *spread, *known.bounds)
    shown_values = dict.fromkeys(clipped(value) for value in values or column.masked_examples if value.strip())
    return list(shown_values)[:_EXAMPLES]


def span(column: Column) -> tuple[str, str] | None:
    """The first and last value of a date or time column, as far as the statistics tell; infinite ones are neither."""
    known = column.statistics
    values = [value for value in (*known.bounds, *known.common_values) if not is_infinite(value)]
    if column.category != "D" or not values:
        return None
    values.sort(key=lambda value: (order_of(value) or (0, 0, ""), value))
    return values[0], values[-1]
