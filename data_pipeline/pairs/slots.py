"""The check that a question is complete: it must say every filter value, dimension, measure, order and limit.

A slot is the wordings of which one must occur. Slots are made from the tree, apart from how the sentence was put
together, so that they also hold for questions that were worded elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from data_pipeline.catalog.model import Column
from data_pipeline.pairs.apart import apart_from
from data_pipeline.pairs.conditions import (
    Between,
    Beyond,
    Compare,
    Condition,
    Contains,
    Either,
    Equals,
    HasElement,
    IsNull,
    IsTrue,
    OneOf,
    Related,
    Relative,
    Since,
    Window,
)  # fmt: skip
from data_pipeline.pairs.identifiers import plural, singular
from data_pipeline.pairs.owners import owner
from data_pipeline.pairs.related_rows import rows_read
from data_pipeline.pairs.subjects import name_columns
from data_pipeline.pairs.tree import Derived, Dimension, Measure, Query, Question, SetQuery, selects, two_tables
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value, fields_of
from data_pipeline.pairs.words import Words

Slot = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotWords:
    """What a language calls the parts that have no name in the schema."""

    aggregates: Mapping[str, Slot]
    descending: Slot  # of a ranked or ordered question
    ascending: Slot
    some: Slot  # that what has no rows at all is not meant
    above: Slot  # what is more than something
    below: Slot
    than_all: Slot  # that it is more, or less, than of all others
    ties: Slot  # of rows that share their rank
    grains: Mapping[str, Slot]
    computed: Mapping[str, Slot]
    overs: Mapping[str, Slot]
    derived: Mapping[str, Slot]
    sets: Mapping[str, Slot]
    distinct: Slot
    owning: Callable[[str, bool], Slot]  # of a noun: that what has rows is listed, or (True) counted, each once
    exactly: Slot
    denies: re.Pattern[str]  # that something is not so
    band: Slot
    negated: Slot
    period: Callable[[Window], str]
    numbers: Callable[[str], Slot]
    column: Callable[[str], Slot]  # further forms of a column's noun
    who: Callable[[str], Slot]  # how somebody with a role is asked for by what they did
    ranked: Callable[[Column, bool], str]  # "most expensive": what comes first by a column, "" without a word for it


def unmentioned(slots: list[Slot], question: str) -> list[Slot]:
    """The slots none of whose wordings occurs, whatever the case and spaces."""
    said = _plain(question)
    return [slot for slot in slots if not any(_plain(wording) in said for wording in slot)]


def slots_of(question: Question, words: Words, said: SlotWords, *, denied: bool = False) -> list[Slot]:
    """What a question of this tree has to mention; ``denied``: it denies something, so that "have" may be "have no"."""
    found = [slot for query in selects(question) for slot in _Slots(query, words, said, denied=denied).all()]
    if isinstance(question, SetQuery):
        found.append(said.sets[question.kind])
        tables = [side.tables[0] for side in selects(question)] if two_tables(question) else []
        found += [(words.table(table), plural(words.table(table))) for table in tables]
    if isinstance(question, Derived):
        found.append(said.derived[question.kind])
        if question.limit > 1:
            found.append((str(question.limit),))
    return list(dict.fromkeys(found))


class _Slots:
    def __init__(self, query: Query, words: Words, said: SlotWords, *, denied: bool = False) -> None:
        self.query = query
        self.denied = denied
        self.words = words
        self.said = said

    def all(self) -> Iterator[Slot]:
        query = self.query
        for condition in query.conditions:
            yield from self._condition(condition)
        for dimension in query.dimensions:
            yield from self._dimension(dimension)
        ordered = [order.by for order in query.orders]
        for value in query.shown:
            if value not in ordered and not self._names_the_row(value):
                yield from self._value(value)
        for measure in query.measures:
            yield from self._figure(measure)
        yield from (self.said.overs[over.kind] for over in query.windows)
        if query.having:
            yield from self._figure(query.having.measure)
            yield self.said.numbers(query.having.value)
            if query.having.operator == "=":
                yield self.said.exactly
        if query.some:
            yield self.said.some
        for order in query.orders[:1]:
            yield self.said.descending if order.descending else self.said.ascending
            if isinstance(order.by, Field):
                apt = self.said.ranked(order.by.column, order.descending)
                yield (*self._noun(order.by), *([apt] if apt else []))
            elif isinstance(order.by, Measure):
                yield from self._figure(order.by)
            else:
                yield from self._value(order.by)
        for tie in query.orders[1:]:
            yield self.said.ties
            yield from self._value(tie.by) if not isinstance(tie.by, Measure) else ()
        if query.limit and query.limit > 1:
            yield (str(query.limit),)
        if query.distinct:
            yield self.said.distinct + self._owning()

    def _owning(self) -> Slot:
        """ "Departments that have employees" are different ones without its being said."""
        one = None if self.denied else owner(self.query)
        if one is None:
            return ()
        table = self.query.tables[0]
        noun = self.words.noun(self.query, one.source) if one.source else self.words.of_column(table, one.column)
        return self.said.owning(noun, not self.query.distinct) if noun and noun != self.words.table(table) else ()

    def _figure(self, output: Measure) -> Iterator[Slot]:
        yield self.said.aggregates[output.kind] + (self._owning() if output.kind == "count_distinct" else ())
        if output.condition:
            yield from self._condition(output.condition)
        if output.of is not None and output.kind != "count":
            yield from self._value(output.of)

    def _names_the_row(self, value: Value) -> bool:
        """A row's or a group's name is told by its noun."""
        if not isinstance(value, Field):
            return False
        table = self.query.table_of(value)
        if value.source in self._entity_sources() and value.column in (
            *name_columns(table),
            *map(table.column, table.primary_key),
        ):
            return True
        return "name" in value.column.name.lower() or "title" in value.column.name.lower()

    def _entity_sources(self) -> set[int]:
        return {field.source for d in self.query.dimensions if d.entity for field in fields_of(d.value)}

    def _dimension(self, dimension: Dimension) -> Iterator[Slot]:
        if dimension.entity and isinstance(dimension.value, Field):
            noun = self.words.noun(self.query, dimension.value.source)
            yield (noun, plural(noun), *self.said.who(noun))
        else:
            yield from self._value(dimension.value)

    def _value(self, value: Value) -> Iterator[Slot]:
        match value:
            case Field():
                yield self._noun(value)
            case Bucket(grain=grain):
                yield self.said.grains[grain]
            case Band(field=field):
                yield self.said.band
                yield self._noun(field)
            case Computed(kind=kind):
                yield self.said.computed[kind]

    def _condition(self, condition: Condition) -> Iterator[Slot]:
        match condition:
            case Either(first=first, second=second):
                yield from self._condition(first)
                yield from self._condition(second)
            case Related(conditions=inner):
                yield self._rows(condition)
                for each in inner:
                    yield from _Slots(rows_read(condition), self.words, self.said)._condition(each)
                if not condition.exists:
                    yield self.said.negated
            case Equals(field=field, value=value):
                yield (self.words.value(field.column, value),)
            case OneOf(field=field, values=values):
                yield from ((self.words.value(field.column, value),) for value in values)
            case HasElement(value=value):
                yield (value,)
            case Compare(field=field, value=value):
                yield self._noun(field)
                yield self.said.numbers(value)
            case Between(field=field, low=low, high=high):
                yield self._noun(field)
                yield from (self.said.numbers(low), self.said.numbers(high))
            case Window():
                yield (self.said.period(condition),)
            case Since(day=day):
                yield (str(day), f"{day.year}年{day.month}月{day.day}日")
            case Contains(part=part):
                yield (part,)
            case Beyond(field=field, other=other, above=above):
                yield self._noun(field)
                yield from self._condition(other)
                yield self.said.above if above else self.said.below
                if not other.entity:
                    yield self.said.than_all
            case IsNull(field=field) | IsTrue(field=field) | Relative(field=field):
                yield self._noun(field)

    def _rows(self, related: Related) -> Slot:
        """The child by its own name, or by what else its keys lead to (a link table's other end)."""
        nouns = [self.words.table(related.child)]
        nouns += [noun for key in related.child.foreign_keys if (noun := self.words.of_key(related.child, key))]
        return tuple(form for noun in nouns for form in (noun, plural(noun)))

    def _noun(self, field: Field) -> Slot:
        """The column as it may be said: in the plural or singular, without its table's noun, as what it points at."""
        noun, column = self.words.noun(self.query, field.source), self.words.field(self.query, field)
        table = self.query.table_of(field)
        parent = self.words.of_column(table, field.column)
        forms = [
            column,
            *(column.removeprefix(rows).strip(" 的") for rows in (noun, self.words.table(table))),
            *(apart_from(column, rows) for rows in (noun, self.words.table(table))),
            *self.said.column(column),
            *([parent] if parent else []),
        ]
        numbers = [(said, plural(said), singular(said)) for said in forms if said.strip()]
        return tuple(dict.fromkeys(form for each in numbers for form in each))


def number_forms(value: str) -> Slot:
    """As it stands and with thousands apart."""
    return (value, f"{Decimal(value):,}")


def _plain(text: str) -> str:
    return "".join(text.split()).lower()
