"""All pairs of a database, each run against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.conditions import IsNull, plain_conditions
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.roles import Role, roles_of
from data_pipeline.pairs.tree import Derived, Field, Measure, Query, Question, selects
from data_pipeline.pairs.wording import Language, wording
from tests.pipeline.business import PHONE, catalog_of, make_business

BOTH: tuple[Language, ...] = ("zh", "en")
CONSTANTS = re.compile(r"'(?:[^']|'')*'|\b\d+(\.\d+)?\b")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def url(make_database: Callable[..., str]) -> str:
    return make_business(make_database)


@pytest.fixture(scope="module")
def catalog(url: str) -> Catalog:
    return catalog_of(url)


@pytest.fixture(scope="module")
def pairs(catalog: Catalog) -> list[Pair]:
    return generate_pairs(catalog, BOTH, count=150)


def outcome(url: str, pairs: list[Pair]) -> Counter[str]:
    """How many statements give an answer, none, or one that says nothing; psycopg2.Error where one fails."""
    found: Counter[str] = Counter()
    with closing(connect_read_only(url)) as connection, connection.cursor() as cursor:
        for sql in dict.fromkeys(pair.sql for pair in pairs):
            cursor.execute(sql)
            rows = cursor.fetchall()
            trivial = all(value is None for row in rows for value in row) or str(rows) == "[(0,)]"
            found["empty" if not rows else "trivial" if trivial else "answered"] += 1
    return found


def test_generate_pairs__statements_run_and_answer(url: str, pairs: list[Pair]) -> None:
    found = outcome(url, pairs)
    assert found["answered"] >= 0.95 * found.total(), found


def test_generate_pairs__never_analysed(make_database: Callable[..., str]) -> None:
    url = make_business(make_database, analysed=False)
    pairs = generate_pairs(catalog_of(url), BOTH, count=150)
    assert len(pairs) == 300
    found = outcome(url, pairs)
    assert found["answered"] >= 0.93 * found.total(), found


def test_generate_pairs__questions_say_everything(catalog: Catalog, pairs: list[Pair]) -> None:
    worded = {language: wording(catalog, language) for language in BOTH}
    missing = [(pair.question, worded[pair.language].missing(pair.query, pair.question)) for pair in pairs]
    assert [(question, slots) for question, slots in missing if slots] == []


def test_generate_pairs__literals_of_sql_are_in_question(pairs: list[Pair]) -> None:
    """Apart from the slot check and its words: the text constants of the SQL, but for dates, codes and formats."""
    for pair in pairs:
        found = re.findall(r"(?:[^<>]=|LIKE) '((?:[^']|'')*)'", pair.sql)
        texts = [text.replace("''", "'").strip("%") for text in found]
        assert all(text in pair.question for text in texts), (pair.question, pair.sql)


def test_generate_pairs__limits_are_in_question(pairs: list[Pair]) -> None:
    limits = [(re.search(r"LIMIT (\d+)", pair.sql), pair.question) for pair in pairs]
    assert sum(limit is not None for limit, _ in limits) > 10
    assert all(limit.group(1) in question for limit, question in limits if limit and limit.group(1) != "1")


def test_generate_pairs__same_seed_same_pairs(catalog: Catalog, pairs: list[Pair]) -> None:
    again = generate_pairs(catalog, BOTH, count=150)
    assert [(pair.question, pair.sql) for pair in again] == [(pair.question, pair.sql) for pair in pairs]
    other = generate_pairs(catalog, BOTH, count=150, seed=2)
    assert {pair.sql for pair in other} != {pair.sql for pair in pairs}


def test_generate_pairs__nothing_twice(pairs: list[Pair]) -> None:
    assert len({pair.question for pair in pairs}) == len(pairs)
    masked = {CONSTANTS.sub("?", pair.sql) for pair in pairs}
    assert len(masked) == len(pairs) / len(BOTH)


def test_generate_pairs__chinese_where_there_are_comments(pairs: list[Pair]) -> None:
    chinese = [p.question for p in pairs if p.language == "zh" and {t for _, t in p.tables} <= {"area", "DaySales"}]
    assert len(chinese) > 20
    without_comment = re.compile("O'Brien|detail|tags")
    assert [question for question in chinese if re.search(r"[a-z]{3}", without_comment.sub("", question))] == []


def test_generate_pairs__english_has_chinese_only_in_literals_and_labels(catalog: Catalog, pairs: list[Pair]) -> None:
    labels = {label for table in catalog.tables for c in table.columns for label in c.value_labels.values()}
    for pair in pairs:
        if pair.language == "en":
            literals = re.findall(r"'((?:[^']|'')*)'", pair.sql)
            rest = pair.question
            for literal in (*literals, *labels):
                rest = rest.replace(literal.strip("%").replace("''", "'"), "")
            assert not HAN.search(rest), pair.question


def test_generate_pairs__labels_of_coded_values(pairs: list[Pair]) -> None:
    coded = [pair for pair in pairs if pair.language == "zh" and re.search(r"\bstatus = ", pair.sql)]
    assert coded
    assert all(("停用" if "status = 2" in pair.sql else "启用") in pair.question for pair in coded)


def test_generate_pairs__no_sensitive_value(pairs: list[Pair]) -> None:
    text = "\n".join(pair.question + pair.sql for pair in pairs)
    assert PHONE not in text and "example.com" not in text


def test_generate_pairs__nothing_figured_of_what_is_sensitive(pairs: list[Pair]) -> None:
    for pair in pairs:
        for query in selects(pair.query):
            fields = [condition.field for condition in plain_conditions(query.conditions)]
            assert not {field.column.name for field in fields if not_null_test(query, field)} & {"phone", "email"}


def not_null_test(query: Query, field: Field) -> bool:
    tests = [condition for condition in plain_conditions(query.conditions) if condition.field == field]
    return not all(isinstance(condition, IsNull) for condition in tests)


def measures(question: Question) -> list[tuple[Query, Measure]]:
    """Every aggregate of a tree: shown, ordered by, compared, in a window."""
    found = []
    for query in selects(question):
        inner = [over.by for over in query.windows] + [order.by for order in query.orders]
        inner += [query.having.measure] if query.having else []
        all_of_it = (*query.measures, *inner)
        found += [(query, measure) for measure in all_of_it if isinstance(measure, Measure)]
    return found


def test_generate_pairs__no_sums_of_what_is_not_summable(pairs: list[Pair]) -> None:
    seen: Counter[str] = Counter()
    for pair in pairs:
        for query, measure in measures(pair.query):
            seen[measure.kind] += 1
            if isinstance(measure.of, Field) and measure.kind in ("sum", "avg"):
                role = roles_of(query.table_of(measure.of))[measure.of.column.name]
                allowed = (Role.AMOUNT, Role.QUANTITY) + ((Role.LEVEL,) if measure.kind == "avg" else ())
                assert role in allowed, pair.sql
    assert {"count", "sum", "avg", "count_distinct", "max"} <= set(seen), seen


def test_generate_pairs__empty_tables_only_asked_for_presence(pairs: list[Pair]) -> None:
    about = [pair for pair in pairs if ("public", "nothing") in pair.tables]
    assert about
    assert all(isinstance(pair.query, Derived) and pair.query.kind == "any" for pair in about)


def test_generate_pairs__every_table(pairs: list[Pair]) -> None:
    tables = {table for pair in pairs for table in pair.tables}
    assert tables >= {("public", "area"), ("public", "DaySales"), ("ops", "employee"), ("public", "area_sales")}


def test_generate_pairs__order_covers_tables_and_shapes(pairs: list[Pair]) -> None:
    first = [pair for pair in pairs if pair.language == "zh"][:16]
    subjects = Counter(pair.tables[0] for pair in first)
    assert len(subjects) >= 3 and max(subjects.values()) <= 8, subjects
    assert len({CONSTANTS.sub("?", re.sub(r'[\w".]+', "_", pair.sql)) for pair in first}) >= 8
    assert {len(selects(pair.query)[0].tables) for pair in first} >= {1, 2}


def test_generate_pairs__alternatives_of_small_tables(catalog: Catalog) -> None:
    """The second of two alternatives adds rows, however few the first one leaves."""
    assert sum(" OR " in pair.sql for pair in generate_pairs(catalog, ("en",), count=500)) >= 5


def test_generate_pairs__shapes(catalog: Catalog) -> None:
    text = "\n".join(pair.sql for pair in generate_pairs(catalog, ("en",), count=500))
    for part in ("GROUP BY", "HAVING", "LIMIT", "JOIN", "EXISTS (", "COUNT(DISTINCT", "FILTER (WHERE", "BETWEEN",
                 "IS NULL", "to_char(", "SUM(", "AVG(", "MAX(", "SELECT DISTINCT", " OR ", "OVER (", "EXCEPT",
                 "WITH ", "IN ("):  # fmt: skip
        assert part in text, part


def test_generate_pairs__progress(catalog: Catalog) -> None:
    told: list[tuple[int, int]] = []
    generate_pairs(catalog, BOTH, count=40, on_pairs=lambda done, wanted: told.append((done, wanted)))
    done = [one for one, _ in told]
    assert {wanted for _, wanted in told} == {80}
    assert done == sorted(set(done)) and done[-1] == 80 and len(done) >= 15


def test_generate_pairs__about_some_tables(catalog: Catalog) -> None:
    asked = generate_pairs(catalog, ("en",), count=40, about={("ops", "employee")})
    assert len(asked) == 40
    assert all(("ops", "employee") in pair.tables for pair in asked)


def test_generate_pairs__not_what_is_taken(catalog: Catalog, pairs: list[Pair]) -> None:
    taken = [(pair.question, pair.sql) for pair in pairs]
    further = generate_pairs(catalog, BOTH, count=60, taken=taken)
    masked = {CONSTANTS.sub("?", sql) for _, sql in taken}
    assert len(further) == 120
    assert not {pair.question for pair in further} & {question for question, _ in taken}
    assert not {CONSTANTS.sub("?", pair.sql) for pair in further} & masked


def test_generate_pairs__count(catalog: Catalog) -> None:
    assert len(generate_pairs(catalog, ("zh",))) == 50
    assert len(generate_pairs(catalog, ("zh",), count=7)) == 7
    assert len(generate_pairs(catalog, BOTH, count=7)) == 14


def test_generate_pairs__empty_catalog() -> None:
    assert generate_pairs(Catalog("nothing", ()), ("zh",)) == []
