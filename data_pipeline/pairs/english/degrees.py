"""What people say of a column's values: longest, cheapest, how long."""

from __future__ import annotations

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.identifiers import words_of
from data_pipeline.pairs.roles import is_year

_DEGREES = (
    ({"price", "cost", "fee", "fare"}, ("highest", "lowest")),
    ({"length", "duration", "milliseconds", "runtime", "distance"}, ("longest", "shortest")),
    ({"area", "size", "bytes", "volume", "population", "capacity"}, ("largest", "smallest")),
)  # fmt: skip
_LONG = {"length", "duration", "milliseconds", "runtime"}
_BORN = {"birth", "date", "birthday", "birthdate", "dob"}
_PRICED = {"price", "fare", "unit", "list", "sale", "retail"}
_ADJECTIVES = (  # where the column is called by these words alone: a rental's duration does not make the film long
    (_PRICED, ("most expensive", "cheapest")),
    (_LONG, ("longest", "shortest")),
    (_BORN, ("youngest", "oldest")),
    ({"hire", "hired", "date"}, ("most recently hired", "longest-serving")),
    ({"age"}, ("oldest", "youngest")),
    ({"size", "bytes"}, ("largest", "smallest")),
)
_ASKING = (
    (_PRICED, "How much is {}"),
    (_LONG, "How long is {}"),
    (_BORN, "When was {} born"),
    ({"hire", "hired", "date"}, "When was {} hired"),
    ({"city", "country", "address"}, "Where is {} located"),
    ({"age"}, "How old is {}"),
)
_NOT_ALONE = ({"date"}, {"unit"}, {"list"}, {"sale"}, {"retail"})  # words that only say which date or price
_UNITS = {"milliseconds": "duration", "ms": "duration", "bytes": "size", "kilobytes": "size"}


def degree(column: Column) -> tuple[str, str]:
    """(most, least) as this column has it."""
    if column.category == "D" or is_year(column):
        return "latest", "earliest"
    words = set(words_of(column.name))
    return next((pair for meant, pair in _DEGREES if meant & words), ("highest", "lowest"))


def comparative(column: Column, *, more: bool) -> str:
    """ "longer", "lower", "later": more or less as this column has it."""
    most, least = degree(column)
    return (most if more else least).removesuffix("est") + "er"


def adjective(column: Column, descending: bool) -> str:
    """ "most expensive", "oldest": what a row that comes first by the column is, "" where there is no word for it."""
    pair = next((pair for meant, pair in _ADJECTIVES if _is_called(column, meant)), ("", ""))
    if pair == ("", "") and column.category == "D":
        pair = ("most recent", "earliest")
    return pair[0] if descending else pair[1]


def asking(column: Column) -> str:
    """The question for one thing's value as people ask it, with {} for the thing: "How long is {}"; or ""."""
    return next((asked for meant, asked in _ASKING if _is_called(column, meant)), "")


def _is_called(column: Column, meant: set[str]) -> bool:
    words = set(words_of(column.name))
    return bool(words) and words <= meant and words not in _NOT_ALONE


def measured(noun: str) -> str:
    """ "duration in milliseconds" of a column that is only called by its unit; other nouns as they are."""
    return f"{_UNITS[noun]} in {noun}" if noun in _UNITS else noun


def unit_of(noun: str) -> str:
    """ "milliseconds" of a column that is called by its unit, else ""."""
    return noun if noun in _UNITS else ""


def comparison(unit: str, more: bool) -> str:
    """ "longer" and "shorter" of durations, "larger" and "smaller" of sizes."""
    return ("longer" if more else "shorter") if _UNITS[unit] == "duration" else ("larger" if more else "smaller")
