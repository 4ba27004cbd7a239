"""English rows with everything that is said of them: "tracks of the album 'Facelift' with a unit price above 1"."""

from __future__ import annotations

import re
from dataclasses import replace

from data_pipeline.pairs.conditions import ColumnCondition, Condition, Either, Equals, IsTrue, OneOf, Related, Window
from data_pipeline.pairs.english.conditions import Conditions
from data_pipeline.pairs.english.dates import period
from data_pipeline.pairs.english.grammar import clause, is_plural, listed, of_one_row, state, value_in_quotes, verbal
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.related_rows import rows_told
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.summaries import sums_up
from data_pipeline.pairs.tree import Measure, Query
from data_pipeline.pairs.values import Field

HOLDERS = {"category", "genre", "album", "playlist", "city", "country", "region", "state", "department", "district",
           "province", "town", "continent", "section", "group", "collection", "language", "class", "course", "team",
           "territory", "area", "warehouse", "building", "school", "season", "county"}  # fmt: skip
_BEFORE_NOUN = {"status", "type", "category", "kind", "channel", "method"}  # columns whose values go before the noun
_KINDS = {"category", "genre", "type", "kind", "class", "style", "brand", "language"}
_AUTHORS = {"artist", "author", "writer", "director", "composer", "singer", "publisher", "designer", "editor"}


