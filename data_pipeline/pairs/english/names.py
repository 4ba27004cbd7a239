"""What tables, columns and other values of one query are called in English."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from data_pipeline.catalog.model import Table
from data_pipeline.pairs.apart import apart_from, uncounted
from data_pipeline.pairs.english.degrees import measured
from data_pipeline.pairs.english.grammar import full_names, listed
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.identifiers import plural, words_of
from data_pipeline.pairs.subjects import linking_keys, name_columns
from data_pipeline.pairs.tree import Dimension, Join, Measure, Query
from data_pipeline.pairs.values import Band, Bucket, Computed, Field, Value, fields_of

_VAGUE = {"type", "group", "line", "class", "kind", "status", "state", "level"}  # of which thing, groups should say
_TOGETHER = ("full name", "full name", "first and last name", "", "")  # first with last names; "": both are told
_BARE = {"name", "title", "description", "details"}  # of what, they do not say


class Names:
    """Nouns of one query, and the choice among wordings."""

    def __init__(self, query: Query, words: EnglishWords, rng: Random) -> None:
        self.query = query
        self.words = words
        self.rng = rng
        self.noun = self._rows_noun()
        self.nouns = plural(self.noun)
        self._together = rng.choice(_TOGETHER)

    def pick(self, *wordings: str) -> str:
        """One of them."""
        return self.rng.choice(wordings)

    # -- tables

    def noun_of(self, source: int) -> str:
        """The rows of a table: by its own name, or by that of the key that brought it in."""
        return self.words.noun(self.query, source)

    def told_noun(self, source: int) -> str:
        """The same with the role through which the table is reached: "approver company"."""
        noun, join = self.noun_of(source), self.join_to(source)
        if join is None or not join.child or join.parent != source:
            return noun
        owner, table = self.noun_of(join.child), self.query.tables[source]
        clear = owner == self.words.table(self.query.tables[join.child])
        return noun if clear and not self.words.is_reached_twice(self.query.tables[0], table) else f"{owner} {noun}"

    def is_person(self, source: int) -> bool:
        """The rows of a table are people."""
        return self.words.is_person(self.query.tables[source], self.noun_of(source))

    def join_to(self, source: int) -> Join | None:
        """The join that brought a table in."""
        return next((join for join in self.query.joins if join.source == source), None)

    def deed(self, source: int) -> str:
        """ "signed by" of contracts, where the key says so; else ""."""
        join = self.join_to(source)
        if join is None or join.parent != source:
            return ""
        return self.words.deed(self.query.tables[join.child], join.key)

    def linked_noun(self, source: int) -> str:
        """What a joined table's rows are called after a verb: not the role that the verb tells already."""
        return self.words.table(self.query.tables[source]) if self.deed(source) else self.noun_of(source)

    def _rows_noun(self) -> str:
        """The subject's noun; of a link table whose one end is a single row or a group, that of the other end."""
        table = self.query.tables[0]
        keys = linking_keys(table)
        told = self._single_ends(table) if keys else set()
        others = [key for key in keys if (key.ref_schema, key.ref_table) not in told]
        other = self.words.of_key(table, others[0]) if told and len(others) == 1 else ""
        return other or self.words.table(table)

    def _single_ends(self, table: Table) -> set[tuple[str, str]]:
        named = self.query.told_ends | {
            field.source for d in self.query.dimensions if d.entity for field in fields_of(d.value)
        }
        grouped = {(f.column.name,) for d in self.query.dimensions for f in fields_of(d.value) if not f.source}
        keys = {(k.ref_schema, k.ref_table) for k in table.foreign_keys if k.columns in grouped}
        return keys | {self.query.tables[source].key for source in named if source}

    # -- columns and other values

    def own(self, field: Field) -> str:
        """The column without its table's noun: "name" of ``customer_name`` and of ``city.city``, "active status"."""
        noun, column = self.noun_of(field.source), self.words.field(self.query, field)
        bare = apart_from(apart_from(column, noun), self.words.table(self.query.table_of(field)))
        if bare in ("name", "title") and self._is_other_name(field):
            return column  # the route name of a section route, which is called by its section name
        if bare == noun and field.column.category == "S":
            return f"{bare} line" if bare == "address" else "name"
        if noun.endswith(f" {bare}") and self._is_only_name(field):
            return "name"  # the maker of a car maker
        if bare == self.key_noun(field) or self._is_own_key(field, bare):
            return f"{bare} id" if bare == self.key_noun(field) else "id"
        if bare != column and self.words.is_thing(bare):
            return column  # a student's class, where classes are other rows
        if not is_flag(field.column):
            return column if bare == "number" else measured(bare)  # "the number of contracts" is how many there are
        first, _, rest = bare.partition(" ")
        if first in ("is", "has") and rest:
            return f"{rest} {'status' if first == 'is' else 'flag'}"
        status = "status" if field.column.category == "B" else "flag"
        return bare if bare.endswith(" flag") else f"{bare} {status}"

    def _is_own_key(self, field: Field, noun: str) -> bool:
        own = self.query.table_of(field).primary_key == (field.column.name,) and noun.endswith(" id")
        return own and noun.removesuffix(" id") in self.noun_of(field.source)

    def _is_other_name(self, field: Field) -> bool:
        named = name_columns(self.query.table_of(field))
        return bool(named) and field.column not in named

    def _is_only_name(self, field: Field) -> bool:
        table = self.query.table_of(field)
        return name_columns(table) == (field.column,) and "name" not in self.words.columns(table)

    def _stands_for_row(self, value: Value) -> bool:
        """The name of what rows belong to: people say the publisher of a book, not the publisher's name."""
        if not isinstance(value, Field) or not value.source or self.told_noun(value.source) == self.noun:
            return False
        if self.own(value) != "name":
            return False
        return name_columns(self.query.table_of(value)) == (value.column,)

    def column(self, field: Field) -> str:
        """The column beside the rows' noun: other tables' columns with theirs."""
        own, noun = self.own(field), self.told_noun(field.source)
        if not field.source or noun == self.noun or f" {uncounted(noun)} " in f" {own} ":
            return own
        return f"{noun} {_after(noun, own)}"

    def key_noun(self, field: Field) -> str:
        """What a key column points at: "store" of ``store_id``; "" for other columns and the table's own key."""
        table = self.query.table_of(field)
        return "" if (field.column.name,) == table.primary_key else self.words.of_column(table, field.column)

    def key_told(self, field: Field) -> str:
        """The same with the table that the key is of, where that is another one: "department manager"."""
        noun, key = self.told_noun(field.source), self.key_noun(field)
        return f"{noun} {key}" if field.source and key and noun not in (key, self.noun) else key

    def value(self, value: Value) -> str:
        """Any value of a row as a noun."""
        match value:
            case Field():
                return self.column(value)
            case Bucket(field=field, grain=grain, main=main):
                period = "day of the week" if grain == "weekday" else grain
                return period if main or self.column(field) == "date" else f"{period} of the {self.column(field)}"
            case Band(field=field):
                return f"{self.column(field)} band"
            case Computed():
                return self._computed(value)

    def _computed(self, value: Computed) -> str:
        first, *rest = [self.column(field) for field in value.fields]
        match value.kind:
            case "product":
                return f"{first} times {rest[0]}"
            case "difference":
                return f"difference between {first} and {rest[0]}"
            case "days":
                return f"number of days between {rest[0]} and {first}"
            case "length":
                return f"number of characters in the {first}"
            case "initial":
                return f"first letter of the {first}"
            case "full_name":
                return "full name in one column"

    def together(self, said: Sequence[str]) -> list[str]:
        """What columns are called; a first and a last name by one word, if this question has one."""
        return full_names(said, self._together) if self._together else list(said)

    def number_told(self, values: Sequence[Value]) -> int:
        """How many things ``shown`` says of them."""
        told = self.together([self._bare(value) for value in values])
        return len(told) + any(text.endswith("first and last name") for text in told)

    def shown(self, values: tuple[Value, ...], *, many: bool = True) -> str:
        """Several values in a list, the noun of a joined table said once; ``many``: each in the plural."""
        sources = {field.source for value in values for field in fields_of(value)}
        noun = self.told_noun(min(sources)) if len(sources) == 1 else ""
        person = bool(noun) and self.is_person(min(sources))
        if len(values) == 1 and noun != self.noun and not person and self._stands_for_row(values[0]):
            return plural(noun) if many else noun
        if sources != {0} and noun and noun != self.noun and (person or self.rng.random() < 0.5):
            bare = [self._bare(value) for value in values]
            return f"{self._inflected(bare, many)} of the {plural(noun) if many else noun}"
        said, before = [], 0
        for value in values:
            text, source = self.value(value), fields_of(value)[0].source
            text = self.told_noun(source) if self._stands_for_row(value) else text
            said.append(self._bare(value) if source and source == before else text)
            before = source
        return self._inflected(said, many)

    def _inflected(self, said: Sequence[str], many: bool) -> str:
        told = self.together(said)
        return listed([plural(text) if many and not text.startswith("number of") else text for text in told])

    def _bare(self, value: Value) -> str:
        return self.own(value) if isinstance(value, Field) else self.value(value)

    def partition(self, value: Value) -> str:
        """What the rows are set apart by: the thing that a key points at, else the value."""
        return (self.key_noun(value) or self._group_value(value)) if isinstance(value, Field) else self.value(value)

    def _group_value(self, field: Field) -> str:
        """The column as a group: "song name", where "name" would not say whose."""
        column = self.column(field)
        return f"{self.noun} {column}" if column in (*_BARE, *_VAGUE) and not field.source else column

    def dimension(self, dimension: Dimension) -> str:
        """What one group is: "service area", "payment method", "month"."""
        if not isinstance(dimension.value, Field):
            return self.value(dimension.value)
        if dimension.entity:
            return self.told_noun(dimension.value.source)
        if key := self.key_told(dimension.value):
            return key
        column = self.column(dimension.value)
        short = column.removesuffix(" name")
        return short if short != column and self.words.is_thing(short) else self._group_value(dimension.value)


def _after(noun: str, column: str) -> str:
    """The column without the words that the noun ends in: "code" of "type code", after "template type"."""
    nouns, words = noun.split(" "), column.split(" ")
    shared = (count for count in range(len(words) - 1, 0, -1) if nouns[-count:] == words[:count])
    return " ".join(words[next(shared, 0) :])


def is_named(field: Field) -> bool:
    """The column is a row's name or title."""
    return bool({"name", "title"} & set(words_of(field.column.name)))


def row_value(by: Value | Measure) -> Value:
    """What rows are ordered or compared by: never a figure of many rows."""
    assert not isinstance(by, Measure)  # noqa: S101 - see Query
    return by
