"""What a thousand pairs of the sample database are made of: patterns, hardness, coverage, repetition."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from itertools import islice

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.hardness import SPIDER_MIX, Level, hardness
from data_pipeline.pairs.people import read_people
from data_pipeline.pairs.plan import Plan
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.shape.constructs import ATOMS
from data_pipeline.shape.read import Shape, Shapes
from data_pipeline.shape.schema import Schema
from tests.pipeline.made_tables import column, shop, table

COUNT = 1000
NAMED = {"distinct": 40.0, "bounds": tuple(f"n{number}" for number in range(9))}


def edges_of_keys(catalog: Catalog) -> set[frozenset[str]]:
    """Both ends of every declared key."""
    return {
        frozenset((f"{t.schema}.{t.name}.{own}", f"{key.ref_schema}.{key.ref_table}.{other}"))
        for t in catalog.tables
        for key in t.foreign_keys
        if key.source == "declared"
        for own, other in zip(key.columns, key.ref_columns, strict=True)
    }


@pytest.fixture(scope="module")
def pairs(highway_url: str, highway: Catalog) -> list[Pair]:
    with closing(connect_read_only(highway_url)) as connection:
        people = read_people(connection, highway)
    return generate_pairs(highway, ("en",), count=COUNT, people=people)


@pytest.fixture(scope="module")
def shapes(highway: Catalog, pairs: list[Pair]) -> list[Shape]:
    known = {table.key: frozenset(column.name for column in table.columns) for table in highway.tables}
    reader = Shapes(Schema(known))
    found = [shape for pair in pairs if (shape := reader.of(pair.sql))]
    assert len(found) == len(pairs) == COUNT
    return found


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


def test_pairs__every_table_and_column(highway: Catalog, shapes: list[Shape]) -> None:
    used = {column for shape in shapes for column in shape.columns}
    there = {f"{table.schema}.{table.name}.{column.name}" for table in highway.tables for column in table.columns}
    assert there - used == set()


def test_plan__a_level_without_any_query_ends_nothing(highway: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go above their parts then; and no order of levels brings the plan to a halt."""
    monkeypatch.setattr("data_pipeline.pairs.plan.hardness", lambda _question: "easy")
    assert len(list(islice(Plan(highway, read_subjects(highway), 1).questions(), 100))) == 100


@pytest.mark.parametrize("leeway", [0.001, 0.01, 0.02, 0.03])
def test_plan__levels_in_their_parts_from_the_start(
    highway: Catalog, monkeypatch: pytest.MonkeyPatch, leeway: float
) -> None:
    monkeypatch.setattr("data_pipeline.pairs.plan._LEEWAY", leeway)
    asked = [hardness(question) for question, _ in islice(Plan(highway, read_subjects(highway), 1).questions(), 300)]
    assert len(asked) == 300
    for first in (50, 100, 300):
        counts = Counter(asked[:first])
        assert all(counts[level] <= (mix + leeway) * first + 1 for level, mix in SPIDER_MIX.items()), counts


