"""Columns that say yes or no: booleans, and what databases without booleans have in their place."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.identifiers import words_of

_SPELLINGS = (("1", "0"), ("Y", "N"), ("y", "n"), ("T", "F"), ("t", "f"), ("yes", "no"), ("Yes", "No"), ("YES", "NO"),
              ("true", "false"), ("True", "False"), ("TRUE", "FALSE"), ("是", "否"))  # fmt: skip
_SAYING = {"是", "否", "yes", "no", "true", "false"}  # labels that add nothing
_VERBS = {"is", "has", "was", "can"}
_MARKS = {"flag", "yn", "ind", "indicator", "flg", "bool"}  # last words that say that it is a flag
_ADJECTIVE = re.compile(r".*(?:ed|ive|able|ible)|open|paid|hidden|valid|public|default|new|closed")
_NEITHER = re.compile(r".*(?:need|speed|feed|seed|bed|table|objective|archive)")  # end so, and are things


def is_switch(column: Column) -> bool:
    """A number that is 0 or 1, and no more is known of it."""
    return column.category == "N" and spelling(column) == ("1", "0")


def is_flag(column: Column) -> bool:
    """Yes or no, however that is written: ``discontinued``, ``is_active``, ``sold_yn``, 是否自营; not ``status``."""
    return column.category == "B" or (column.category in "NSE" and bool(spelling(column)) and _reads_so(column))


def spelling(column: Column) -> tuple[str, str] | tuple[()]:
    """How the column writes yes and no, when it holds nothing else: ("1", "0"), ("Y", "N"); else ()."""
    seen = {*column.statistics.common_values, *column.statistics.bounds}
    if len(seen) != 2 or not {label.lower() for label in column.value_labels.values()} <= _SAYING:
        return ()
    return next((pair for pair in _SPELLINGS if seen == set(pair)), ())


def same_flags(table: Table, column: Column) -> list[Column]:
    """The flag and those that say the same: ``active`` beside ``activebool``; [] for other columns."""
    if not is_flag(column):
        return []
    return [other for other in table.columns if is_flag(other) and _said(other) == _said(column)]


def _said(column: Column) -> str:
    words = [word for word in words_of(column.name) if word not in (*_VERBS, *_MARKS)]
    return " ".join(words).removesuffix("bool")


def _reads_so(column: Column) -> bool:
    words = words_of(column.name)
    if (column.comment or "").startswith("是否") or (len(words) > 1 and words[0] in _VERBS):
        return True
    marked = bool(words) and words[-1] in _MARKS
    return marked or bool(words and _ADJECTIVE.fullmatch(words[-1]) and not _NEITHER.fullmatch(words[-1]))
