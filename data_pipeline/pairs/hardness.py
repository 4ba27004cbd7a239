"""How hard a question is, by the levels of the Spider benchmark (Yu et al. 2018), told from the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from data_pipeline.catalog.deleted import mark_of_deletion
from data_pipeline.pairs.conditions import Beyond, Contains, Either, Related, Relative, Window, plain_conditions
from data_pipeline.pairs.sql_labels import is_labelled
from data_pipeline.pairs.tree import Measure, Query, Question, SetQuery
from data_pipeline.pairs.values import Band, Field

Level = Literal["easy", "medium", "hard", "extra"]
SPIDER_MIX: dict[Level, float] = {"easy": 0.24, "medium": 0.43, "hard": 0.17, "extra": 0.16}


def hardness(question: Question) -> Level:
    """The level: by clauses (WHERE, GROUP BY, ORDER BY, LIMIT, joins, OR, LIKE), nested queries, and how many things
    are selected, aggregated, compared and grouped by.
    """
    if isinstance(question, Query):
        return _level(_clauses(question), _nested(question), sum(_others(question)))
    if isinstance(question, SetQuery):
        left = question.left
        return _level(_clauses(left), 1 + _nested(left), sum(_others(left)))
    return {"average_of_groups": "hard", "any": "hard", "alike": "medium"}.get(question.kind, "extra")  # type: ignore[return-value]


def _clauses(query: Query) -> int:
    simple = plain_conditions(query.conditions)
    return (
        len(query.joins)
        + bool(query.conditions or _unsaid(query))
        + bool(query.dimensions)
        + bool(query.orders)
        + bool(query.limit)
        + sum(isinstance(condition, Either) for condition in query.conditions)
        + sum(isinstance(condition, Contains) for condition in simple)
    )


def _nested(query: Query) -> int:
    simple = plain_conditions(query.conditions)
    related = [condition for condition in query.conditions if isinstance(condition, Related)]
    return len(related) + sum(isinstance(condition, Relative | Beyond) for condition in simple)


def _others(query: Query) -> Iterator[bool]:
    yield _aggregates(query) > 1
    yield len(query.outputs) > 1
    yield len(query.conditions) + _unsaid(query) > 1 or any(isinstance(c, Either | Window) for c in query.conditions)
    yield sum(1 + len(dimension.names) for dimension in query.dimensions) > 1
    yield bool(query.windows)
    yield any(isinstance(o, Band) or (isinstance(o, Field) and is_labelled(o.column)) for o in query.outputs)


def _unsaid(query: Query) -> int:
    """Conditions that leave deleted rows out."""
    outer = {join.source for join in query.joins if join.outer}
    return sum(mark_of_deletion(table) is not None for place, table in enumerate(query.tables) if place not in outer)


def _aggregates(query: Query) -> int:
    ordered = [order.by for order in query.orders if isinstance(order.by, Measure)]
    counted = sum(2 if measure.kind == "share" else 1 for measure in query.measures)
    windowed = sum(2 if isinstance(over.by, Measure) else 1 for over in query.windows)  # SUM(COUNT(*)) OVER ()
    return counted + windowed + len(ordered) + bool(query.having)


def _level(clauses: int, nested: int, others: int) -> Level:
    if not nested and clauses <= 1 and not others:
        return "easy"
    if not nested and ((clauses <= 1 and others <= 2) or (clauses <= 2 and others < 2)):
        return "medium"
    if not nested and ((clauses <= 2 and others > 2) or (clauses == 3 and others <= 2)):
        return "hard"
    return "hard" if nested == 1 and clauses <= 1 and not others else "extra"
