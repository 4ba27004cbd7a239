"""The parts of an English question: conditions, measures, groups."""

from __future__ import annotations

import re
from decimal import Decimal

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import (
    Between,
    Compare,
    Condition,
    Contains,
    Dimension,
    Equals,
    Field,
    IsNull,
    IsTrue,
    Measure,
    Query,
    Related,
    Window,
)  # fmt: skip
from data_pipeline.pairs.words import EnglishWords

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_LARGE = ("area", "size", "volume", "length", "duration", "quantity", "count", "number", "weight")


class EnglishPhrases:
    """Phrases about one query."""

    def __init__(self, query: Query, words: EnglishWords) -> None:
        self.query = query
        self.words = words

    def column(self, field: Field) -> str:
        """The column beside its noun: ``customer_name`` is "name" when said of customers, "customer name" elsewhere."""
        noun = self.words.noun(self.query, field.source)
        column = self.words.field(self.query, field)
        if field.source:
            return column if noun in column else f"{noun} {column}"
        return column.removeprefix(f"{noun} ")

    def condition(self, condition: Condition) -> str:
        """What follows the noun: "whose status is open", "with no email"."""
        match condition:
            case Equals(field=field, value=value):
                return f"whose {self.column(field)} is {quoted_value(self.words.value(field.column, value))}"
            case Window(field=field):
                done = participle(field)
                return f"{done or f'whose {self.column(field)} is'} {window(condition)}"
            case Contains(field=field, part=part):
                return f'whose {self.column(field)} contains "{part}"'
        said = self.predicate(condition)
        return said.replace("have", "with", 1) if said.startswith("have ") else f"that {said}"

    def predicate(self, condition: Condition) -> str:
        """What follows "what percentage of customers": "have a price above 5", "are active"."""
        if isinstance(condition, Related):
            children = self.words.tables(condition.child)
            return f"have {children}" if condition.exists else f"have no {children}"
        column = self.column(condition.field)
        match condition:
            case Equals(field=field, value=value):
                return f"have the {column} {quoted_value(self.words.value(field.column, value))}"
            case IsTrue(value=value):
                return truth(column, value)
            case Compare(operator=operator, value=value):
                return f"have {a(column)} {'above' if operator == '>' else 'below'} {number(value)}"
            case Between(low=low, high=high):
                return f"have {a(column)} between {number(low)} and {number(high)}"
            case IsNull(negated=negated):
                return f"have {a(column) if negated else 'no ' + column}"
            case Contains(part=part):
                return f'have {a(column)} that contains "{part}"'
            case Window(field=field):
                done = participle(field)
                return f"{f'were {done}' if done else f'have {a(column)}'} {window(condition)}"

    def measure(self, measure: Measure) -> str:
        """An aggregate of a column: "total amount", "latest order date"."""
        assert measure.field is not None  # noqa: S101 - counts and shares are worded with their sentence
        column = self.column(measure.field)
        if plural(column) == column and measure.field.column.type in ("smallint", "integer", "bigint"):
            column = f"number of {column}"
        if measure.kind == "sum":
            return f"combined {column}" if column.startswith("total") else f"total {column}"
        if measure.kind == "avg":
            return f"average {column.removeprefix('average ')}"
        most, least = scale(measure.field.column, column)
        return f"{most if measure.kind == 'max' else least} {column}"

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: "service area", "payment method", "month"."""
        if dimension.bucket or dimension.entity:
            return dimension.bucket or self.words.noun(self.query, dimension.field.source)
        column = self.column(dimension.field)
        return column.removesuffix(" name") or column

    def groups(self, dimension: Dimension) -> str:
        """The plural of what one group is."""
        return plural(self.dimension(dimension))


def participle(field: Field) -> str:
    """ "signed" of ``signed_on``: what was done to the first table's rows at that date; "" for other columns."""
    found = re.fullmatch(r"([a-z]+ed|paid|sold|sent|made|built)_(?:on|at)", field.column.name)
    return found.group(1) if found and not field.source else ""


def scale(column: Column, noun: str) -> tuple[str, str]:
    """(most, least) as this column has it."""
    if column.category == "D":
        return "latest", "earliest"
    return ("largest", "smallest") if noun.endswith(_LARGE) else ("highest", "lowest")


def window(window: Window) -> str:
    """ "in 2024", "in the second quarter of 2024", "in March 2024"."""
    year = window.start.year
    if window.grain == "quarter":
        return f"in the {('first', 'second', 'third', 'fourth')[window.start.month // 3]} quarter of {year}"
    return f"in {_MONTHS[window.start.month - 1]} {year}" if window.grain == "month" else f"in {year}"


def number(value: str) -> str:
    """1234567 -> 1,234,567."""
    return f"{Decimal(value):,}" if abs(Decimal(value)) >= 10000 else value


def quoted_value(value: str) -> str:
    """In quotation marks where the value would not stand out as one word."""
    return value if value.isalnum() or value.replace("-", "").isalnum() else f'"{value}"'


def a(noun: str) -> str:
    """With its article; plural nouns take none."""
    if plural(noun) == noun or plural(noun.split()[0]) == noun.split()[0]:
        return noun
    return f"{'an' if noun[0].lower() in 'aeio' else 'a'} {noun}"


def truth(column: str, value: bool) -> str:
    """``is_active`` -> "are active" / "are not active"; ``has_parking`` -> "have parking" / "have no parking"."""
    verb, _, rest = column.partition(" ")
    if verb == "has" and rest:
        return f"have {'' if value else 'no '}{rest}"
    state = rest if verb in ("is", "was") and rest else column
    return f"are {'' if value else 'not '}{state}"
