"""Values that conditions name: few of a column, the common and short ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import pytest

from data_pipeline.catalog.model import Column, Statistics
from data_pipeline.pairs import literals
from data_pipeline.pairs.conditions import Between, Compare, Contains, Equals
from data_pipeline.pairs.values import Field

LONG = "Sci Fi & Fantasy of a long bygone age"
VALUES = ("Rock", "Jazz", "Pop", "Alternative & Punk", LONG, "Soundtrack", "Easy Listening")
GENRE = Column("genre", "text", "S", 1, True, statistics=Statistics(0.0, 7.0, VALUES, (0.15,) * 6))
TITLE = Column("title", "text", "S", 1, True, statistics=Statistics(0.0, -1.0, (), (), tuple(
    f"{first} {second}" for first in ("Live", "Greatest", "Essential", "Unplugged") for second in ("Hits", "Sessions")
)))  # fmt: skip


PARTS = partial(literals.contains, shared=literals.shared_parts(TITLE.statistics))


@pytest.mark.parametrize(("choose", "column", "most"), [(literals.equals, GENRE, 3), (PARTS, TITLE, 3)])
def test_chosen__few_values_of_a_column(
    choose: Callable[..., literals.Chosen | None], column: Column, most: int
) -> None:
    chosen = [choose(Field(0, column), Random(seed)) for seed in range(200)]
    conditions = [one[0] for one in chosen if one is not None]
    assert len(conditions) == 200
    said = {c.value if isinstance(c, Equals) else c.part for c in conditions if isinstance(c, Equals | Contains)}
    assert 1 < len(said) <= most


def test_equals__numbers_as_people_write_them() -> None:
    rate = Column(
        "rate", "numeric(6,4)", "N", 1, True, statistics=Statistics(0.0, 2.0, ("0.1200", "3.0000"), (0.5, 0.5))
    )
    chosen = [literals.equals(Field(0, rate), Random(seed)) for seed in range(20)]
    assert {one[0].value for one in chosen if one is not None and isinstance(one[0], Equals)} == {"0.12", "3"}


def test_equals__short_and_common_ones() -> None:
    chosen = [literals.equals(Field(0, GENRE), Random(seed)) for seed in range(200)]
    said = {one[0].value for one in chosen if one is not None and isinstance(one[0], Equals)}
    assert said == {"Rock", "Jazz", "Pop"}


@pytest.mark.parametrize(("name", "rounded"), [("founded_year", False), ("height", True)])
def test_threshold__a_year_is_not_rounded(name: str, rounded: bool) -> None:
    years = tuple(str(1961 + 3 * number) for number in range(12))
    column = Column(name, "integer", "N", 1, True, statistics=Statistics(0.0, 12.0, years, (0.08,) * 12))
    chosen = [choose(Field(0, column), Random(seed)) for choose in (literals.threshold, literals.between)
              for seed in range(40)]  # fmt: skip
    said = {value for one in chosen if one for value in _values(one[0])}
    assert (said <= {*years}, len(said) > 3) == (not rounded, not rounded)


def _values(condition: object) -> tuple[str, ...]:
    if isinstance(condition, Between):
        return condition.low, condition.high
    return (condition.value,) if isinstance(condition, Compare) else ()
