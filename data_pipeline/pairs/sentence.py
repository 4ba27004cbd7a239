"""The forms of a question, and which of them a query tree asks for; each language has its words for every form."""

from __future__ import annotations

from abc import ABC, abstractmethod

from data_pipeline.pairs.tree import Measure, Query


class Sentence(ABC):
    """One question or request in one language."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def text(self) -> str:
        """The query in words."""
        query = self.query
        if query.measure is None:
            return self._listing()
        if any(join.outer for join in query.joins):
            return self._with_zero()
        if query.measure.kind == "share":
            return self._share(query.measure)
        if not query.dimensions:
            return self._single(query.measure)
        if query.limit:
            return self._top(query.measure, query.limit)
        if query.having:
            return self._above(query.measure, query.having.value)
        return self._grouped(query.measure)

    @abstractmethod
    def _listing(self) -> str:
        """Rows, nothing measured."""

    @abstractmethod
    def _with_zero(self) -> str:
        """How many each has, those with none included."""

    @abstractmethod
    def _share(self, measure: Measure) -> str:
        """The percentage that meets a condition, of all rows or of each group."""

    @abstractmethod
    def _single(self, measure: Measure) -> str:
        """One figure over all rows."""

    @abstractmethod
    def _top(self, measure: Measure, limit: int) -> str:
        """The groups with the highest or lowest figures."""

    @abstractmethod
    def _above(self, measure: Measure, value: str) -> str:
        """The groups whose figure is above a value."""

    @abstractmethod
    def _grouped(self, measure: Measure) -> str:
        """A figure for each group."""