def test_plan__more_patience_where_a_level_runs_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small tables: their plain forms are not done when a few turns brought nothing new."""
    quantity = column("quantity", "integer", statistics={"bounds": ("1", "3", "9")})
    item = table("item", column("id", "integer"), column("order_id", "integer"), quantity, keys={"order_id": "orders"})
    catalog = Catalog("shop", (*shop().tables, item))

    def asked() -> list[int]:
        subjects = read_subjects(catalog)
        return [len(list(islice(Plan(catalog, subjects, seed).questions(), 2000))) for seed in range(1, 7)]

    patient = asked()
    monkeypatch.setattr("data_pipeline.pairs.plan._MORE_PATIENCE", 1)
    hasty = asked()
    assert patient[0] > 1.1 * hasty[0] > 50
    assert sum(patient) > 1.1 * sum(hasty), (patient, hasty)


def test_pairs__every_declared_key(highway: Catalog, shapes: list[Shape]) -> None:
    assert edges_of_keys(highway) - {edge for shape in shapes for edge in shape.edges} == set()


def test_pairs__first_ones_cover_the_tables(highway: Catalog, pairs: list[Pair]) -> None:
    tables = {table for pair in pairs[:200] for table in pair.tables}
    assert tables == {table.key for table in highway.tables}
    assert Counter(pair.tables[0] for pair in pairs[:150]).most_common(1)[0][1] <= 25


def test_pairs__first_ones_are_of_many_kinds(highway: Catalog) -> None:
    """By chance it is 73 with one seed and 88 with another, so three dozen of them are looked at."""
    reader = Shapes(Schema({table.key: frozenset(column.name for column in table.columns) for table in highway.tables}))
    kinds = [
        len({shape.skeleton for pair in generate_pairs(highway, ("en",), count=150, seed=seed)
             if (shape := reader.of(pair.sql))})
        for seed in range(1, 37)
    ]  # fmt: skip
    assert (sum(kinds) / len(kinds) >= 78, min(kinds) >= 70) == (True, True), kinds


def test_pairs__most_statements_answer(highway_url: str, pairs: list[Pair]) -> None:
    answered = 0
    with closing(connect_read_only(highway_url)) as connection, connection.cursor() as cursor:
        for pair in pairs:
            cursor.execute(pair.sql)
            rows = cursor.fetchmany(100)
            answered += any(value is not None for row in rows for value in row) and str(rows) != "[(0,)]"
    assert answered >= 0.95 * COUNT


def test_plan__other_seed_other_order(highway: Catalog) -> None:
    subjects = read_subjects(highway)
    first, again, other = (
        [sql for _, (_, sql) in zip(range(60), Plan(highway, subjects, seed).questions(), strict=False)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert len(set(first) & set(other)) < 30


def test_plan__never_the_same_but_for_constants(highway: Catalog) -> None:
    plan = Plan(highway, read_subjects(highway), 3)
    statements = [sql for _, (_, sql) in zip(range(800), plan.questions(), strict=False)]
    masked = [re.sub(r"'[^']*'|\b[\d.]+\b", "?", sql) for sql in statements]
    assert len(set(masked)) == len(masked) == 800


def test_generate_pairs__no_column_of_a_wide_schema_is_forgotten() -> None:
    """Dates of changes that nobody asks for: the last pairs speak of them, where there are few enough."""
    changed = {"distinct": 300.0, "bounds": ("2024-01-01", "2024-05-01", "2024-09-01")}
    tables = [
        table(f"part{number}", column("id", "integer"), column("name", statistics=NAMED),
              *(column(f"kind{n}", statistics={"distinct": 5.0, "common_values": ("a", "b", "c")}) for n in range(4)),
              column("modified_at", "date", statistics=changed))
        for number in range(25)
    ]  # fmt: skip
    pairs = generate_pairs(Catalog("wide", tuple(tables)), ("en",), count=400)
    said = {(one.tables[0], name) for one in pairs for name in re.findall(r"\w+", one.sql)}
    assert len(pairs) == 400
    assert [(t.name, c.name) for t in tables for c in t.columns if (t.key, c.name) not in said] == []
    assert sum("modified_at" in pair.sql for pair in pairs[:360]) < 20


def test_generate_pairs__a_short_run_speaks_of_most_columns(highway: Catalog) -> None:
    """Of 20 tables ten queries each leave out a few columns that tell little; three dozen before there was a part for
    them.
    """
    subjects = read_subjects(highway)
    for seed in (1, 2, 3):
        plan = Plan(highway, subjects, seed, wanted=200)
        assert len(list(islice(plan.questions(), 200))) == 200
        columns = [(one.table.key, column.name) for one in subjects.values() for column in one.table.columns]
        assert sum(not plan.usage[column] for column in columns) <= 8


def test_plan__a_short_run_joins_along_every_key(highway: Catalog) -> None:
    """That to somebody's manager and one of two columns among them, which most seeds left out before."""
    reader = Shapes(Schema({table.key: frozenset(column.name for column in table.columns) for table in highway.tables}))
    keys = edges_of_keys(highway)
    for seed in range(1, 7):
        plan = Plan(highway, read_subjects(highway), seed, wanted=200)
        shapes = [reader.of(sql) for _, sql in islice(plan.questions(), 200)]
        assert keys - {edge for shape in shapes if shape for edge in shape.edges} == set()


def test_generate_pairs__no_key_is_forgotten_not_even_an_empty_one() -> None:
    """The original language of films, which is never set: "the languages without any films" speaks of it."""
    language = table("language", column("id", "integer"), column("name", statistics=NAMED), row_count=6)
    film = table(
        "film", column("id", "integer"), column("title", statistics=NAMED),
        column("language_id", "integer", statistics={"distinct": 1.0, "common_values": ("1",)}),
        column("original_language_id", "integer", statistics={"null_fraction": 1.0}),
        keys={"language_id": "language", "original_language_id": "language"},
    )  # fmt: skip
    for seed in range(1, 9):
        pairs = generate_pairs(Catalog("rental", (language, film)), ("en",), count=80, seed=seed)
        joined = [
            pair.sql for pair in pairs if re.search(r"original_language_id (?:=|FROM)|= .*original_lang", pair.sql)
        ]
        assert joined, seed
