"""What a thousand pairs of the sample database are made of: patterns, hardness, coverage, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import islice

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.generate import Pair, generate_pairs
from data_pipeline.pairs.hardness import SPIDER_MIX, Level, hardness
from data_pipeline.pairs.people import read_people
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.roles import Role, distinct_values, roles_of
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.tree import Query, selects
from data_pipeline.pairs.values import Field
from data_pipeline.samples.highway import load
from data_pipeline.shape.constructs import ATOMS
from data_pipeline.shape.read import Shape, Shapes
from data_pipeline.shape.schema import Schema

COUNT = 1000


@pytest.fixture(scope="module")
def url(make_database: Callable[..., str]) -> str:
    made = make_database()
    load(made)
    return made


@pytest.fixture(scope="module")
def catalog(url: str) -> Catalog:
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


@pytest.fixture(scope="module")
def pairs(url: str, catalog: Catalog) -> list[Pair]:
    with closing(connect_read_only(url)) as connection:
        people = read_people(connection, catalog)
    return generate_pairs(catalog, ("en",), count=COUNT, people=people)


@pytest.fixture(scope="module")
def shapes(catalog: Catalog, pairs: list[Pair]) -> list[Shape]:
    known = {table.key: frozenset(column.name for column in table.columns) for table in catalog.tables}
    reader = Shapes(Schema(known))
    found = [shape for pair in pairs if (shape := reader.of(pair.sql))]
    assert len(found) == len(pairs) == COUNT
    return found


@pytest.fixture(scope="module")
def queries(catalog: Catalog) -> list[Query]:
    """Of two plans, so that there are enough of the rarer kinds."""
    subjects = read_subjects(catalog)
    asked = [one for seed in (1, 2) for one, _ in islice(Plan(catalog, subjects, seed).questions(), COUNT)]
    return [query for one in asked for query in selects(one)]


def test_pairs__hardness_as_of_spider(shapes: list[Shape]) -> None:
    levels: Counter[Level] = Counter(shape.hardness for shape in shapes)
    assert {level: abs(levels[level] / COUNT - part) < 0.08 for level, part in SPIDER_MIX.items()} == dict.fromkeys(
        SPIDER_MIX, True
    ), levels


def test_hardness__told_from_the_tree_as_from_the_statement(pairs: list[Pair], shapes: list[Shape]) -> None:
    wrong = [(hardness(p.query), s.hardness, p.sql) for p, s in zip(pairs, shapes, strict=True)
             if hardness(p.query) != s.hardness]  # fmt: skip
    assert len(wrong) <= 0.03 * COUNT, wrong


def test_pairs__every_construct(shapes: list[Shape]) -> None:
    assert set(ATOMS) - {atom for shape in shapes for atom in shape.atoms} == set()


def test_pairs__many_patterns(shapes: list[Shape]) -> None:
    assert len({shape.atoms for shape in shapes}) >= 150
    assert len({shape.skeleton for shape in shapes}) >= 300


def test_pairs__hardly_any_repetition(shapes: list[Shape]) -> None:
    assert COUNT - len({shape.canonical for shape in shapes}) <= 0.05 * COUNT


def test_pairs__every_table_and_column(catalog: Catalog, shapes: list[Shape]) -> None:
    used = {column for shape in shapes for column in shape.columns}
    there = {f"{table.schema}.{table.name}.{column.name}" for table in catalog.tables for column in table.columns}
    assert there - used == set()


def test_plan__no_groups_of_a_single_row(queries: list[Query]) -> None:
    """ "The number of suppliers called X for each credit level" asks nothing."""
    grouped = [query for query in queries if query.dimensions]
    picked = [(query, one.field) for query in grouped for one in query.conditions if isinstance(one, Equals)]
    wrong = [
        (query.tables[field.source].name, field.column.name)
        for query, field in picked
        if not query.joins and (field.column.name,) in query.tables[field.source].unique_keys
    ]
    assert (len(picked) > 20, wrong) == (True, [])


def test_plan__no_rank_of_yes_and_no(queries: list[Query]) -> None:
    """ "Which charging flag has the most inspections" is nobody's question."""
    ranked = [query for query in queries if query.dimensions and (query.having or (query.orders and query.limit))]
    fields = [(query, one.value) for query in ranked for one in query.dimensions if isinstance(one.value, Field)]
    wrong = [query.tables[field.source].name for query, field in fields if field.column.category == "B"]
    assert (len(fields) > 100, wrong) == (True, [])


def test_plan__kinds_that_are_counted_are_several(queries: list[Query]) -> None:
    counted = [
        (query.tables[measure.of.source], measure.of)
        for query in queries
        for measure in query.measures
        if measure.kind == "count_distinct" and isinstance(measure.of, Field)
    ]
    kinds = [
        (distinct_values(field.column, table.row_count) or 0, 6 if field.source else 3)
        for table, field in counted
        if roles_of(table)[field.column.name] is not Role.NAME
    ]
    assert (len(kinds) > 20, [one for one in kinds if one[0] < one[1]]) == (True, [])


