"""A query while it is being drawn: joined tables, columns chosen for its parts, conditions that leave rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any

from data_pipeline.catalog.model import Column, ForeignKey
from data_pipeline.pairs import known_values, literals, options
from data_pipeline.pairs.column_draft import LEVELLING, ColumnDraft, as_key
from data_pipeline.pairs.conditions import Equals, IsNull, Related, Relative, Since, Window
from data_pipeline.pairs.groupings import DimensionOption, dimensions
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.numbered import number_of_rows
from data_pipeline.pairs.owners import named_after
from data_pipeline.pairs.roles import says_how_it_is
from data_pipeline.pairs.subjects import Link, is_of_child, linking_keys
from data_pipeline.pairs.tree import Dimension, Measure, Query
from data_pipeline.pairs.values import Field, fields_of

_ROWS_TO_GROUP = 2.0
_SURE = 0.85  # the least chance that a condition on a joined table picks rows that the subject's rows lead to
_LIKELY = 0.74  # the same where one row is named: people know whom they ask about
_BY_NAME = 0.85  # how often rows are grouped by the names of what a key leads to rather than by the key
_BY_NUMBER = 0.3  # how often one row of a table without names is picked by its number
_ALL_OF_THEM = 0.99  # of the rows that could be groups
_ALL = 0.95  # a condition that more of the rows meet asks nothing


class Draft(ColumnDraft):
    """The FROM clause of a scope and what has been chosen for the rest. One draft makes one query."""

    # -- parts

    def dimension(
        self, *, up_to: float, at_least: float = 2, dated: bool = False, ranked: bool = False, place: int | None = None
    ) -> Dimension | None:
        """Something to group by, with that many groups, of one table where a ``place`` is given.

        ``ranked``: one that people ask the first of.
        """
        for source in self.sources() if place is None else (place,):
            fitting = [
                option
                for option in dimensions(
                    self.around[source],
                    source,
                    self.subject,
                    dated=dated,
                    rows=self._led_to(source),
                    acting=self._is_acting(source),
                )
                if at_least <= option.groups <= up_to
                and (source, option.column.name) not in self._used
                and (option.is_ranked or not ranked)
                and not self._is_through_role(source, option)
            ]
            if fitting and (source in self._unspoken or self.rng.random() < 0.8):
                chosen = self.rng.choices(fitting, [option.liking(ranked=ranked) for option in fitting])[0]
                if not chosen.entity and chosen.subject.leads_to_named(chosen.column) and self.rng.random() < _BY_NAME:
                    continue  # people say the name of what a key leads to
                self.take(source, chosen.column)
                self.groups, self._grouped = chosen.groups, source
                if chosen.grain and (undated := chosen.column.statistics.null_fraction):
                    self.conditions.append(IsNull(Field(source, chosen.column), negated=True))  # no month is NULL
                    self.rows *= 1 - undated
                return chosen.dimension(source, self.rng)
        return None

    def measure(self, *kinds: str, place: int = 0) -> Measure | None:
        """An aggregate of one of the subject's own columns: those of joined tables would be counted again and again.

        ``place``: an end of a link table, where each of its rows is tied once to what is grouped by or named.
        """
        subject = self.around[place]
        free = [column for column in options.measurable(subject) if (place, column.name) not in self._used]
        possible = {column: [kind for kind in options.aggregates(subject, column) if not kinds or kind in kinds]
                    for column in free}  # fmt: skip
        columns = [column for column in free if possible[column]]
        if not columns:
            return None
        column = self.rarest(place, columns)[0]
        self._sums = subject.is_summary
        return Measure(self.rng.choice(possible[column]), self.take(place, column))

    def counted(self) -> Measure | None:
        """The number of rows; where each row sums something up, what that comes to."""
        return self.measure("sum") or self.measure("avg") if self.subject.is_summary else Measure("count")

    def amount(self, often: float, *kinds: str) -> Measure | None:
        """A sum (or other kinds) with that chance, else the number of rows as in ``counted``."""
        return self.measure(*(kinds or ("sum",))) if self.rng.random() < often else self.counted()

    def restrict(self, *wanted: str, place: int | None = None) -> bool:
        """One more condition, of the wanted kinds where some are given; False when nothing fits.

        ``place``: on that table, as on rows that are asked about.
        """
        for source in self.sources() if place is None else (place,):
            choices = options.restrictions(self.around[source], wanted, is_own=not source or place is not None)
            if self._is_acting(source):
                choices = tuple(one for one in choices if not one.is_detail and not says_how_it_is(one.column))
            elif self._is_far(source) or (self._sums and not source):
                choices = tuple(one for one in choices if not one.is_detail)
            for choice in sorted(choices, key=partial(self._place, self.around[source].table.key))[:12]:
                if self.accept(source, choice.column, choice.choose):
                    return True
        return False

    def _place(self, table: tuple[str, str], choice: options.Restriction) -> float:
        """A random place in the order of trying; the likelier a choice and the rarer its column, the earlier."""
        used = self._usage[table, choice.column.name]
        return self.rng.expovariate(choice.weight / (4 + used) ** LEVELLING)

    def name_one(self, place: int | None = None) -> bool:
        """A condition that picks one row of a table: by its name, a person by both names, of the subject by number."""
        source = self.sources()[0] if place is None else place
        subject = self.around[source]
        if not subject.names:
            return not source and self._number_one()
        if any((source, name.name) in self._used for name in subject.names):
            return False
        if self._referred[source]:
            return self._name_referred(source)
        if self._reached[source] < _LIKELY:
            return False
        if len(subject.names) == 1 or not subject.people:
            single = partial(literals.equals, entity=True, most=literals.one_row(subject.table))
            return self.accept(source, subject.names[-1], single, sure=_LIKELY)
        shortest = sorted(subject.people, key=lambda person: len("".join(person)))
        first, last = self.rng.choice(shortest[: known_values.FAVOURITES])
        for column, value in zip(subject.names, (first, last), strict=True):
            self.conditions.append(Equals(self.take(source, column), value, entity=True))
        self.rows = 1 if not source else self.rows / max(1, subject.table.row_count)
        return True

    def _name_referred(self, source: int) -> bool:
        """The same where it is known which rows the subject's rows point at: one of the shortest names."""
        known = sorted(self._referred[source], key=lambda one: len("".join(one[0])))[: known_values.FAVOURITES]
        names, share = self.rng.choice(known)
        subject = self.around[source]
        of_group = 1 / subject.table.row_count if source == self._grouped or self.subject.is_link else share
        if self.rows * share < self._needed or self._leaves_one_group(source, of_group):
            return False
        for column, value in zip(subject.names, names, strict=True):
            self.conditions.append(Equals(self.take(source, column), value, entity=True))
        self.rows *= share
        return True

    def _number_one(self) -> bool:
        """A condition that picks a row of the subject by its key, where people know rows by number: order 10248."""
        key = number_of_rows(self.subject)
        one = partial(literals.equals, entity=True, given=key is not None and key.category == "S")
        return key is not None and self.rng.random() < _BY_NUMBER and self.accept(0, key, one, sure=_LIKELY)

    def accept(
        self, source: int, column: Column, choose: Callable[[Field, Random], Chosen | None], *, sure: float = _SURE
    ) -> bool:
        """Add the condition if it leaves enough rows; no second one on a column, no second one on dates."""
        if (source, column.name) in self._used or (column.category == "D" and self.is_dated):
            return False
        chosen = choose(Field(source, column), self.rng)
        if (
            chosen is None
            or chosen[1] > _ALL
            or self.rows * chosen[1] < self._needed
            or not self._meets(source, chosen[1], sure)
        ):
            return False
        if self._leaves_one_group(source, chosen[1]) or self._is_other_end(source, column):
            return False
        if isinstance(chosen[0], Equals) and self._is_on_way_to_groups(source, column):
            return False
        if isinstance(chosen[0], IsNull) and self._is_joined_along(source, column):
            return False  # it is set in every row that the join leaves
        extreme = isinstance(chosen[0], Relative) and chosen[0].kind in ("greatest", "least")
        if extreme and (self.conditions or self.fewest or self._grouped is not None):
            return False  # hardly more than one row has the greatest value of all, and it meets no other condition
        self.take(source, column)
        self.conditions.append(chosen[0])
        self.rows = 1 if extreme else self.rows * chosen[1]
        return True

    def is_known_by_name(self, source: int, column: Column) -> bool:
        """A key to, or of, rows that people call by name: they hardly ever ask for its numbers."""
        subject = self.around[source]
        own = bool(source and subject.names) and (column.name,) == subject.table.primary_key
        return (own or subject.leads_to_named(column)) and self.rng.random() < _BY_NAME

    def leaves_out(self, dimension: Dimension) -> bool:
        """Whether, as far as statistics tell, some rows like the groups are none, as nothing leads to them: artists
        without albums. Not of a role: an inspector is who has inspected something.
        """
        field = fields_of(dimension.value)[0]
        links = [link for link in self.around[field.source].parents if link.key.columns == (field.column.name,)]
        keys = [link.key for link in links]
        keys += [join.key for join in self.joins if join.source == field.source and dimension.entity]
        if not all(map(named_after, keys)):
            return False
        known = map(options.referred_to, links)
        return min([*known, self._reached[field.source] if dimension.entity else 1.0]) <= _ALL_OF_THEM

    def _is_acting(self, source: int) -> bool:
        """Whether a table is joined for what its rows do for others: approvers, inspectors."""
        return any(join.source == source and not named_after(join.key) for join in self.joins)

    def _is_through_role(self, source: int, option: DimensionOption) -> bool:
        """The company of the approver: people ask for groups by approvers, or by companies."""
        if not option.entity:
            return option.subject.leads_to_named(option.column) and self._is_acting(source)
        return any(join.source == source and self._is_acting(join.child) for join in self.joins)

    def _is_far(self, source: int) -> bool:
        """Whether another table lies between: the company of the employee who signed."""
        return any(join.source == source and join.child for join in self.joins)

    def _led_to(self, source: int) -> float:
        """How many rows of a table the subject's rows lead to."""
        return self._reached[source] * self.around[source].table.row_count

    def _is_joined_along(self, source: int, column: Column) -> bool:
        return any(join.child == source and column.name in join.key.columns for join in self.joins)

    @property
    def _needed(self) -> float:
        """Rows that one more condition has to leave."""
        return max(self.fewest, self.rows_left[min(len(self.conditions), len(self.rows_left) - 1)])

    def _meets(self, source: int, share: float, sure: float) -> bool:
        """Whether, of the rows that a condition lets through, the subject's rows surely lead to one.

        Rows that are alike tend to be led to together, or not at all: of a thousand only some thirty count.
        """
        picked = max(1.0, share * self.around[source].table.row_count) ** 0.5
        return bool(1 - (1 - self._reached[source]) ** picked >= sure)

    def _leaves_one_group(self, source: int, share: float) -> bool:
        """Whether there is a dimension, and of what it would tell apart hardly more than one row is let through."""
        if self._grouped is None:
            return False
        other_end = self.subject.is_link and source not in (0, self._grouped)  # tied to a group once at most
        picked = share * (self.around[source].table.row_count if other_end or source == self._grouped else self.rows)
        return bool(picked < _ROWS_TO_GROUP)

    def _is_on_way_to_groups(self, source: int, column: Column) -> bool:
        """The key leads to what the groups are of, so that one value of it leaves one group: the day of invoice 5."""
        joins, at = {join.source: join for join in self.joins}, self._grouped or 0
        while at:
            join = joins[at]
            if join.parent == at and join.child == source and column.name in join.key.columns:
                return True
            at = join.child if join.parent == at else join.parent
        return False

    def _is_other_end(self, source: int, column: Column) -> bool:
        """Of groups by one end of a link table, a key to the other end: each group is tied to it once at most."""
        keys = linking_keys(self.subject.table) if self._grouped is not None and not source else ()
        return any(column.name in key.columns for key in keys)

    @property
    def is_dated(self) -> bool:
        """A condition on a date stands."""
        return any(isinstance(condition, Window | Since) for condition in self.conditions)

    def child(self, *, key: ForeignKey | None = None) -> Related | None:
        """A table whose rows point at the subject's by one unique column, as a condition to be completed."""
        link = self.child_link(without=key)
        return Related(link.child, link.key, exists=True) if link else None

    def child_link(self, *, without: ForeignKey | None = None) -> Link | None:
        """A key of another table to a unique column of the subject; first one that no pair has used, then rather a rare
        one."""
        links = [
            link
            for link in self.subject.children
            if options.points_at_one(link) and link.key is not without and not is_of_child(link.child, link.parent)
        ]  # a capital city has no country

        def turn(link: Link) -> float:
            used = self._usage[link.child.key, as_key(link.key.columns[0])]
            return used + 8 * self.rng.random() + (20 if used else 0)

        return min(links, key=turn, default=None)

    # -- the end

    def query(self, outputs: Iterable[Any], **parts: Any) -> Query | None:
        """The query, unless it would show nothing or leave a joined table unmentioned."""
        shown = tuple(outputs)
        if self._unspoken or not shown:
            return None
        tables = tuple(subject.table for subject in self.around)
        return Query(tables, self.joins, shown, tuple(self.conditions), **parts)

    def speak_of(self, source: int) -> None:
        """The table is named without any of its columns being used."""
        self._unspoken.discard(source)
