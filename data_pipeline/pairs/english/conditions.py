"""What follows the noun of English rows: "whose status is open", "with no email", "hired in 2024"."""

from __future__ import annotations

from data_pipeline.pairs.apart import apart_from
from data_pipeline.pairs.conditions import (
    Between,
    Beyond,
    ColumnCondition,
    Compare,
    Contains,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.english.column_noun import UNITS
from data_pipeline.pairs.english.dates import participle, period, repeats
from data_pipeline.pairs.english.degrees import comparative, comparison, degree, unit_of
from data_pipeline.pairs.english.grammar import (
    a,
    be,
    is_counted,
    is_plural,
    listed,
    number,
    quoted,
    state,
    value_in_quotes,
    with_article,
)
from data_pipeline.pairs.english.names import Names
from data_pipeline.pairs.flags import is_switch
from data_pipeline.pairs.identifiers import plural, singular
from data_pipeline.pairs.options import is_place
from data_pipeline.pairs.roles import is_year
from data_pipeline.pairs.subjects import person_names
from data_pipeline.pairs.values import Field

_ABOVE = {">": ("above", "greater than", "over"), "<": ("below", "less than", "under"), ">=": ("of at least",),
          "<=": ("of at most",)}  # fmt: skip
_MORE = {">": "more than", "<": "fewer than", ">=": "at least", "<=": "at most"}
_AFTER = {">": "after", "<": "before", ">=": "in or after", "<=": "in or before"}
_TO_PLACES = {"ship": "shipped to", "shipping": "shipped to", "delivery": "delivered to", "billing": "billed to",
              "birth": "born in"}  # fmt: skip  # what is done at places whose columns are called so
_SENT = 0.6  # how often that is said instead of the column
_RELATIVE = {"greatest": "most", "least": "fewest", "above_average": "more", "below_average": "fewer"}


class Conditions(Names):
    """Conditions on columns."""

    def attached(self, condition: ColumnCondition, column: str = "") -> str:
        """What follows the noun of the table's rows; ``column`` calls it where that noun is another table's."""
        field, called = condition.field, column or self.own(condition.field)
        match condition:
            case Equals() | OneOf():
                return self._equal(condition, called, near=not column)
            case IsTrue(value=value) if not column:
                return f"that {state(self.words.field(self.query, field), value)}"
            case IsTrue(value=value):
                return f"whose {called} is {'true' if value else 'false'}"
            case Compare() | Between():
                return self._measured(condition, called, near=not column)
            case Window() | Since():
                return self._dated(condition, called, near=not column)
            case IsNull(negated=negated):
                called = self.key_told(field) or called
                return f"with {a(called)}" if negated else self.pick(f"without {a(called)}", f"with no {called}")
            case Contains(part=part, start=start):
                verb = "start with" if start else self.pick("contain", "include", "contain")
                return f"whose {called} {_agreeing(verb, called)} {quoted(part)}"
            case HasElement(value=value):
                return f"whose {called} {'include' if is_plural(called) else 'includes'} {quoted(value)}"
            case Relative():
                return self._relative(condition, called)
            case Beyond():
                return self._beyond(condition, called)

    def _equal(self, condition: Equals | OneOf, column: str, *, near: bool) -> str:
        field = condition.field
        values = condition.values if isinstance(condition, OneOf) else (condition.value,)
        said = listed([value_in_quotes(self.words.value(field.column, value)) for value in values], "or")
        if isinstance(condition, Equals) and condition.negated:
            return self.pick(f"whose {column} {be(column)} not {said}", f"with {a(column)} other than {said}")
        if near and self.is_plain_place(field):
            place = f"{self._in(field.source)} {with_article(said)}"
            return self.pick(place, place, place, f"whose {column} is {said}")
        if near and (sent := self._sent(field, column)) and self.rng.random() < _SENT:
            return f"{sent} {with_article(said)}"
        if near and (called := self._called(field, column)) and self.rng.random() < 0.5:
            return f"{called} {said}"
        if near and column == "year":
            return f"in {said}"
        if is_counted(column) and field.column.category == "N":
            return f"with {said} {singular(column) if said == '1' else column}"
        measured = field.column.category == "N" and not field.column.value_labels and not is_switch(field.column)
        if measured and not column.endswith("id"):
            column, said = _in_unit(column, said)
            return self.pick(f"with {a(column)} of {said}", f"whose {column} {be(column)} {said}")
        bare = f"with {'the ' if ' ' in column else ''}{column} {said}"
        return self.pick(f"with the {column} {said}", bare, f"whose {column} {be(column)} {said}")

    def _sent(self, field: Field, column: str) -> str:
        """ "shipped to" of a ship country, "born in" of a birth city; "" for others."""
        purpose, _, place = column.partition(" ")
        return _TO_PLACES.get(purpose, "") if is_place(field.column) and place else ""

    def _in(self, source: int) -> str:
        """Whoever has a first and a last name lives somewhere; a customer may be a company."""
        if person_names(self.query.tables[source]):
            return self.pick("in", "from", "living in")
        return self.pick("in", "from") if self.is_person(source) else "in"

    def _called(self, field: Field, column: str) -> str:
        """ "named" before a row's name, "titled" before a work's title, else ""."""
        if column == "name":
            return self.pick("named", "called")
        return "titled" if column == "title" and not self.is_person(field.source) else ""

    def is_plain_place(self, field: Field) -> bool:
        """A city, country or the like that the rows themselves are in: not the city that an invoice goes to."""
        return is_place(field.column) and " " not in self.own(field) and self.own(field) != "name"

    def _measured(self, condition: Compare | Between, column: str, *, near: bool) -> str:
        counted = is_counted(column)
        if is_year(condition.field.column):
            years = _years(condition)
            return self.pick(f"with {a(column)} {years}", f"whose {column} is {years}")
        if isinstance(condition, Between):
            span = f"between {number(condition.low)} and {number(condition.high)}"
            if counted:
                return f"with {span} {column}"
            column, span = _in_unit(column, span)
            return self.pick(f"with {a(column)} {span}", f"whose {column} {be(column)} {span}")
        value, operator = number(condition.value), condition.operator
        unit = unit_of(column.rpartition(" ")[2])
        if near and unit and operator in "<>":
            return f"{comparison(unit, operator == '>')} than {value} {unit}"
        if counted:
            return f"with {_MORE[operator]} {value} {column}"
        above = self.pick(*_ABOVE[operator])
        column, value = _in_unit(column, value)
        return self.pick(
            f"with {a(column)} {above} {value}", f"whose {column} {be(column)} {above.removeprefix('of ')} {value}"
        )

    def _dated(self, condition: Window | Since, column: str, *, near: bool) -> str:
        if isinstance(condition, Window):
            when = period(condition)
        else:
            when = f"{'before' if condition.before else 'after'} {condition.day}"
        if near and (done := self.done_then(condition.field)):
            return f"{done} {when}"
        dated = column == "date" or participle(condition.field.column)
        return f"dated {when}" if near and dated else f"whose {column} is {when}"

    def done_then(self, field: Field) -> str:
        """ "hired" of a hire date; "" where that would say no more than the noun does: inspections inspected."""
        noun = self.noun_of(field.source)
        done = apart_from(participle(field.column), noun)
        return "" if repeats(noun, done) else done

    def _relative(self, condition: Relative, column: str) -> str:
        counted, kind = is_counted(column), condition.kind
        if kind in ("greatest", "least"):
            most = _RELATIVE[kind] if counted else degree(condition.field.column)[kind == "least"]
            return f"with the {most} {column}"
        if counted:
            return f"with {_RELATIVE[kind]} {column} than average"
        return f"with {a(column)} {'above' if kind == 'above_average' else 'below'} the average"

    def _beyond(self, condition: Beyond, column: str) -> str:
        """ "with a higher price than the wine 'Opus One'", "with a later year than all wines with the grape Merlot"."""
        noun, other = self.noun_of(condition.field.source), condition.other
        if is_counted(column):
            more = f"{'more' if condition.above else 'fewer'} {column}"
        else:
            more = a(f"{comparative(condition.field.column, more=condition.above)} {column}")
        if other.entity:
            return f"with {more} than the {noun} {value_in_quotes(other.value)}"
        return f"with {more} than all {plural(noun)} {self.attached(other)}"


def _in_unit(column: str, value: str) -> tuple[str, str]:
    """("height", "183 cm") for "height in cm"; others as they are."""
    noun, _, unit = column.rpartition(" in ")
    return (noun, f"{value} {unit}") if noun and unit in UNITS else (column, value)


def _years(condition: Compare | Between) -> str:
    """ "after 2010"."""
    if isinstance(condition, Between):
        return f"between {condition.low} and {condition.high}"
    return f"{_AFTER[condition.operator]} {condition.value}"


def _agreeing(verb: str, noun: str) -> str:
    """The verb in the third person, singular or plural as the noun is."""
    if is_plural(noun):
        return verb
    first, space, rest = verb.partition(" ")
    return f"{first}s{space}{rest}"
