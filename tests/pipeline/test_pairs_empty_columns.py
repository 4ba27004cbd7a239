"""Columns without any value: a few are asked about, the rest leave the pairs to what there is."""

from __future__ import annotations

from collections import Counter

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.column_draft import unspoken
from data_pipeline.pairs.generate import generate_pairs
from tests.pipeline.made_tables import column, table

NAMED = {"distinct": 300.0, "bounds": tuple(f"Row {n}" for n in range(9))}
KINDS = {"distinct": 3.0, "common_values": ("red", "blue", "green"), "common_fractions": (0.4, 0.3, 0.3)}
EMPTY = {"null_fraction": 1.0}
WIDE = table(
    "wide", column("id", "integer"), column("name", statistics=NAMED), column("colour", statistics=KINDS),
    column("price", "numeric(8,2)", statistics={"distinct": 90.0, "bounds": tuple(map(str, range(1, 90, 3)))}),
    *(column(f"spare{n}", statistics=EMPTY) for n in range(200)), row_count=300,
)  # fmt: skip


def test_unspoken__a_few_of_the_empty_ones() -> None:
    usage = Counter({(WIDE.key, "name"): 3, (WIDE.key, "spare7"): 1})
    assert [one.name for one in unspoken(WIDE, usage)] == ["id", "colour", "price", *(f"spare{n}" for n in range(4))]


def test_generate_pairs__empty_columns_do_not_take_over() -> None:
    pairs = generate_pairs(Catalog("wide", (WIDE,)), ("en",), count=100)
    about = [pair for pair in pairs if "spare" in pair.sql]
    assert (len(pairs) > 30, 0 < len(about) <= 5) == (True, True), [pair.sql for pair in about]
