"""The parts of an English question: rows, groups and figures; in one of several wordings by chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from data_pipeline.pairs.conditions import Related
from data_pipeline.pairs.english.column_noun import SPANS
from data_pipeline.pairs.english.degrees import degree
from data_pipeline.pairs.english.grammar import is_counted, listed, of_one_row, verbal
from data_pipeline.pairs.english.names import is_named
from data_pipeline.pairs.english.restrictions import Restrictions
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.tree import Measure
from data_pipeline.pairs.values import Computed, Field, Value, fields_of

_PLAINLY = 0.6  # how often it is highest and lowest, not maximum and minimum


class EnglishPhrases(Restrictions):
    """Phrases about one query."""

    # -- figures

    def measure(self, measure: Measure) -> str:
        """An aggregate of a column: "total amount", "latest order date"."""
        assert measure.of is not None  # noqa: S101 - counts and shares are worded with their sentence
        said = f"{self.degree_of(measure)} {self.measured(measure.of)}"
        return said.replace("average average", "average").replace("total total", "total")

    def measured(self, value: Value) -> str:
        """The value as what figures are of: "number of parking spaces" where it is a number of things."""
        noun = self.value(value)
        counted = isinstance(value, Field) and is_counted(noun) and noun.rpartition(" ")[2] not in SPANS
        return f"number of {noun}" if counted else noun  # but average wait minutes

    @cached_property
    def _plainly(self) -> bool:
        """All figures of a question as highest and lowest, or all as maximum and minimum."""
        return self.rng.random() < _PLAINLY

    def degree_of(self, measure: Measure) -> str:
        """ "total", "average", "longest", "minimum"."""
        assert measure.of is not None  # noqa: S101 - as in measure()
        if measure.kind == "sum":
            return "total"
        if measure.kind == "avg":
            return "average"
        column = fields_of(measure.of)[0].column
        most, least = ("highest", "lowest") if isinstance(measure.of, Computed) else degree(column)
        if is_counted(self.value(measure.of)):
            most, least = "highest", "lowest"
        if column.category != "D":
            most, least = (most, least) if self._plainly else ("maximum", "minimum")
        return most if measure.kind == "max" else least

    def what(self, measures: Sequence[Measure]) -> str:
        """The figures of the rows as a noun: "number of tracks and their average price"."""
        rows = self.rows()
        counted = [measure for measure in measures if self.is_count(measure)]
        rest = [measure for measure in measures if not self.is_count(measure)]
        if not counted:
            parts = [self.figure(measure, rows) for measure in rest]
            return listed(parts) + ("" if all(measure.condition for measure in rest) else self.of_rows())
        said = [f"number of {rows}"]
        for measure in rest:
            their = "" if measure.condition else "their "
            said.append(their + self.figure(measure, rows))
        return listed(said)

    def is_count(self, measure: Measure) -> bool:
        """A count of all rows."""
        return measure.kind == "count" and measure.condition is None

    def figure(self, measure: Measure, rows: str) -> str:
        """One figure as a noun, without its rows where "of the rows" can follow."""
        if measure.condition:
            met = self.besides(measure.condition)
            return f"percentage of {rows} {met}" if measure.kind == "share" else f"number of {rows} {met}"
        if measure.kind == "count":
            return f"number of {rows}"
        if measure.kind == "count_distinct":
            return f"number of {self.different()} {self.distinct_values(measure)}"
        return self.measure(measure)

    def different(self) -> str:
        """ "different"."""
        return self.pick("different", "distinct")

    def distinct_values(self, measure: Measure) -> str:
        """What is counted once each: "artists" of ``artist_id``."""
        assert isinstance(measure.of, Field)  # noqa: S101 - distinct values are of a column
        return plural(self.key_told(measure.of) or self.column(measure.of))

    def outer_rows(self) -> str:
        """The rows that an outer join counts, in the plural; "" where the query's own rows are counted."""
        outer = [join for join in self.query.joins if join.outer]
        if not outer:
            return ""
        return self.child_noun(Related(self.query.tables[outer[-1].source], outer[-1].key, exists=True))

    def meeting(self, measure: Measure) -> str:
        """What the rows do that a conditional figure counts: "have the rating PG"; "" where it cannot be said so."""
        assert measure.condition is not None  # noqa: S101 - the caller asks only then
        return verbal(self.besides(measure.condition))

    # -- groups

    def group(self) -> str:
        """What one group is: "customer", "year and country"; the rows of an outer join with their conditions."""
        if self.outer_rows():
            return self.rows(single=True)
        told = listed([self.dimension(dimension) for dimension in self.query.dimensions])
        return told + of_one_row(self._group_restriction())

    def noun_of_group(self) -> str:
        """What one group is, without its conditions."""
        return self.noun if self.outer_rows() else listed([self.dimension(each) for each in self.query.dimensions])

    def groups(self) -> str:
        """The same in the plural."""
        if self.outer_rows():
            return self.rows()
        return listed([plural(self.dimension(each)) for each in self.query.dimensions]) + self._group_restriction()

    def _group_restriction(self) -> str:
        said = self.said_of(self._group_source())
        return f" {said}" if said else ""

    def _group_source(self) -> int:
        """The joined table whose rows are the groups, so that its conditions are said of them; else 0."""
        first = self.query.dimensions[0] if len(self.query.dimensions) == 1 else None
        return fields_of(first.value)[0].source if first and first.entity else 0

    def _joined_sources(self) -> list[int]:
        return [source for source in super()._joined_sources() if source != self._group_source()]

    def counted(self) -> str:
        """The rows of which there are some in each group."""
        return self.outer_rows() or self.rows()

    def group_columns(self) -> list[str]:
        """The columns shown of a group that is a row or a key's value: "first name", "last name", "id"."""
        dimension = self.query.dimensions[0]
        shown = [value for value in self.query.shown if isinstance(value, Field)]
        if dimension.entity:
            return self.together(list(dict.fromkeys(self.own(field) for field in shown)))
        is_key = isinstance(dimension.value, Field) and self.key_noun(dimension.value) and not is_named(dimension.value)
        return ["id"] if is_key and len(self.query.dimensions) == 1 else []