class Restrictions(Conditions):
    """The rows of a query."""

    def rows(self, *, single: bool = False) -> str:
        """The rows with all their conditions."""
        kind, quality = self._kind(), self._quality()
        said = f"{self.quality(quality)} {kind}" if quality else kind
        restricted = self.restriction(told=bool(kind), but=quality)
        return said + (f"{self.noun}{of_one_row(restricted)}" if single else f"{self.nouns}{restricted}")

    def of_rows(self) -> str:
        """ " of tracks above 5"; of what sums up days only what it is about, " in the service area X", or ""."""
        table = self.query.tables[0]
        dated = all(isinstance(c, Window) and c.main for c in self.query.conditions if not self._source(c))
        by = [*self.query.measures, *(order.by for order in self.query.orders)]
        of = [one.of for one in by if isinstance(one, Measure) and isinstance(one.of, Field)]
        # not what other tables have as well, nor a date: the latest one of what?
        tells = all(self.words.is_telling(table, field.column) and field.column.category != "D" for field in of)
        return self.restriction(near=False) if sums_up(table) and dated and tells else f" of {self.rows()}"

    def restriction(self, *, told: bool = False, but: Condition | None = None, near: bool = True) -> str:
        """What follows the noun in rows(), with a space before; "" where there is nothing.

        ``told``: the kind is told already; ``but``: so is this condition; ``near``: the noun stands right before.
        """
        own = [c for c in self.query.conditions if self._source(c) == 0 and c != but]
        short = [self._short(c) for c in own if self._is_short(c)]
        sources = [source for source in self._joined_sources() if not (told and self._is_kind(source))]
        joined = [self._joined(source, near=near) for source in sources]
        short += [text for text, is_one in joined if is_one]
        said = [self.condition(c) for c in own if not self._is_short(c) and not self._is_first_name(c)]
        loose = [text for text, is_one in joined if not is_one]
        first, *further = [*said, *loose] or [""]
        if short and first.startswith(("of ", "for ", "by ", "in ")):
            first = f"and {first}"  # of the customer Jane Doe and of staff members in Oslo
        return "".join(f" {part}" for part in (*short, listed([first, *map(clause, further)])) if part)

    def _quality(self) -> Condition | None:
        """The condition of "active customers", now and then; None where that would be a mouthful."""
        flags = [c for c in self.query.conditions if not self._source(c) and self.quality(c)]
        return flags[0] if len(flags) == 1 and self.rng.random() < 0.6 else None

    def quality(self, condition: Condition) -> str:
        """ "active" of rows that are so, "paid" of invoices with that status, where that is one word; else ""."""
        if isinstance(condition, Equals):
            return self._kind_of_rows(condition)
        if not isinstance(condition, IsTrue) or not condition.value:
            return ""
        adjective = state(self.words.field(self.query, condition.field), value=True).removeprefix("are ")
        return adjective if " " not in adjective and not is_plural(adjective) else ""

    def _kind_of_rows(self, condition: Equals) -> str:
        """The value of a status or kind that goes before the noun: "paid" invoices, "card" payments; else ""."""
        column = self.words.field(self.query, condition.field).split(" ")[-1]
        value = self.words.value(condition.field.column, condition.value)
        before = not (condition.negated or condition.entity) and column in _BEFORE_NOUN
        return value if before and re.fullmatch(r"[A-Za-z]?[a-z]{3,13}", value) else ""

    def _kind(self) -> str:
        """ "Rock " of "Rock tracks", now and then, where the rows are told by the name of their genre alone; or ""."""
        kinds = [c for c in self.query.conditions if self._names_one(c) and self._is_kind(self._source(c))]
        if len(kinds) != 1 or not isinstance(kinds[0], Equals) or self.rng.random() < 0.4:
            return ""
        return f"{self.words.value(kinds[0].field.column, kinds[0].value)} "

    def _is_kind(self, source: int) -> bool:
        """The rows of the table are kinds of what the query is about."""
        return source > 0 and self.noun_of(source).split(" ")[-1] in _KINDS and len(self._conditions_on(source)) == 1

    def _conditions_on(self, source: int) -> list[Condition]:
        return [c for c in self.query.conditions if self._source(c) == source]

    def predicate(self) -> str:
        """The only condition as what the rows do: "have a unit price above 5"; "" where it cannot be said so."""
        if any(isinstance(condition, Either) for condition in self.query.conditions):
            return ""
        told = {self._source(c) if self._names_one(c) else index for index, c in enumerate(self.query.conditions, 100)}
        return verbal(self.restriction().strip()) if len(told) == 1 else ""

    def one(self) -> tuple[str, str]:
        """("artist", "'Iron Maiden'"): the noun and the name of the one thing that is asked about; else ("", "")."""
        named = [c for c in self.query.conditions if isinstance(c, Equals) and c.entity]
        if not named or len(named) < len(self.query.conditions):
            return "", ""
        return self.noun_of(named[0].field.source), self._full_name(named[-1])

    def condition(self, condition: Condition) -> str:
        """Any condition as what follows the noun of the rows."""
        if isinstance(condition, Either):
            return self._either(condition.first, condition.second)
        return self.related(condition) if isinstance(condition, Related) else self.attached(condition)

    def related(self, related: Related) -> str:
        """ "that have invoices with a total above 5", "without any payments"."""
        inner = Restrictions(rows_told(related), self.words, self.rng)
        children = self.child_noun(related) + inner.restriction()
        role = self.words.of_key(related.child, related.key)
        if role != self.words.table(self.query.tables[0]) and not linking_keys(related.child):
            are, of = ("are", "of") if related.exists else ("are not", "of any")
            return f"that {are} {plural(role)} {of} {children}"
        if related.exists:
            return self.pick(f"that have {children}", f"with {children}")
        return self.pick(f"that do not have any {children}", f"without any {children}", f"that have no {children}")

    def child_noun(self, related: Related) -> str:
        """What a row has of the child, in the plural: of a link table the rows at its other end."""
        others = [key for key in linking_keys(related.child) if key != related.key]
        noun = self.words.of_key(related.child, others[0]) if len(others) == 1 else ""
        return plural(noun or self.words.table(related.child))

    def _either(self, first: ColumnCondition, second: ColumnCondition) -> str:
        if isinstance(first, Equals) and isinstance(second, Equals) and first.field == second.field:
            return self.besides(OneOf(first.field, (first.value, second.value)))
        return f"{self.besides(first)} or {clause(self.besides(second))}"

    def besides(self, condition: ColumnCondition) -> str:
        """A condition beside others, with the noun of the table where that is another one."""
        source = condition.field.source
        join = self.join_to(source)
        if join is not None and join.parent == source and self._is_of_the_rows(condition):
            inner = Restrictions(Query((self.query.tables[source],)), self.words, self.rng)
            rows = f"{self._link(source, one=False)} {plural(self.linked_noun(source))}"
            return f"{rows} {inner.attached(_moved(condition))}"
        return self.attached(condition, self.column(condition.field) if source else "")

    def _is_of_the_rows(self, condition: ColumnCondition) -> bool:
        """Said only of the rows whose column it is: "areas with 5 spaces", not "shops with 5 area spaces"."""
        return isinstance(condition, IsTrue) or is_plural(self.own(condition.field))

    def _is_in_place(self, condition: ColumnCondition) -> bool:
        """Customers in Brazil, rather than the customer country Brazil."""
        return isinstance(condition, Equals) and not condition.negated and self.is_plain_place(condition.field)

    # -- conditions on the rows' own table

    def _is_short(self, condition: Condition) -> bool:
        """Said right after the noun, before longer conditions."""
        if isinstance(condition, Window):
            return condition.main and not self.done_then(condition.field)
        if not isinstance(condition, Equals) or condition.negated:
            return False
        return bool(self.key_noun(condition.field)) or (condition.entity and not self._is_first_name(condition))

    def _short(self, condition: Condition) -> str:
        if isinstance(condition, Window):
            return period(condition)
        assert isinstance(condition, Equals)  # noqa: S101 - see _is_short
        if condition.by_number:
            return f"with the {self.own(condition.field)} {condition.value}"
        if condition.entity:
            return f"{self.pick('named', 'called')} {self._full_name(condition)}"
        return f"of {self.key_noun(condition.field)} {value_in_quotes(condition.value)}"

    # -- conditions on joined tables

    def _source(self, condition: Condition) -> int:
        return 0 if isinstance(condition, Either | Related) else condition.field.source

    def _joined_sources(self) -> list[int]:
        """The joined tables to be told of: those with conditions, and those that the rows must have a row of."""
        had = [join.source for join in self.query.joins if join.parent != join.source and not join.outer]
        sources = [*(self._source(c) for c in self.query.conditions), *had]
        return sorted({source for source in sources if source}, key=sources.index)

    def _joined(self, source: int, *, near: bool) -> tuple[str, bool]:
        """What is said of a joined table's rows, and whether that is one row by its name; ``near``: see restriction."""
        met = [c for c in self.query.conditions if self._source(c) == source and not isinstance(c, Either | Related)]
        named = [c for c in met if self._names_one(c)]
        rest = [c for c in met if c not in named]
        near = near and len(rest) == 1 and not named and self._is_near(source)
        if near and not (self._is_of_the_rows(rest[0]) or self._is_in_place(rest[0])) and self.rng.random() < 0.6:
            return self.attached(rest[0], self.column(rest[0].field)), False
        if not named and linking_keys(self.query.tables[0]) and self.noun_of(source) == self.noun:
            return self.said_of(source), False  # the rows of a link table are called so already
        said, rows = self.said_of(source), self._named(source, named[-1]) if named else self._all_of(source)
        if (quality := self.quality(met[0]) if len(met) == 1 else "") and self.rng.random() < 0.6:
            said, rows = "", f"{quality} {rows}"
        return f"{self._link(source, one=bool(named))} {rows} {said}".strip(), bool(named)

    def _all_of(self, source: int) -> str:
        join = self.join_to(source)
        if join is not None and join.parent != source:
            return self.child_noun(Related(self.query.tables[source], join.key, exists=True))
        return plural(self.linked_noun(source))

    def said_of(self, source: int) -> str:
        """The conditions on a joined table, as said of its rows; "" without any, and for their names."""
        met = [c for c in self.query.conditions if source and not isinstance(c, Either | Related)]
        rest = [c for c in met if c.field.source == source and not self._names_one(c)]
        inner = Restrictions(Query((self.query.tables[source],)), self.words, self.rng)
        first, *further = [inner.attached(_moved(c)) for c in rest] or [""]
        return listed([first, *map(clause, further)])

    def _named(self, source: int, name: Condition) -> str:
        assert isinstance(name, Equals)  # noqa: S101 - see _names_one
        noun, value = self.linked_noun(source), self._full_name(name)
        if " " in value and "'" not in value and self.is_person(source) and self.rng.random() < 0.4:
            return value
        if noun.split(" ")[-1] in ("category", "genre", "language") and self.rng.random() < 0.4:
            return f"the {value} {noun}"
        return self.pick(
            f"the {noun} {value}", f"the {noun} {value}", f"{noun} {value}", f"the {noun} {self._calling(name)} {value}"
        )

    def _calling(self, name: Equals) -> str:
        own = self.own(name.field)
        table, owner = self.query.table_of(name.field), own.removesuffix(" name")
        if owner != own and self.words.is_person(table, owner) and not self.is_person(name.field.source):
            return f"with the {own}"  # a card's holder is not the card
        return "with the title" if own == "title" else "named" if "name" in own else "called"

    def _is_near(self, source: int) -> bool:
        """A thing that the rows themselves refer to: "whose album title is"."""
        join = self.join_to(source)
        return join is not None and not join.child and join.parent == source and not self.is_person(source)

    def _link(self, source: int, *, one: bool) -> str:
        """How the rows belong to a joined table's, with what lies between: "of albums by"."""
        join = self.join_to(source)
        assert join is not None  # noqa: S101 - only the first table is not joined
        if join.parent != source:
            return "that have"
        between = ""
        if join.child and not self._is_told(join.child):
            between = f"{self._link(join.child, one=False)} {plural(self.noun_of(join.child))} "
        if deed := self.deed(source):
            return f"{between}{deed}"
        noun = self.noun_of(source)
        last = noun.split(" ")[-1]
        if last in HOLDERS and noun == self.words.table(self.query.tables[source]):
            return f"{between}in"
        if last in _AUTHORS:
            return between + self.pick("by", "of")
        if noun != self.words.table(self.query.tables[source]) and not self.is_person(source):
            return f"{between}with"  # owners with preferred clinics in Rome
        return between + (self.pick("of", "of", "for") if one else "of")

    def is_by_one(self) -> bool:
        """The rows are told by who did something with them, which a verb says better than "have"."""
        named = [c for c in self.query.conditions if isinstance(c, Equals) and c.entity]
        return any(self.deed(condition.field.source) for condition in named)

    def _is_told(self, source: int) -> bool:
        """The table's rows are what the rows' noun names already."""
        noun = self.noun_of(source)
        return f" {noun} " in f" {self.noun} " or bool(linking_keys(self.query.tables[source]))

    # -- names

    def _names_one(self, condition: Condition) -> bool:
        return isinstance(condition, Equals) and condition.entity

    def _is_first_name(self, condition: Condition) -> bool:
        """The first of two conditions that name one row: it is said with the second."""
        named = [c for c in self.query.conditions if isinstance(c, Equals) and c.entity]
        same = [c for c in named if c.field.source == self._source(condition)]
        return condition in same and condition is not same[-1]

    def _full_name(self, last: Equals) -> str:
        named = [c for c in self.query.conditions if isinstance(c, Equals) and c.entity]
        values = [c.value for c in named if c.field.source == last.field.source]
        return " ".join(values) if len(values) > 1 else value_in_quotes(last.value)


def _moved(condition: ColumnCondition) -> ColumnCondition:
    """The same condition on the first table of another query."""
    return replace(condition, field=Field(0, condition.field.column))
