"""The plainest counts are asked a second time, in other words, at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

import psycopg2
import pytest

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.asking import Pair, asked_again
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.tree import Query
from data_pipeline.samples.highway import load

COUNT = 400


@pytest.fixture(scope="module")
def catalog(make_database: Callable[..., str]) -> Catalog:
    load(url := make_database())
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


def parted(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """(what is asked for the first time, what is asked again)."""
    seen: set[str] = set()
    first = [pair for pair in pairs if pair.sql not in seen and not seen.add(pair.sql)]  # type: ignore[func-returns-value]
    return first, [pair for pair in pairs if pair not in first]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_generate_pairs__counts_again_in_other_words(catalog: Catalog, language: str) -> None:
    pairs = generate_pairs(catalog, (language,), count=COUNT)  # type: ignore[arg-type]
    first, again = parted(pairs)
    assert (len(pairs), len(again), again) == (COUNT, asked_again(COUNT), pairs[-len(again) :])
    before = {pair.sql: pair for pair in first}
    for pair in again:
        assert isinstance(pair.query, Query) and [measure.kind[:5] for measure in pair.query.measures] == ["count"]
        assert pair.question[:2] != before[pair.sql].question[:2], (pair.question, before[pair.sql].question)
    assert len({pair.question for pair in pairs}) == COUNT


def test_generate_pairs__in_both_languages_again(catalog: Catalog) -> None:
    pairs = generate_pairs(catalog, ("zh", "en"), count=COUNT)
    again = pairs[-2 * asked_again(COUNT) :]
    assert [pair.language for pair in again] == ["zh", "en"] * asked_again(COUNT)
    assert len({pair.sql for pair in pairs}) == COUNT - asked_again(COUNT)


def test_generate_pairs__variety_before_other_words(catalog: Catalog) -> None:
    pairs = generate_pairs(catalog, ("en",), count=200)
    assert (len(pairs), parted(pairs)[1]) == (200, [])


def test_generate_pairs__little_to_ask_is_asked_once(make_database: Callable[..., str]) -> None:
    """A thousand are wanted, and one small table has not even two hundred."""
    with closing(psycopg2.connect(url := make_database())) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pet (id integer PRIMARY KEY, name text, kind text)")
        kind = "(ARRAY['cat', 'dog', 'hen'])[n % 3 + 1]"
        cursor.execute(f"INSERT INTO pet SELECT n, 'pet ' || n, {kind} FROM generate_series(1, 60) n")
        cursor.execute("ANALYZE pet")
    with closing(connect_read_only(url)) as connection:
        pairs = generate_pairs(read_catalog(connection), ("en",), count=1000)
    assert (20 < len(pairs) < 200, parted(pairs)[1]) == (True, [])