def test_plan__no_list_of_the_numbers_of_what_rows_belong_to(queries: list[Query]) -> None:
    """ "Which different numbers of parking spaces do employees have" asks nothing."""
    listed = [query for query in queries if query.distinct and query.joins]
    shown = [(query.tables[one.source], one) for query in listed for one in query.shown[:1] if isinstance(one, Field)]
    others = [roles_of(table)[field.column.name] for table, field in shown if field.source]
    assert (len(others) > 20, {Role.LEVEL, Role.QUANTITY} & {*others}) == (True, set())


def test_plan__no_row_is_picked_by_a_sentence(queries: list[Query]) -> None:
    equal = [one for query in queries for one in query.conditions if isinstance(one, Equals)]
    assert (len(equal) > 100, [one.value for one in equal if re.search("[，。；！？]", one.value)]) == (True, [])


def test_plan__no_figures_of_a_single_row(queries: list[Query]) -> None:
    """ "How many addresses are called X" has an answer that everybody knows."""
    figures = [query for query in queries if query.measures and not query.dimensions]
    picked = [(query, one.field) for query in figures for one in query.conditions if isinstance(one, Equals)]
    wrong = [
        (query.tables[0].name, field.column.name)
        for query, field in picked
        if not field.source and (field.column.name,) in query.tables[0].unique_keys
    ]
    assert (len(picked) > 20, wrong) == (True, [])


def test_plan__a_level_without_any_query_ends_nothing(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go above their parts then; and no order of levels brings the plan to a halt."""
    monkeypatch.setattr("data_pipeline.pairs.plan.hardness", lambda _question: "easy")
    assert len(list(islice(Plan(catalog, read_subjects(catalog), 1).questions(), 100))) == 100


@pytest.mark.parametrize("leeway", [0.001, 0.01, 0.02, 0.03])
def test_plan__levels_in_their_parts_from_the_start(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, leeway: float
) -> None:
    monkeypatch.setattr("data_pipeline.pairs.plan._LEEWAY", leeway)
    asked = [hardness(question) for question, _ in islice(Plan(catalog, read_subjects(catalog), 1).questions(), 300)]
    assert len(asked) == 300
    for first in (50, 100, 300):
        counts = Counter(asked[:first])
        assert all(counts[level] <= (mix + leeway) * first + 1 for level, mix in SPIDER_MIX.items()), counts


def test_pairs__every_declared_key(catalog: Catalog, shapes: list[Shape]) -> None:
    edges = {edge for shape in shapes for edge in shape.edges}
    keys = {
        frozenset((f"{t.schema}.{t.name}.{own}", f"{key.ref_schema}.{key.ref_table}.{other}"))
        for t in catalog.tables
        for key in t.foreign_keys
        if key.source == "declared"
        for own, other in zip(key.columns, key.ref_columns, strict=True)
    }
    assert keys - edges == set()


def test_pairs__first_ones_cover_the_tables(catalog: Catalog, pairs: list[Pair]) -> None:
    tables = {table for pair in pairs[:200] for table in pair.tables}
    assert tables == {table.key for table in catalog.tables}
    assert Counter(pair.tables[0] for pair in pairs[:150]).most_common(1)[0][1] <= 25


def test_pairs__first_ones_are_of_many_kinds(catalog: Catalog) -> None:
    """By chance it is 73 with one seed and 88 with another, so five of them are looked at."""
    reader = Shapes(Schema({table.key: frozenset(column.name for column in table.columns) for table in catalog.tables}))
    kinds = [
        len({shape.skeleton for pair in generate_pairs(catalog, ("en",), count=150, seed=seed)
             if (shape := reader.of(pair.sql))})
        for seed in range(1, 6)
    ]  # fmt: skip
    assert (sum(kinds) / len(kinds) >= 78, min(kinds) >= 70) == (True, True), kinds


def test_pairs__most_statements_answer(url: str, pairs: list[Pair]) -> None:
    answered = 0
    with closing(connect_read_only(url)) as connection, connection.cursor() as cursor:
        for pair in pairs:
            cursor.execute(pair.sql)
            rows = cursor.fetchmany(100)
            answered += any(value is not None for row in rows for value in row) and str(rows) != "[(0,)]"
    assert answered >= 0.95 * COUNT


def test_plan__other_seed_other_order(catalog: Catalog) -> None:
    subjects = read_subjects(catalog)
    first, again, other = (
        [sql for _, (_, sql) in zip(range(60), Plan(catalog, subjects, seed).questions(), strict=False)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert len(set(first) & set(other)) < 30


def test_plan__never_the_same_but_for_constants(catalog: Catalog) -> None:
    plan = Plan(catalog, read_subjects(catalog), 3)
    statements = [sql for _, (_, sql) in zip(range(800), plan.questions(), strict=False)]
    masked = [re.sub(r"'[^']*'|\b[\d.]+\b", "?", sql) for sql in statements]
    assert len(set(masked)) == len(masked) == 800
