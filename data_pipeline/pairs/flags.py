"""Columns that say yes or no: booleans, and what databases without booleans have in their place."""

from __future__ import annotations

import re

from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs.identifiers import words_of

_SEEN = {"0", "1"}
_VERBS = {"is", "has", "was", "can"}
_ADJECTIVE = re.compile(r".*(?:ed|ive|able|ible)|open|paid|hidden|valid|public|default|new|closed|flag")
_NEITHER = re.compile(r".*(?:need|speed|feed|seed|bed|table|objective|archive)")  # end so, and are things


def is_switch(column: Column) -> bool:
    """A number that is 0 or 1, and no more is known of it."""
    seen = {*column.statistics.common_values, *column.statistics.bounds}
    return column.category == "N" and seen == _SEEN and not column.value_labels


def is_flag(column: Column) -> bool:
    """Yes or no, also where that is written 1 and 0: ``discontinued``, ``is_active``, 是否自营; not ``status``."""
    return column.category == "B" or (is_switch(column) and _reads_so(column))


def same_flags(table: Table, column: Column) -> list[Column]:
    """The flag and those that say the same: ``active`` beside ``activebool``; [] for other columns."""
    if not is_flag(column):
        return []
    return [other for other in table.columns if is_flag(other) and _said(other) == _said(column)]


def _said(column: Column) -> str:
    words = [word for word in words_of(column.name) if word not in (*_VERBS, "bool", "flag")]
    return " ".join(words).removesuffix("bool")


def _reads_so(column: Column) -> bool:
    words = words_of(column.name)
    if (column.comment or "").startswith("是否") or (len(words) > 1 and words[0] in _VERBS):
        return True
    return bool(words and _ADJECTIVE.fullmatch(words[-1]) and not _NEITHER.fullmatch(words[-1]))
