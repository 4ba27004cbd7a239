"""A query while it is being drawn: tables joined along keys, and conditions that leave rows."""

from __future__ import annotations

from random import Random

from data_pipeline.catalog.model import Column
from data_pipeline.pairs import literals
from data_pipeline.pairs.choices import Grouping, Path, groupings, measurable, restrictions
from data_pipeline.pairs.literals import Chosen
from data_pipeline.pairs.roles import Role
from data_pipeline.pairs.subjects import Link, Subject, Subjects
from data_pipeline.pairs.tree import ColumnCondition, Dimension, Field, Join, Measure, Window

_ROWS_LEFT = (1.0, 20.0, 50.0)  # rows to expect after the first, second, third condition: correlated ones need room


class Draft:
    """The FROM clause and conditions so far. One draft makes one query."""

    def __init__(self, subject: Subject, subjects: Subjects, rng: Random) -> None:
        self.subject = subject
        self.subjects = subjects
        self.rng = rng
        self.tables = [subject.table]
        self.joins: list[Join] = []
        self.conditions: list[ColumnCondition] = []
        self.rows = float(subject.table.row_count)  # expected to remain
        self.is_dated = False  # a time window or bucket is set
        self._used: set[tuple[int, str]] = set()

    def use(self, column: Column, source: int = 0) -> Field:
        """The column of one of the tables, for one part of the query; no second part may take it."""
        self._used.add((source, column.name))
        return Field(source, column)

    def unused(self, columns: list[Column]) -> list[Column]:
        """Those of the first table's columns that no part of the query has taken."""
        return [column for column in columns if (0, column.name) not in self._used]

    def reach(self, path: Path) -> int:
        """Join along the path, reusing joins that stand; gives the position of its last table."""
        source = 0
        for link in path:
            source = self._joined(link, source) or self._join(link, source)
        return source

    def group(self, *, up_to: float) -> tuple[Dimension, Grouping] | None:
        """A dimension of at most ``up_to`` groups, joined in; None when there is none."""
        fitting = [g for g in groupings(self.subject, self.subjects) if g.groups <= up_to and self._is_free(g)]
        if not fitting:
            return None
        weights = [4 if g.entity and len(g.path) == 1 else 3 if not g.path else 1 for g in fitting]
        chosen = self.rng.choices(fitting, weights)[0]
        return Dimension(self.use(chosen.column, self.reach(chosen.path)), entity=chosen.entity), chosen

    def restrict(self, count: int) -> bool:
        """Add conditions until there are ``count``; False when not so many were found. No second time window."""
        options = restrictions(self.subject, self.subjects)
        if self.is_dated:
            options = [option for option in options if option.column.category != "D"]
        self.rng.shuffle(options)
        for option in options:
            if len(self.conditions) >= count:
                break
            source = self._position(option.path)
            if self._take(option.choose(Field(source, option.column), self.rng)):
                self.reach(option.path)
        return len(self.conditions) >= count

    def within(self) -> bool:
        """Restrict the main date to a month, quarter or year; False when the subject has none."""
        date = self.subject.main_date
        return date is not None and self._take(literals.window(Field(0, date), self.rng, main=self.subject.only_date))

    def measure(self, *, extremes: bool = True) -> Measure:
        """A sum or average (with ``extremes`` also least or greatest) of what allows it; now and then a count."""
        columns = self.unused(measurable(self.subject))
        if not columns or self.rng.random() < 0.25:
            return Measure("count")
        return self.measure_of(self.rng.choice(columns), extremes=extremes)

    def measure_of(self, column: Column, *, extremes: bool = True) -> Measure:
        """An aggregate that makes sense for the column."""
        level = self.subject.is_entity or self.subject.roles[column.name] is Role.LEVEL
        kinds = ("avg", "avg") if level else ("sum", "sum", "sum", "avg")
        kind = self.rng.choice((*kinds, "max", "min") if extremes else kinds)
        if kind == "min" and literals.least(column) <= 0:
            kind = "max"
        return Measure(kind, self.use(column))

    def _take(self, chosen: Chosen | None) -> bool:
        if chosen is None:
            return False
        condition, share = chosen
        place = (condition.field.source, condition.field.column.name)
        needed = _ROWS_LEFT[min(len(self.conditions), len(_ROWS_LEFT) - 1)]
        if place in self._used or self.rows * share < needed:
            return False
        self._used.add(place)
        self.conditions.append(condition)
        self.is_dated = self.is_dated or isinstance(condition, Window)
        self.rows *= share
        return True

    def _position(self, path: Path) -> int:
        """Where the path's last table stands, or would stand once joined."""
        return (self._joined(path[0], 0) or len(self.tables)) if path else 0

    def _joined(self, link: Link, child: int) -> int:
        return next((join.source for join in self.joins if join.key == link.key and join.child == child), 0)

    def _join(self, link: Link, child: int) -> int:
        source = len(self.tables)
        self.tables.append(link.parent)
        self.joins.append(Join(source, child, source, link.key))
        return source

    def _is_free(self, grouping: Grouping) -> bool:
        return bool(grouping.path) or (0, grouping.column.name) not in self._used
