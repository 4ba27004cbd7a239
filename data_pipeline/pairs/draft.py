"""A query while it is being drawn: joined tables, columns chosen for its parts, conditions that leave rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from random import Random
from typing import Any

from data_pipeline.catalog.model import Column, ForeignKey
from data_pipeline.pairs import known_values, literals, options
from data_pipeline.pairs.conditions import Condition, Equals, Related, Relative, Since, Window
from data_pipeline.pairs.ground import Ground
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.roles import Role
from data_pipeline.pairs.subjects import Link, Subject, Subjects
from data_pipeline.pairs.tree import Dimension, Measure, Query
from data_pipeline.pairs.values import Bucket, Field

Usage = Counter[tuple[tuple[str, str], str]]  # how often the pairs so far have used a column
_ROWS_LEFT = (0.9, 12.0, 40.0)  # rows to expect after the first, second, third condition: correlated ones need room
_ROWS_TO_GROUP = 2.0
_LEVELLING = 0.6  # 1 would use every column alike, 0 the telling ones alone
_KEYS_TOO = 0.2  # how often keys, record dates and the like may be listed
_SURE = 0.85  # the least chance that a condition on a joined table picks rows that the subject's rows lead to
_LIKELY = 0.74  # the same where one row is named: people know whom they ask about
_ALL_EMPTY = 0.3  # the highest chance that a column shows nothing but NULLs


class Draft:
    """The FROM clause of a scope and what has been chosen for the rest. One draft makes one query."""

    def __init__(self, ground: Ground, subjects: Subjects, usage: Usage, rng: Random) -> None:
        self.around = ground.around
        self.joins = ground.joins
        self.subject = ground.around[0]
        self.subjects = subjects
        self.rng = rng
        self.conditions: list[Condition] = []
        self.rows = ground.rows  # expected to remain
        self._reached = ground.reached
        self.fewest = 0.0  # rows that every condition must leave: a figure of one row tells nothing
        self.groups = 1.0  # to expect of the dimension drawn last
        self._grouped: int | None = None  # the table that this dimension is of
        self._usage = usage
        self._used: set[tuple[int, str]] = set()
        self._unspoken = set(ground.ends)  # tables that no part of the query has named yet

    # -- tables

    @property
    def is_single(self) -> bool:
        """Only the subject's own table is read."""
        return not self.joins

    def sources(self) -> list[int]:
        """Positions of tables to take a column from, those that must still be spoken of first."""
        rest = [source for source in range(len(self.around)) if source not in self._unspoken]
        own = [0] if 0 in rest else []
        return [*self._shuffled(self._unspoken), *own, *self._shuffled(set(rest) - {0})]

    # -- columns

    def free(self, source: int, *roles: Role) -> list[Column]:
        """Columns of those roles that no part of the query has taken."""
        columns = self.around[source].columns(*roles)
        return [c for c in columns if (source, c.name) not in self._used and not options.is_secret(c)]

    def take(self, source: int, column: Column) -> Field:
        """The column for one part of the query; no second part may take it, nor the one that a key equates with it."""
        self._used.add((source, column.name))
        self._used.update(self._equated(source, column.name))
        self._unspoken.discard(source)
        return Field(source, column)

    def _equated(self, source: int, name: str) -> Iterator[tuple[int, str]]:
        for join in self.joins:
            for own, other in zip(join.key.columns, join.key.ref_columns, strict=True):
                ends = (join.child, own), (join.parent, other)
                if (source, name) in ends:
                    yield from ends

    def rarest(self, source: int, columns: Sequence[Column], count: int = 1) -> list[Column]:
        """So many of the columns: likelier the telling ones, and those that pairs have used least."""
        subject = self.around[source]

        def turn(column: Column) -> float:
            used = self._usage[subject.table.key, column.name]
            return float((used + 1 + 2 * self.rng.random()) ** _LEVELLING) / options.telling(subject, column)

        return sorted(columns, key=turn)[:count]

    def neglected(self) -> list[Column]:
        """The columns of the subject that no pair has used."""
        key = self.subject.table.key
        return [c for c in self.subject.table.columns if not self._usage[key, c.name] and (0, c.name) not in self._used]

    def show(self, count: int = 1, *, named: float = 0.6, source: int | None = None) -> tuple[Field, ...]:
        """Columns to list: of a table still unspoken of, else of the subject; ``named``: how likely its name is one."""
        place = self.sources()[0] if source is None else source
        subject = self.around[place]
        names = [column for column in subject.names if (place, column.name) not in self._used]
        chosen = names if names and self.rng.random() < named else []
        telling = self.rng.random() >= _KEYS_TOO and subject.columns(*options.TELLING)
        roles = options.TELLING if telling else options.SHOWABLE
        others = [c for c in self.free(place, *roles) if c not in subject.names and self._says_something(c)]
        chosen = [*chosen, *self.rarest(place, others, max(0, count - len(chosen)))]
        if not chosen:
            chosen = names or self.rarest(place, self.free(place, *roles), 1)
        return tuple(self.take(place, column) for column in chosen[: max(count, len(subject.names))])

    def identity(self) -> tuple[Field, ...]:
        """What tells the subject's rows apart: their name, with the key where names may repeat; () without either."""
        table, names = self.subject.table, self.subject.names
        if len(names) == 1 and (names[0].name,) in table.unique_keys:
            return (self.take(0, names[0]),)
        key = [table.column(name) for name in table.primary_key]
        return tuple(self.take(0, column) for column in dict.fromkeys((*names, *key))) if key else ()

    def show_rest(self) -> tuple[Field, ...]:
        """A column of every table that must still be spoken of."""
        return tuple(field for source in sorted(self._unspoken) for field in self.show(1, named=0.9, source=source))

    # -- parts

    def dimension(
        self, *, up_to: float, at_least: float = 2, dated: bool = False, ranked: bool = False
    ) -> Dimension | None:
        """Something to group by, with that many groups; ``ranked``: nobody asks which of yes and no has the most."""
        for source in self.sources():
            fitting = [
                option
                for option in options.dimensions(self.around[source], source, self.subject, dated=dated)
                if at_least <= option.groups <= up_to
                and (source, option.column.name) not in self._used
                and not (ranked and option.is_flag)
            ]
            if fitting and (source in self._unspoken or self.rng.random() < 0.8):
                chosen = self.rng.choices(fitting, [option.weight for option in fitting])[0]
                if not chosen.entity and chosen.subject.leads_to_named(chosen.column) and self.rng.random() < 0.6:
                    continue  # people say the name of what a key leads to
                self.take(source, chosen.column)
                self.groups, self._grouped = chosen.groups, source
                return chosen.dimension(source, self.rng)
        return None

    def measure(self, *kinds: str) -> Measure | None:
        """An aggregate of one of the subject's own columns: those of joined tables would be counted again and again."""
        columns = [column for column in options.measurable(self.subject) if (0, column.name) not in self._used]
        if not columns:
            return None
        column = self.rarest(0, columns)[0]
        allowed = [kind for kind in options.aggregates(self.subject, column) if not kinds or kind in kinds]
        return Measure(self.rng.choice(allowed), self.take(0, column)) if allowed else None

    def restrict(self, *wanted: str) -> bool:
        """One more condition, of the wanted kinds where some are given; False when nothing fits."""
        for source in self.sources():
            choices = options.restrictions(self.around[source], wanted, is_own=not source)
            for choice in sorted(choices, key=partial(self._place, self.around[source].table.key))[:12]:
                if self.accept(source, choice.column, choice.choose):
                    return True
        return False

    def _place(self, table: tuple[str, str], choice: options.Restriction) -> float:
        """A random place in the order of trying; the likelier a choice and the rarer its column, the earlier."""
        used = self._usage[table, choice.column.name]
        return self.rng.expovariate(choice.weight / (4 + used) ** _LEVELLING)

    def name_one(self, place: int | None = None) -> bool:
        """A condition that picks one row of a table by its name, a person's by first and last name."""
        source = self.sources()[0] if place is None else place
        subject = self.around[source]
        if not subject.names or any((source, name.name) in self._used for name in subject.names):
            return False
        if self._reached[source] < _LIKELY:
            return False
        if len(subject.names) == 1 or not subject.people:
            return self.accept(source, subject.names[-1], partial(literals.equals, entity=True), sure=_LIKELY)
        shortest = sorted(subject.people, key=lambda person: len("".join(person)))
        first, last = self.rng.choice(shortest[: known_values.FAVOURITES])
        for column, value in zip(subject.names, (first, last), strict=True):
            self.conditions.append(Equals(self.take(source, column), value, entity=True))
        self.rows = 1 if not source else self.rows / max(1, subject.table.row_count)
        return True

    def accept(
        self, source: int, column: Column, choose: Callable[[Field, Random], Chosen | None], *, sure: float = _SURE
    ) -> bool:
        """Add the condition if it leaves enough rows; no second one on a column, no second one on dates."""
        if (source, column.name) in self._used or (column.category == "D" and self.is_dated):
            return False
        chosen = choose(Field(source, column), self.rng)
        needed = max(self.fewest, _ROWS_LEFT[min(len(self.conditions), len(_ROWS_LEFT) - 1)])
        if chosen is None or self.rows * chosen[1] < needed or not self._meets(source, chosen[1], sure):
            return False
        if self._leaves_one_group(source, chosen[1]):
            return False
        extreme = isinstance(chosen[0], Relative) and chosen[0].kind in ("greatest", "least")
        if extreme and self.conditions:
            return False  # the rows with the greatest value of all hardly ever meet another condition
        self.take(source, column)
        self.conditions.append(chosen[0])
        self.rows = 1 if extreme else self.rows * chosen[1]
        return True

    def _meets(self, source: int, share: float, sure: float) -> bool:
        """Whether, of the rows that a condition lets through, the subject's rows surely lead to one."""
        picked = max(1.0, share * self.around[source].table.row_count)
        return bool(1 - (1 - self._reached[source]) ** picked >= sure)

    def _leaves_one_group(self, source: int, share: float) -> bool:
        """Whether there is a dimension, and of what it would tell apart hardly more than one row is let through."""
        picked = share * (self.around[source].table.row_count if source == self._grouped else self.rows)
        return self._grouped is not None and picked < _ROWS_TO_GROUP

    def _says_something(self, column: Column) -> bool:
        return bool(column.statistics.null_fraction ** max(1.0, self.rows) <= _ALL_EMPTY)

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
        links = [link for link in self.subject.children if options.points_at_one(link) and link.key is not without]

        def turn(link: Link) -> float:
            used = self._usage[link.child.key, link.key.columns[0]]
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

    def _shuffled(self, sources: Iterable[int]) -> list[int]:
        ordered = sorted(sources)
        self.rng.shuffle(ordered)
        return ordered


def main_bucket(subject: Subject, source: int, column: Column, grain: Any) -> Bucket:
    """The bucket of a date."""
    return Bucket(Field(source, column), grain, column == subject.main_date and subject.only_date)
