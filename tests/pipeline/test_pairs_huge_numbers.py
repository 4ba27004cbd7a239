"""Numbers of more digits than Python's decimals reckon with."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.chinese.grammar import number
from data_pipeline.pairs.generate import generate_pairs
from tests.pipeline.made_tables import column, table


@pytest.mark.parametrize(
    ("value", "said"),
    [("500000", "50万"), ("10000", "1万"), ("10001", "10001"), ("1" + "0" * 30, "1" + "0" * 30), ("-20000", "-2万")],
)
def test_number__as_people_say_it(value: str, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize("zeros", [16, 27, 28, 40, 76])
def test_generate_pairs__of_huge_numbers(zeros: int) -> None:
    sums = tuple(f"{n}{'0' * zeros}" for n in range(11, 99))
    amounts = {"distinct": 300.0, "bounds": sums}
    kinds = {"distinct": 3.0, "common_values": ("in", "out", "fee"), "common_fractions": (0.5, 0.3, 0.2)}
    wei = column("amount_wei", "numeric(78,0)", statistics=amounts)
    transfer = table("transfer", column("id", "integer"), column("kind", statistics=kinds), wei)
    pairs = generate_pairs(Catalog("chain", (transfer,)), ("zh", "en"), count=60)
    assert sum("amount_wei" in pair.sql for pair in pairs) > 5
