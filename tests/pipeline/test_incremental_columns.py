"""A rerun has few new pairs: they speak of every column of the tables that have changed."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.shape.read import read_shape
from data_pipeline.shape.schema import Schema
from tests.pipeline.business import catalog_of
from tests.pipeline.rerun import SHOP, Place, reads
from tests.postgres import run_sql

MACHINE = ("public", "machine")
WIDE = """
    ALTER TABLE machine ADD built date, ADD room text, ADD weight int, ADD is_rented boolean, ADD supplier text;
    UPDATE machine SET built = date '2010-01-01' + id * 40, room = 'R' || id % 7, weight = id * 13,
        is_rented = id % 3 = 0, supplier = (ARRAY['Bosch', 'Metabo', 'Makita'])[1 + id % 3];
"""
LICENCE = "ALTER TABLE machine ADD licence_no text; UPDATE machine SET licence_no = 'L' || (1000 + id);"


@pytest.fixture(scope="module")
def wide(make_database) -> Catalog:  # type: ignore[no-untyped-def]
    url = make_database()
    run_sql(url, SHOP + WIDE + LICENCE + "ANALYZE")
    return catalog_of(url)


def spoken_of(statements: list[str], catalog: Catalog) -> set[str]:
    """The columns of the machines in the statements."""
    schema = Schema({table.key: frozenset(column.name for column in table.columns) for table in catalog.tables})
    shapes = [read_shape(sql, schema) for sql in statements]
    found = {column for shape in shapes if shape for column in shape.columns}
    return {name.removeprefix("public.machine.") for name in found if name.startswith("public.machine.")}


@pytest.mark.parametrize("seed", range(1, 9))
def test_generate_pairs__few_beside_many_speak_of_every_column(wide: Catalog, seed: int) -> None:
    whole = generate_pairs(wide, ("en",), count=40, seed=seed)
    stay = [(pair.question, pair.sql) for pair in whole if MACHINE not in pair.tables]
    few = generate_pairs(wide, ("en",), count=8, seed=seed, about={MACHINE}, taken=stay)
    assert spoken_of([pair.sql for pair in few], wide) >= {column.name for column in wide.table(*MACHINE).columns}


def test_generate_pairs__many_beside_few_are_a_mixture(wide: Catalog) -> None:
    """Most tables have changed: then the columns that nothing speaks of have the last ones only, as in a new run."""
    few = [(pair.question, pair.sql) for pair in generate_pairs(wide, ("en",), count=5)]
    alone = generate_pairs(wide, ("en",), count=20, about={MACHINE})
    beside = generate_pairs(wide, ("en",), count=20, about={MACHINE}, taken=few)
    assert [pair.sql for pair in beside[:10]] == [pair.sql for pair in alone[:10]]


def test_run__a_new_column_is_asked_about(place: Place) -> None:
    place.sql(WIDE)
    place.run(max_pairs=25)
    place.sql(LICENCE)
    place.run(max_pairs=25)
    asked = spoken_of([sql for _, sql in place.pairs()], catalog_of(place.url))
    assert "licence_no" in asked and any(not reads(pair, "machine") for pair in place.pairs())
