"""The tables and columns of a query while it is being drawn: what is free, what is shown, what has been used least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.catalog.model import Column, Table
from data_pipeline.pairs import options
from data_pipeline.pairs.conditions import Condition, Equals
from data_pipeline.pairs.flags import same_flags
from data_pipeline.pairs.ground import Ground
from data_pipeline.pairs.numbered import number_given, number_of_rows, told_by
from data_pipeline.pairs.roles import Role, distinct_values, is_constant
from data_pipeline.pairs.subjects import Subjects
from data_pipeline.pairs.values import Field

Usage = Counter[tuple[tuple[str, str], str]]  # how often the pairs so far have used a column
LEVELLING = 0.6  # 1 would use every column alike, 0 the telling ones alone
_ROWS_LEFT = (0.9, 12.0, 40.0)  # rows to expect after the first, second, third condition: correlated ones need room
_KEYS_TOO = 0.12  # how often keys, record dates and the like may be listed
_TOLD_APART = 0.95  # how often the names of rows are listed with values that repeat
_TOLD_TOO = 0.6  # the same with other values
_NO_DETAILS = 0.8  # how often what rows belong to is told without its details
_NAMED = 0.97  # how often what rows belong to is told by its name, where nothing else is said of it
_SHARED = 3  # rows that have the same value, on average, where it does not tell them apart
_BESIDE_NAMES = (Role.CODE, Role.CATEGORY, Role.TEXT, Role.SENSITIVE)  # what people want beside a name
_OFTEN_EMPTY = 0.5  # the part of the rows that lack what is shown beside their name
_EVEN_SO = 0.15  # how often such a column is listed
_EMPTY_ASKED = 5  # columns of a table without any value that are asked about, so that the others have their turn
_ALL_EMPTY = 0.3  # the highest chance that a column shows nothing but NULLs


def as_key(column: str) -> str:
    """What ``Usage`` calls a column that rows are joined by: to list it, or to ask where it is empty, is another."""
    return f"{column} as a key"


def unspoken(table: Table, usage: Usage) -> list[Column]:
    """The columns that no pair has used and that are worth one; of those without any value a few are."""
    unused = [column for column in table.columns if not usage[table.key, column.name]]
    empty = [column.name for column in unused if column.statistics.null_fraction == 1]
    asked = sum(column.statistics.null_fraction == 1 for column in table.columns) - len(empty)
    left_out = {*empty[max(0, _EMPTY_ASKED - asked) :]}
    return [column for column in unused if column.name not in left_out]


class ColumnDraft:
    """The FROM clause of a scope, and what its columns are taken for."""

    def __init__(
        self, ground: Ground, subjects: Subjects, usage: Usage, rng: Random, *, is_first: bool = False
    ) -> None:
        """``is_first``: of its form nothing has been asked about these tables, so the plain question comes first."""
        self.around = ground.around
        self.joins = ground.joins
        self.subject = ground.around[0]
        self.subjects = subjects
        self.rng = rng
        self.conditions: list[Condition] = []
        self.rows = ground.rows  # expected to remain
        self._reached = ground.reached
        self._referred = ground.referred
        self.is_first = is_first
        self.rows_left = _ROWS_LEFT
        self.fewest = 0.0  # rows that every condition must leave: a figure of one row tells nothing
        self.groups = 1.0  # to expect of the dimension drawn last
        self._sums = False  # a figure is of rows that sum up days: of which, few conditions make sense
        self._grouped: int | None = None  # the table that this dimension is of
        self._usage = usage
        self._used: set[tuple[int, str]] = set()
        self._unspoken = set(ground.ends)  # tables that no part of the query has named yet

    # -- tables

    @property
    def is_single(self) -> bool:
        """Only the subject's own table is read."""
        return not self.joins

    @property
    def loses_rows(self) -> bool:
        """A key along which tables are joined is empty in some rows."""
        keys = ((self.around[join.child].table, join.key) for join in self.joins if join.parent == join.source)
        return any(child.column(name).statistics.null_fraction for child, key in keys for name in key.columns)

    @property
    def is_known(self) -> bool:
        """People know the subject's rows by name or by number."""
        return self.subject.is_entity or number_of_rows(self.subject) is not None

    def sources(self) -> list[int]:
        """Positions of tables to take a column from, those that must still be spoken of first."""
        rest = [source for source in range(len(self.around)) if source not in self._unspoken]
        own = [0] if 0 in rest else []
        return [*self._shuffled(self._unspoken), *own, *self._shuffled(set(rest) - {0})]

    # -- columns

    def free(self, source: int, *roles: Role) -> list[Column]:
        """Columns of those roles that no part of the query has taken."""
        columns = self.around[source].columns(*roles)
        return [
            c
            for c in columns
            if (source, c.name) not in self._used and not options.is_secret(c) and not self._marks_deleted(source, c)
        ]

    def _marks_deleted(self, source: int, column: Column) -> bool:
        """The column is in every statement already."""
        mark = mark_of_deletion(self.around[source].table)
        return mark is not None and mark[0] == column

    def take(self, source: int, column: Column) -> Field:
        """The column for one part of the query; no second part may take it, nor one that a key equates with it, nor
        one that says the same.
        """
        self._used.add((source, column.name))
        self._used.update(self._equated(source, column.name))
        self._used.update((source, same.name) for same in same_flags(self.around[source].table, column))
        if source or not self._only_ties(column):
            self._unspoken.discard(source)
        return Field(source, column)

    def _only_ties(self, column: Column) -> bool:
        """A key of a table with details of what it ties: that is no word about them."""
        bare = self.subject.bare
        return bare is not None and any(one.name == column.name for one in bare.table.columns)

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
            return float((used + 1 + 2 * self.rng.random()) ** LEVELLING) / options.telling(subject, column)

        return sorted(columns, key=turn)[:count]

    def neglected(self) -> list[Column]:
        """The columns of the subject that no pair has used, the telling ones first."""
        unused = unspoken(self.subject.table, self._usage)
        unused.sort(key=lambda column: -options.telling(self.subject, column))
        return [c for c in unused if (0, c.name) not in self._used and not self._marks_deleted(0, c)]

    def show(self, count: int = 1, *, named: float = 0.6, source: int | None = None) -> tuple[Field, ...]:
        """Columns to list: of a table still unspoken of, else of the subject; ``named``: how likely its name is one.

        None of a link table: its rows are told by their ends.
        """
        place = self.sources()[0] if source is None else source
        subject = self.around[place]
        if subject.is_link:
            return ()
        names = [column for column in told_by(subject.table) if (place, column.name) not in self._used]
        telling = self.rng.random() >= _KEYS_TOO and subject.columns(*options.TELLING)
        roles = options.TELLING if telling else options.SHOWABLE
        others = [c for c in self.free(place, *roles) if c not in subject.names and self._says_something(c)]
        if place and self.rng.random() < _NO_DETAILS:
            named, others = max(named, _NAMED), [c for c in others if options.is_told_with(subject, c)]
        chosen = list(names) if names and self.rng.random() < named else []
        beside = not place and (bool(chosen) or self._one_is_named())
        chosen += self.rarest(place, self._few_flags(place, others, most=int(beside)), max(0, count - len(chosen)))
        if not chosen:
            chosen = list(names) or self.rarest(place, self._few_flags(place, self.free(place, *roles), most=0), 1)
        chosen = chosen[: max(count, len(subject.names))]
        chosen.sort(key=lambda column: subject.roles[column.name] is Role.FLAG)  # as they are said: ..., and whether
        return tuple(self.take(place, column) for column in chosen)

    def names_beside(self, shown: Sequence[Field], often: float | None = None) -> tuple[Field, ...]:
        """The names or numbers of the subject's rows beside their other columns, ``often`` or as people want them.

        That is oftener beside values that repeat.
        """
        known = told_by(self.subject.table) or self._dated_by()
        names = [column for column in known if (0, column.name) not in self._used]
        rows = self.subject.table.row_count
        repeat = all(self._groups_of(field) * _SHARED <= rows for field in shown)
        wanted = self.rng.random() < (often or (_TOLD_APART if repeat else _TOLD_TOO))
        return tuple(self.take(0, column) for column in names) if shown and wanted and self.rows > _SHARED else ()

    def _dated_by(self) -> tuple[Column, ...]:
        """What tells rows apart that have neither name nor number: when each happened, or the day that it sums up."""
        date = self.subject.main_date
        return (date,) if date and not date.statistics.null_fraction else ()

    def _groups_of(self, field: Field) -> float:
        rows = self.around[field.source].table.row_count
        return distinct_values(field.column, rows) or rows

    def another(self, source: int) -> tuple[Field, ...]:
        """A column to be shown beside the names of a table's rows, if there is one."""
        named = self.around[source].names
        free = (self.free(source, *roles) for roles in (_BESIDE_NAMES, options.TELLING))
        filled = ([c for c in columns if c.statistics.null_fraction <= _OFTEN_EMPTY] for columns in free)
        others = next((found for columns in filled if (found := [c for c in columns if c not in named])), [])
        return tuple(self.take(source, c) for c in self.rarest(source, self._few_flags(source, others, most=0), 1))

    def _few_flags(self, source: int, columns: list[Column], *, most: int) -> list[Column]:
        """Without all but so many flags: yes, no, no, yes alone tells nothing."""
        flags = [column for column in columns if self.around[source].roles[column.name] is Role.FLAG]
        kept = self.rarest(source, flags, most)
        return [column for column in columns if column not in flags or column in kept]

    def _one_is_named(self) -> bool:
        return any(isinstance(one, Equals) and one.entity and not one.field.source for one in self.conditions)

    def identity(self) -> tuple[Field, ...]:
        """What tells the subject's rows apart: their name, with their number or key where it may repeat; () without."""
        table, names = self.subject.table, self.subject.names
        if len(names) == 1 and (names[0].name,) in table.unique_keys:
            return (self.take(0, names[0]),)
        given = number_given(table)
        key = [given] if given else [table.column(name) for name in table.primary_key]
        return tuple(self.take(0, column) for column in dict.fromkeys((*names, *key))) if key else ()

    def show_rest(self) -> tuple[Field, ...]:
        """A column of every table that must still be spoken of."""
        return tuple(field for source in sorted(self._unspoken) for field in self.show(1, named=_NAMED, source=source))

    def _says_something(self, column: Column) -> bool:
        empty = column.statistics.null_fraction
        if is_constant(column) and self.rng.random() >= _EVEN_SO:
            return False
        return bool(empty ** max(1.0, self.rows) <= _ALL_EMPTY) and (
            empty <= _OFTEN_EMPTY or self.rng.random() < _EVEN_SO
        )

    def _shuffled(self, sources: Iterable[int]) -> list[int]:
        ordered = sorted(sources)
        self.rng.shuffle(ordered)
        return ordered
