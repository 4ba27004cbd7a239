"""All pairs of a database, each run against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.generate import Pair, generate_pairs
from data_pipeline.pairs.roles import Role, roles_of
from data_pipeline.pairs.wording import Language, wording
from tests.pipeline.business import PHONE, catalog_of, make_business

BOTH: tuple[Language, ...] = ("zh", "en")
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
        for pair in pairs:
            cursor.execute(pair.sql)
            rows = cursor.fetchall()
            trivial = all(value is None for row in rows for value in row) or rows == [(0,)]
            found["empty" if not rows else "trivial" if trivial else "answered"] += 1
    return found


def test_generate_pairs__statements_run_and_answer(url: str, pairs: list[Pair]) -> None:
    found = outcome(url, pairs)
    assert found["answered"] >= 0.97 * len(pairs), found


def test_generate_pairs__never_analysed(make_database: Callable[..., str]) -> None:
    url = make_business(make_database, analysed=False)
    pairs = generate_pairs(catalog_of(url), BOTH)
    assert len(pairs) >= 80
    assert outcome(url, pairs)["answered"] >= 0.97 * len(pairs)


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
    masked = {re.sub(r"'(?:[^']|'')*'|\b\d+(\.\d+)?\b", "?", pair.sql) for pair in pairs}
    assert len(masked) == len(pairs) / len(BOTH)


def test_generate_pairs__chinese_where_there_are_comments(pairs: list[Pair]) -> None:
    chinese = [p.question for p in pairs if p.language == "zh" and {t for _, t in p.tables} <= {"area", "DaySales"}]
    assert len(chinese) > 20
    assert [question for question in chinese if re.search(r"[a-z]{3}", question.replace("O'Brien", ""))] == []


def test_generate_pairs__english_has_chinese_only_in_literals(pairs: list[Pair]) -> None:
    for pair in pairs:
        if pair.language == "en":
            literals = re.findall(r"'((?:[^']|'')*)'", pair.sql)
            rest = pair.question
            for literal in literals:
                rest = rest.replace(literal.strip("%").replace("''", "'"), "")
            assert not HAN.search(rest), pair.question


def test_generate_pairs__labels_of_coded_values(pairs: list[Pair]) -> None:
    coded = [pair for pair in pairs if pair.language == "zh" and re.search(r"\bstatus = ", pair.sql)]
    assert coded
    assert all(("停用" if "status = 2" in pair.sql else "启用") in pair.question for pair in coded)


def test_generate_pairs__nothing_sensitive(pairs: list[Pair]) -> None:
    text = "\n".join(pair.question + pair.sql for pair in pairs)
    assert PHONE not in text and "example.com" not in text
    assert not re.search(r"SELECT [^\n]*(phone|email)", text)


def test_generate_pairs__no_sums_of_what_is_not_summable(catalog: Catalog, pairs: list[Pair]) -> None:
    for pair in pairs:
        measure = pair.query.measure
        if measure and measure.field and measure.kind in ("sum", "avg"):
            role = roles_of(pair.query.table_of(measure.field))[measure.field.column.name]
            allowed = (Role.AMOUNT, Role.QUANTITY) + ((Role.LEVEL,) if measure.kind == "avg" else ())
            assert role in allowed, pair.sql


def test_generate_pairs__no_pairs_about_empty_tables(pairs: list[Pair]) -> None:
    tables = {table for pair in pairs for table in pair.tables}
    assert ("public", "nothing") not in tables
    assert tables >= {("public", "area"), ("public", "DaySales"), ("ops", "employee"), ("public", "area_sales")}


def test_generate_pairs__order_covers_tables_and_shapes(pairs: list[Pair]) -> None:
    first = [pair for pair in pairs if pair.language == "zh"][:16]
    assert Counter(pair.tables[0] for pair in first).most_common()[-1][1] >= 3
    assert len({(bool(p.query.joins), p.query.measure and p.query.measure.kind, p.query.limit) for p in first}) >= 6


def test_generate_pairs__shapes(pairs: list[Pair]) -> None:
    text = "\n".join(pair.sql for pair in pairs)
    for part in ("GROUP BY", "HAVING", "LIMIT", "LEFT JOIN", "EXISTS (", "COUNT(DISTINCT", "FILTER (WHERE", "BETWEEN",
                 "IS NULL", "to_char(", "SUM(", "AVG(", "MAX("):  # fmt: skip
        assert part in text, part


def test_generate_pairs__count(catalog: Catalog) -> None:
    assert len(generate_pairs(catalog, ("zh",))) == 50
    assert len(generate_pairs(catalog, ("zh",), count=7)) == 7
    assert len(generate_pairs(catalog, BOTH, count=7)) == 14


def test_generate_pairs__empty_catalog() -> None:
    assert generate_pairs(Catalog("nothing", ()), ("zh",)) == []
