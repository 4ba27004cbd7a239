"""Pairs of schemas that make a generator stumble: nothing raises, every statement runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.people import read_people
from tests.pipeline.nasty_schemas import NASTY, script

FEW = {"zero rows": 3, "nothing but NULL": 1, "no column": 2, "NULL columns": 5, "one row": 5, "only ids": 15}


@pytest.fixture(scope="module")
def connection(make_schema: Callable[[str], str]) -> Iterator[Connection]:
    with closing(connect_read_only(make_schema(script()))) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection: Connection) -> Catalog:
    return read_catalog(connection)


@pytest.fixture(scope="module", params=NASTY)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pairs(connection: Connection, catalog: Catalog, case: str) -> list[Pair]:
    part = replace(catalog, tables=tuple(table for table in catalog.tables if table.schema == case))
    return generate_pairs(part, ("zh", "en"), count=60, people=read_people(connection, part))


def test_generate_pairs__of_nasty_schema(connection: Connection, case: str, pairs: list[Pair]) -> None:
    assert len(pairs) >= 2 * FEW.get(case, 20)
    statements = dict.fromkeys(pair.sql for pair in pairs)
    empty = 0
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"SELECT count(*) FROM ({sql.rstrip(';')}) AS answer")  # counted there: no date too large
            empty += cursor.fetchall() == [(0,)]
    assert empty <= 0.2 * len(statements)


def test_generate_pairs__sentences_of_nasty_schema(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert pair.question == pair.question.strip() and "\n" not in pair.question, pair.question
        assert len(pair.question) < 600, pair.question
