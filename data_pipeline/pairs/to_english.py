"""The query tree as a question in English, as a manager would put it."""

from __future__ import annotations

from data_pipeline.pairs.english_phrases import EnglishPhrases, number, quoted_value, scale, truth, window
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.sentence import Sentence
from data_pipeline.pairs.tree import Condition, Dimension, Equals, Measure, Query, Window
from data_pipeline.pairs.words import EnglishWords


def to_english(query: Query, words: EnglishWords) -> str:
    """One question or request."""
    return _Sentence(query, words).text()


class _Sentence(Sentence):
    def __init__(self, query: Query, words: EnglishWords) -> None:
        super().__init__(query)
        self.words = words
        self.say = EnglishPhrases(query, words)
        self.noun = words.table(query.tables[0])
        self.nouns = plural(self.noun)
        when = [f" {window(c)}" for c in query.conditions if isinstance(c, Window) and c.main]
        where = [self._place(c) for c in query.conditions if isinstance(c, Equals) and c.entity]
        self.where_and_when = "".join(where + when)
        self.conditions = [c for c in query.conditions if not _is_aside(c)]
        which = " and ".join(self.say.condition(c) for c in self.conditions)
        self.which = f" {which}" if which else ""

    def _single(self, measure: Measure) -> str:
        if measure.kind == "count":
            return f"How many {self._those_that()}?"
        if measure.kind == "count_distinct":
            return f"How many different {self._distinct(measure)} are there among the {self._rows()}?"
        return f"What is the {self.say.measure(measure)} of {self._rows()}?"

    def _grouped(self, measure: Measure) -> str:
        if measure.kind == "count":
            asked = f"How many {self.nouns}{self.which} are there{self._each()}{self.where_and_when}"
        else:
            asked = f"What is the {self.say.measure(measure)} of {self._rows()}{self._each()}"
        return f"{asked}{self._order(measure)}?"

    def _top(self, measure: Measure, limit: int) -> str:
        dimension = self.query.dimensions[0]
        highest = self.query.order is None or self.query.order.descending
        groups, have = (self.say.dimension(dimension), "has") if limit == 1 else (self.say.groups(dimension), "have")
        asked = f"Which {groups} {have}" if limit == 1 else f"Which {limit} {groups} {have}"
        if measure.kind == "count" or measure.field is None:
            return f"{asked} the {'most' if highest else 'fewest'} {self._rows()}, and how many?"
        most, least = scale(measure.field.column, self.say.column(measure.field))
        each = "" if limit == 1 else " for each"
        ranked = f"{most if highest else least} {self.say.measure(measure)}"
        return f"{asked} the {ranked} of {self._rows()}, and what is it{each}?"

    def _above(self, measure: Measure, value: str) -> str:
        groups = self.say.groups(self.query.dimensions[0])
        if measure.kind == "count":
            return f"Which {groups} have more than {number(value)} {self._rows()}, and how many?"
        measured = f"{self.say.measure(measure)} of {self._rows()}"
        return f"For which {groups} is the {measured} above {number(value)}, and what is it?"

    def _listing(self) -> str:
        order, limit = self.query.order, self.query.limit
        columns = [self.say.column(field) for field in self.query.columns]
        shown = ", ".join(columns[:-1]) + (" and " if len(columns) > 1 else "") + columns[-1]
        if order and order.field and limit:
            column = self.say.column(order.field)
            most, least = scale(order.field.column, column)
            ranked = f"{most if order.descending else least} {column}"
            return f"Which {limit} {self._rows()} have the {ranked}? List their {shown}."
        return f"Which {self._those_that()}?" if len(columns) == 1 else f"List the {shown} of {self._rows()}."

    def _share(self, measure: Measure) -> str:
        assert measure.condition is not None  # noqa: S101 - that is what a share is of
        asked = f"hat percentage of {self._rows()} {self.say.predicate(measure.condition)}?"
        if not self.query.dimensions:
            return f"W{asked}"
        return f"For each {self.say.dimension(self.query.dimensions[0])}, w{asked}"

    def _with_zero(self) -> str:
        children = self.words.tables(self.query.tables[1])
        return f"How many {children} does each {self.noun} have, from most to fewest, including {self.nouns} with none?"

    def _those_that(self) -> str:
        """payments in 2024 have the method cash, for a question that asks which or how many do."""
        said = " and ".join(self.say.predicate(condition) for condition in self.conditions)
        return f"{self.nouns}{self.where_and_when} {said}" if said else f"{self.nouns} are there{self.where_and_when}"

    def _rows(self) -> str:
        """payments whose method is cash for customer "Acme" in 2024."""
        return f"{self.nouns}{self.which}{self.where_and_when}"

    def _each(self) -> str:
        flags = [d for d in self.query.dimensions if d.field.column.category == "B"]
        others = [self.say.dimension(d) for d in self.query.dimensions if d not in flags and not d.bucket]
        each = " for each " + " and ".join(others) if others else ""
        return each + "".join(f" by whether {self._state(flag)}" for flag in flags)

    def _state(self, dimension: Dimension) -> str:
        column = self.words.field(self.query, dimension.field)
        if not dimension.field.source:
            return f"they {truth(column, value=True)}"
        state = column if column.startswith(("is ", "has ")) else f"is {column}"
        return f"the {self.words.noun(self.query, dimension.field.source)} {state}"

    def _over_time(self) -> str:
        """ ", month by month", with the date that is meant where it is not said or plain."""
        first = self.query.dimensions[0]
        said = any(isinstance(c, Window) and c.field == first.field for c in self.query.conditions)
        date = "" if first.main or said else f" of {self.say.column(first.field)}"
        return f", {first.bucket} by {first.bucket}{date}"

    def _order(self, measure: Measure) -> str:
        order = self.query.order
        if order is None:
            return ""
        if order.by_dimension:
            return self._over_time()
        if measure.field is None:
            return ", from most to fewest"
        most, least = scale(measure.field.column, self.say.column(measure.field))
        return f", from {most} to {least}" if order.descending else f", from {least} to {most}"

    def _distinct(self, measure: Measure) -> str:
        assert measure.field is not None  # noqa: S101 - distinct values are of a column
        called = self.words.of_column(self.query.tables[0], measure.field.column)
        return plural(called or self.say.column(measure.field))

    def _place(self, condition: Equals) -> str:
        """Of a row of another table by its name."""
        return f" for {self.words.noun(self.query, condition.field.source)} {quoted_value(condition.value)}"


def _is_aside(condition: Condition) -> bool:
    return (isinstance(condition, Window) and condition.main) or (isinstance(condition, Equals) and condition.entity)
