"""English words around values: lists, numbers, dates, degrees."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.conditions import Window
from data_pipeline.pairs.identifiers import plural, words_of

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DEGREES = (
    ({"price", "cost", "fee", "fare"}, ("highest", "lowest")),
    ({"length", "duration", "milliseconds", "minutes", "seconds", "hours", "runtime", "distance"}, ("longest", "shortest")),
    ({"age"}, ("oldest", "youngest")),
    ({"area", "size", "bytes", "volume", "quantity", "population", "capacity", "weight", "amount", "total", "stock"},
     ("largest", "smallest")),
)  # fmt: skip


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return ", ".join(parts[:-1]) + (f" {last} " if len(parts) > 1 else "") + parts[-1]


def degree(column: Column) -> tuple[str, str]:
    """(most, least) as this column has it."""
    if column.category == "D":
        return "latest", "earliest"
    words = set(words_of(column.name))
    return next((pair for meant, pair in _DEGREES if meant & words), ("highest", "lowest"))


_ADJECTIVES = (
    ({"price", "cost", "fee", "fare"}, ("most expensive", "cheapest")),
    ({"length", "duration", "milliseconds", "minutes", "seconds", "hours", "runtime"}, ("longest", "shortest")),
    ({"birth", "birthday", "dob", "birthdate"}, ("youngest", "oldest")),
    ({"size", "bytes", "area"}, ("largest", "smallest")),
)  # fmt: skip


def adjective(column: Column, descending: bool) -> str:
    """ "most expensive", "oldest": what a row that comes first by the column is, "" where there is no word for it."""
    words = set(words_of(column.name))
    pair = next((pair for meant, pair in _ADJECTIVES if meant & words), ("", ""))
    return pair[0] if descending else pair[1]


_ASKING = (
    ({"price", "fee", "fare"}, "How much is {}"),
    ({"length", "duration", "milliseconds", "runtime"}, "How long is {}"),
    ({"birth", "birthday", "birthdate", "dob"}, "When was {} born"),
    ({"hire", "hired"}, "When was {} hired"),
    ({"city", "country", "address"}, "Where is {} located"),
    ({"age"}, "How old is {}"),
)  # fmt: skip


def asking(column: Column) -> str:
    """The question for one thing's value as people ask it, with {} for the thing: "How long is {}"; or ""."""
    words = set(words_of(column.name))
    return next((asked for meant, asked in _ASKING if meant & words), "")


def period(window: Window) -> str:
    """ "in 2024", "in the second quarter of 2024", "in March 2024"."""
    year = window.start.year
    if window.grain == "quarter":
        return f"in the {('first', 'second', 'third', 'fourth')[window.start.month // 3]} quarter of {year}"
    return f"in {_MONTHS[window.start.month - 1]} {year}" if window.grain == "month" else f"in {year}"


def number(value: str) -> str:
    """1234567 -> 1,234,567."""
    return f"{Decimal(value):,}" if abs(Decimal(value)) >= 10000 else value


def value_in_quotes(value: str) -> str:
    """In quotation marks where the value would not stand out as one word."""
    return value if value.replace("-", "").replace(".", "").isalnum() else f"'{value}'"


def a(noun: str) -> str:
    """With its article; plural nouns take none."""
    if plural(noun) == noun or plural(noun.split()[0]) == noun.split()[0]:
        return noun
    return f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"


def state(column: str, value: bool) -> str:
    """``is active`` -> "are active" / "are not active"; ``has parking`` -> "have parking" / "have no parking"."""
    verb, _, rest = column.partition(" ")
    if verb == "has" and rest:
        return f"have {'' if value else 'no '}{rest}"
    said = rest if verb in ("is", "was") and rest else column
    return f"are {'' if value else 'not '}{said}"
