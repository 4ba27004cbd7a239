"""The query tree as SQL: each node exactly, and every statement planned by PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import (
    AggregateKind,
    Derived,
    DerivedKind,
    Output,
    OverKind,
    Question,
    SetKind,
    SetQuery,
    selects,
)
from data_pipeline.pairs.values import Bucket, BucketGrain, Computed, ComputedKind
from tests.pipeline.sales_tables import SALES
from tests.pipeline.sql_of_compositions import TREES
from tests.postgres import run_sql

QUESTIONS = [question for question, _ in TREES.values()]


@pytest.mark.parametrize(("question", "sql"), TREES.values(), ids=TREES)
def test_to_sql(question: Question, sql: str) -> None:
    assert to_sql(question).split() == sql.split()


def test_to_sql__planned(make_schema: Callable[[str], str]) -> None:
    run_sql(make_schema(SALES), "".join(f"EXPLAIN {to_sql(question)}" for question in QUESTIONS))


def outputs() -> Iterator[Output]:
    for question in QUESTIONS:
        for query in selects(question):
            yield from query.outputs


def test_trees__every_kind_is_here() -> None:
    queries = [query for question in QUESTIONS for query in selects(question)]
    assert {measure.kind for query in queries for measure in query.measures} == set(get_args(AggregateKind))
    assert {over.kind for query in queries for over in query.windows} == set(get_args(OverKind))
    assert {value.grain for value in outputs() if isinstance(value, Bucket)} == set(get_args(BucketGrain))
    assert {value.kind for value in outputs() if isinstance(value, Computed)} == set(get_args(ComputedKind))
    assert {question.kind for question in QUESTIONS if isinstance(question, SetQuery)} == set(get_args(SetKind))
    assert {question.kind for question in QUESTIONS if isinstance(question, Derived)} == set(get_args(DerivedKind))
