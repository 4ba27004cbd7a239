"""The parts of an English question: columns, conditions, measures, groups; in one of several wordings by chance."""

from __future__ import annotations

import re
from random import Random

from data_pipeline.pairs.conditions import (
    Between,
    ColumnCondition,
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
from data_pipeline.pairs.english.grammar import a, degree, listed, number, period, state, value_in_quotes
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.options import is_place
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.tree import Dimension, Measure, Query
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value, fields_of
from data_pipeline.pairs.words import EnglishWords

_PART_NAMES = ("first", "last", "middle", "full", "user", "nick", "display", "given", "family")
_ABOVE = {">": ("above", "greater than", "more than", "over"), "<": ("below", "less than", "under"),
          ">=": ("of at least",), "<=": ("of at most",)}  # fmt: skip


class EnglishPhrases:
    """Phrases about one query."""

    def __init__(self, query: Query, words: EnglishWords, rng: Random) -> None:
        self.query = query
        self.words = words
        self.rng = rng
        self.noun = self._rows_noun()
        self.nouns = plural(self.noun)

    def pick(self, *wordings: str) -> str:
        """One of them."""
        return self.rng.choice(wordings)

    # -- columns and values

    def column(self, field: Field) -> str:
        """The column beside its noun: ``customer_name`` is "name" when said of customers, "customer name" elsewhere."""
        noun = self.words.noun(self.query, field.source)
        column = self.words.field(self.query, field)
        if field.source or self.noun != noun:
            return column if noun in column else f"{noun} {column}"
        return column.removeprefix(f"{noun} ")

    def value(self, value: Value) -> str:
        """Any value of a row as a noun."""
        match value:
            case Field():
                return self.column(value)
            case Bucket(grain=grain):
                return "day of the week" if grain == "weekday" else grain
            case Band(field=field):
                return f"{self.column(field)} band (low below {number(value.low)}, high from {number(value.high)})"
            case Computed():
                return self._computed(value)

    def shown(self, values: tuple[Value, ...], *, many: bool = False) -> str:
        """Several values in a list, the noun of a joined table said once; ``many``: each in the plural."""
        sources = {field.source for value in values for field in fields_of(value)}
        if len(sources) == 1 and sources != {0} and self.rng.random() < 0.5:
            return self._of_joined(values, sources.pop(), many=many)
        said, before = [], 0
        for value in values:
            text, source = self.value(value), fields_of(value)[0].source
            if source and source == before:
                text = text.removeprefix(f"{self.words.noun(self.query, source)} ")
            before = source
            said.append(plural(text) if many else text)
        return listed(list(dict.fromkeys(said)))

    def _of_joined(self, values: tuple[Value, ...], source: int, *, many: bool) -> str:
        """ "first names and last names of the customers": what is shown of one joined table."""
        noun = self.words.noun(self.query, source)
        bare = [self.value(value).removeprefix(f"{noun} ") for value in values]
        said = listed(list(dict.fromkeys(plural(text) if many else text for text in bare)))
        return f"{said} of the {plural(noun) if many else noun}"

    def _computed(self, value: Computed) -> str:
        first, *rest = [self.column(field) for field in value.fields]
        match value.kind:
            case "product":
                return f"{first} times {rest[0]}"
            case "difference":
                return f"difference between {first} and {rest[0]}"
            case "days":
                return f"number of days from {rest[0]} to {first}"
            case "length":
                return f"number of characters in the {first}"
            case "initial":
                return f"first letter of the {first}"
            case "full_name":
                return "full name"

    # -- rows

    def rows(self, *, single: bool = False) -> str:
        """The rows with everything that is said of them: "tracks of the album 'Facelift' with unit price above 1"."""
        aside = [self._aside(c) for c in self.query.conditions if self._is_aside(c) and not self._is_first_name(c)]
        said = [self.condition(c) for c in self.query.conditions if not self._is_aside(c)]
        return " ".join([self.noun if single else self.nouns, *aside, *([self._joined(said)] if said else [])])

    def restriction(self) -> str:
        """What follows the noun in rows(), with a space before; "" where there are no conditions."""
        return self.rows().removeprefix(self.nouns)

    def _joined(self, said: list[str]) -> str:
        return " and ".join(said)

    def one(self) -> tuple[str, str]:
        """("artist", "'Metallica'"): the noun and the name of the one thing that is asked about; ("", "") otherwise."""
        named = [c for c in self.query.conditions if isinstance(c, Equals) and c.entity]
        if not named or len(named) < len(self.query.conditions):
            return "", ""
        return self.words.noun(self.query, named[0].field.source), self._full_name(named[-1])

    def _is_first_name(self, condition: Condition) -> bool:
        """The first of two conditions that name one person: it is said with the second."""
        return any(isinstance(c, Equals) and c.entity and isinstance(condition, Equals) and condition.entity
                   and c is not condition and c.field.source == condition.field.source
                   and self.query.conditions.index(c) > self.query.conditions.index(condition)
                   for c in self.query.conditions)  # fmt: skip

    def _full_name(self, last: Equals) -> str:
        named = [c.value for c in self.query.conditions
                 if isinstance(c, Equals) and c.entity and c.field.source == last.field.source]  # fmt: skip
        return " ".join(named) if len(named) > 1 else value_in_quotes(last.value)

    def _is_aside(self, condition: Condition) -> bool:
        if isinstance(condition, Window):
            return condition.main
        if not isinstance(condition, Equals) or condition.negated:
            return False
        return condition.entity or bool(self._key_noun(condition.field)) or self._is_place(condition.field)

    def _aside(self, condition: Condition) -> str:
        if isinstance(condition, Window):
            return period(condition)
        assert isinstance(condition, Equals)  # noqa: S101 - see _is_aside
        value = self._full_name(condition) if condition.entity else value_in_quotes(condition.value)
        if self._is_place(condition.field):
            return self._in_place(condition.field, value)
        if not condition.entity:
            return f"of {self._key_noun(condition.field)} {value}"
        noun = self.words.noun(self.query, condition.field.source)
        named = self.words.field(self.query, condition.field).removeprefix(f"{noun} ")
        called = "named" if "name" in named else f"with the {named}"
        if not condition.field.source:
            return self.pick(value, f"{called} {value}", f"{'called' if called == 'named' else called} {value}")
        if " " in value and "'" not in value:
            called = "named"
        return self.pick(f"of the {noun} {value}", f"of {noun} {value}", f"for the {noun} {value}", f"by the {noun} {value}"
                         if noun.endswith(("er", "or", "ist", "ee")) else f"in the {noun} {value}",
                         f"of the {noun} {called} {value}")  # fmt: skip

    def _is_place(self, field: Field) -> bool:
        """A city, country or the like, said of the row or of a table that it refers to."""
        return is_place(field.column)

    def _in_place(self, field: Field, value: str) -> str:
        column = self.column(field)
        if field.source and not self.words.field(self.query, field) == column:
            owner = plural(self.words.noun(self.query, field.source))
            return self.pick(f"of {owner} in {value}", f"of {owner} from {value}", f"with {column} {value}",
                             f"of {owner} in the {self.words.field(self.query, field)} {value}")  # fmt: skip
        return self.pick(f"in {value}", f"from {value}", f"in the {column} of {value}", f"with {column} {value}",
                         f"whose {column} is {value}")  # fmt: skip

    def _key_noun(self, field: Field) -> str:
        """What a key column points at: "store" of ``store_id``."""
        table = self.query.table_of(field)
        return "" if (field.column.name,) == table.primary_key else self.words.of_column(table, field.column)

    def condition(self, condition: Condition) -> str:
        """What follows the noun: "whose status is open", "with no email"."""
        if isinstance(condition, Either):
            return f"{self.condition(condition.first)} or {self.condition(condition.second)}"
        if isinstance(condition, Related):
            return self.related(condition)
        column = self.column(condition.field)
        if self._is_apart(condition.field) and self.rng.random() < 0.6:
            inner = EnglishPhrases(Query((self.query.table_of(condition.field),)), self.words, self.rng)
            moved = _moved(condition)
            return f"{self.pick('of', 'for')} {plural(self.words.noun(self.query, condition.field.source))} {inner.condition(moved)}"
        return self._on_column(condition, column)

    def _is_apart(self, field: Field) -> bool:
        return bool(field.source) and field.source < len(self.query.tables)

    def _on_column(self, condition: ColumnCondition, column: str) -> str:
        match condition:
            case Equals(field=field, value=value, negated=negated):
                said = value_in_quotes(self.words.value(field.column, value))
                if negated:
                    return self.pick(f"whose {column} is not {said}", f"with {a(column)} other than {said}")
                return self.pick(f"whose {column} is {said}", f"with {column} {said}", f"with the {column} {said}")
            case OneOf(field=field, values=values):
                said = listed([value_in_quotes(self.words.value(field.column, value)) for value in values], "or")
                return self.pick(f"whose {column} is {said}", f"with {column} {said}")
            case IsTrue(value=value):
                return f"that {state(column, value)}"
            case Compare(operator=operator, value=value):
                above = self.pick(*_ABOVE[operator])
                return self.pick(f"with {a(column)} {above} {number(value)}",
                                 f"whose {column} is {above.removeprefix('of ')} {number(value)}")  # fmt: skip
            case Between(low=low, high=high):
                return f"{self.pick('with ' + a(column), 'whose ' + column + ' is')} between {number(low)} and {number(high)}"
            case Window(field=field):
                done = participle(field)
                return f"{done or f'whose {column} is'} {period(condition)}"
            case Since(field=field, day=day, before=before):
                done = participle(field)
                return f"{done or f'whose {column} is'} {'before' if before else 'after'} {day}"
            case IsNull(negated=negated):
                return f"that have {a(column)}" if negated else self.pick(f"without {a(column)}", f"with no {column}")
            case Contains(part=part, start=start):
                where = "starts with" if start else self.pick("contains", "includes", "has the word")
                return f"whose {column} {where} '{part}'"
            case HasElement(value=value):
                return f"whose {column} include '{value}'"
            case Relative(field=field, kind=kind):
                if kind in ("greatest", "least"):
                    return f"with the {degree(field.column)[kind == 'least']} {column}"
                return f"with {a(column)} {'above' if kind == 'above_average' else 'below'} the average"

    def related(self, related: Related) -> str:
        """ "that have invoices with a total above 5", "without any payments"."""
        inner = EnglishPhrases(Query((related.child,), conditions=related.conditions), self.words, self.rng)
        children = self.child_noun(related) + inner.restriction()
        if related.exists:
            return self.pick(f"that have {children}", f"with {children}")
        return self.pick(f"that do not have any {children}", f"without any {children}", f"that have no {children}")

    def child_noun(self, related: Related) -> str:
        """What a row has of the child, in the plural: of a link table the rows at its other end."""
        others = [key for key in linking_keys(related.child) if key != related.key]
        noun = self.words.of_key(related.child, others[0]) if len(others) == 1 else ""
        return plural(noun or self.words.table(related.child))

    # -- measures and groups

    def measure(self, measure: Measure) -> str:
        """An aggregate of a column: "total amount", "latest order date"."""
        assert measure.of is not None  # noqa: S101 - counts and shares are worded with their sentence
        column = self.value(measure.of)
        if isinstance(measure.of, Field) and plural(column) == column and self._is_whole(measure.of):
            column = f"number of {column}"
        if measure.kind == "sum":
            return f"combined {column}" if column.startswith("total") else f"total {column}"
        if measure.kind == "avg":
            return f"average {column.removeprefix('average ')}"
        most, least = degree(fields_of(measure.of)[0].column)
        formal = {"latest": "latest", "earliest": "earliest"}
        if self.rng.random() < 0.5 and most not in formal:
            most, least = "maximum", "minimum"
        return f"{most if measure.kind == 'max' else least} {column}"

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: "service area", "payment method", "month"."""
        if not isinstance(dimension.value, Field):
            return self.value(dimension.value)
        if dimension.entity:
            return self.words.noun(self.query, dimension.value.source)
        key = self._key_noun(dimension.value)
        if key:
            return key
        column = self.column(dimension.value)
        short = column.removesuffix(" name")
        return column if not short or short.split(" ")[-1] in _PART_NAMES else short

    def _is_whole(self, field: Field) -> bool:
        return field.column.type in ("smallint", "integer", "bigint")

    def _rows_noun(self) -> str:
        """The subject's noun; of a link table that of the end which no group and no condition names."""
        table = self.query.tables[0]
        keys = linking_keys(table)
        if not keys:
            return self.words.table(table)
        told = {self.query.tables[source].key for source in self._told_sources()}
        told |= {(k.ref_schema, k.ref_table) for d in self.query.dimensions for k in keys if _is_of(d, k.columns)}
        others = [key for key in keys if (key.ref_schema, key.ref_table) not in told]
        return (self.words.of_key(table, others[0]) if len(others) == 1 else "") or self.words.table(table)

    def _told_sources(self) -> set[int]:
        sources = {field.source for d in self.query.dimensions for field in fields_of(d.value)}
        sources |= {c.field.source for c in self.query.conditions if isinstance(c, Equals)}
        return sources - {0}


def participle(field: Field) -> str:
    """ "signed" of ``signed_on``: what was done to the first table's rows at that date; "" for other columns."""
    found = re.fullmatch(r"([a-z]+ed|paid|sold|sent|made|built)_(?:on|at)", field.column.name)
    return found.group(1) if found and not field.source else ""


def _is_of(dimension: Dimension, columns: tuple[str, ...]) -> bool:
    return any(field.source == 0 and (field.column.name,) == columns for field in fields_of(dimension.value))


def _moved(condition: ColumnCondition) -> ColumnCondition:
    """The same condition on the first table of another query."""
    from dataclasses import replace

    return replace(condition, field=Field(0, condition.field.column))
