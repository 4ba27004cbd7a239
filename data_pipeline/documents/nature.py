"""What a column is for, as far as keys, type and name tell: it decides how the column is described."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from data_pipeline.catalog.model import Column, ForeignKey, Table
from data_pipeline.pairs.identifiers import words_of


class Nature(StrEnum):
    IDENTIFIER = "identifier"  # tells the rows of its table apart
    REFERENCE = "reference"  # points at a row of another table
    FLAG = "flag"  # yes or no
    MOMENT = "moment"  # a date or a time
    CHOICE = "choice"  # one of a few values
    MEASURE = "measure"  # a number that means an amount of something
    NAME = "name"  # what people call the row
    LIST = "list"
    STRUCTURE = "structure"  # JSON, XML, a composite type
    BINARY = "binary"
    SEARCH = "search"  # a text search index
    OTHER = "other"


_NAMES = {"name", "title", "名称", "姓名"}
_SURROGATES = {"id", "uuid", "guid", "key", "no", "code", "number"}
_BY_TYPE = {
    "json": Nature.STRUCTURE,
    "jsonb": Nature.STRUCTURE,
    "xml": Nature.STRUCTURE,
    "hstore": Nature.STRUCTURE,
    "bytea": Nature.BINARY,
    "tsvector": Nature.SEARCH,
}
_BY_CATEGORY = {
    "B": Nature.FLAG,
    "D": Nature.MOMENT,
    "T": Nature.MEASURE,
    "A": Nature.LIST,
    "C": Nature.STRUCTURE,
    "E": Nature.CHOICE,
}


_VERBS = {"is": "is", "was": "was", "has": "has", "have": "has", "had": "had", "can": "can", "allow": "allows",
          "allows": "allows", "uses": "uses", "use": "uses", "needs": "needs"}  # fmt: skip
TIME_WORDS = ("date", "time", "at", "on", "datetime", "timestamp", "ts", "dt", "day")
_OF_FLAGS = ("flag", "bool", "ind", "indicator", "yn")


def flag_words(words: Sequence[str]) -> tuple[str, list[str]]:
    """(verb, the rest) of what a flag's name asks: "is active flag" is ("is", "active"); "" where no verb is in it."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _OF_FLAGS:
        kept.pop()
    verb = _VERBS.get(kept[0], "") if len(kept) > 1 else ""
    rest = kept[1:] if verb else kept
    return verb, [*rest[:-1], rest[-1].removesuffix("bool").removesuffix("flag") or rest[-1]]


def key_of(table: Table, column: Column) -> ForeignKey | None:
    """The key that the column belongs to: one of its own before a composite one, a declared one before a guess."""
    keys = [key for key in table.foreign_keys if column.name in key.columns]
    return min(keys, key=lambda key: (len(key.columns), key.source == "inferred", -key.confidence), default=None)


def lists_values(column: Column) -> bool:
    """Whether a list of its values tells anything: of yes and no only where they have labels."""
    return column.is_enum and (column.category != "B" or bool(column.value_labels))


def nature(table: Table, column: Column) -> Nature:
    """The first that fits: keys, then types, then values, then the name."""
    if key_of(table, column):
        return Nature.REFERENCE
    if table.primary_key == (column.name,) or ((column.name,) in table.unique_keys and _is_code(column)):
        return Nature.IDENTIFIER
    if column.type in _BY_TYPE or column.category in _BY_CATEGORY:
        return _BY_TYPE.get(column.type) or _BY_CATEGORY[column.category]
    if column.category == "N" and {*column.statistics.common_values, *column.enum_values} == {"0", "1"}:
        return Nature.CHOICE if column.value_labels else Nature.FLAG
    if column.is_enum:
        return Nature.CHOICE
    words = words_of(column.name)
    if not words or words[-1] in _NAMES:
        return Nature.NAME if words else Nature.OTHER
    return Nature.MEASURE if column.category == "N" and not _is_code(column) else Nature.OTHER


def _is_code(column: Column) -> bool:
    return words_of(column.name)[-1:] != [] and words_of(column.name)[-1] in _SURROGATES
