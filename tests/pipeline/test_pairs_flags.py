"""Questions about columns that say yes or no, booleans or not."""

from __future__ import annotations

import pytest

from data_pipeline.catalog.model import Catalog, Column, Statistics, Table
from data_pipeline.pairs.conditions import Equals, IsTrue
from data_pipeline.pairs.flags import same_flags
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.tree import Query, selects
from data_pipeline.pairs.values import Field

NAMES = Statistics(0.0, 300.0, (), (), tuple(f"{first}{last}" for first in "ABCDE" for last in ("nna", "rik", "lle")))
CITIES = Statistics(0.0, 3.0, ("Oslo", "Rome", "Bern"), (0.4, 0.3, 0.3))
POINTS = Statistics(0.0, 9.0, (), (), tuple(str(number) for number in range(3, 40, 4)))
YES_OR_NO = Statistics(0.0, 2.0, ("true", "false"), (0.7, 0.3))
Y_OR_N = Statistics(0.0, 2.0, ("Y", "N"), (0.6, 0.4))
ONE_OR_ZERO = Statistics(0.0, 2.0, ("1", "0"), (0.7, 0.3))
MEMBER = Table("public", "member", "table", None, 300, (
    Column("id", "integer", "N", 1, False, statistics=Statistics(0.0, 300.0)),
    Column("name", "text", "S", 2, False, statistics=NAMES),
    Column("city", "text", "S", 3, False, statistics=CITIES),
    Column("points", "integer", "N", 4, False, statistics=POINTS),
    Column("is_active", "boolean", "B", 5, False, statistics=YES_OR_NO),
    Column("active", "smallint", "N", 6, False, statistics=ONE_OR_ZERO),
    Column("archived", "smallint", "N", 7, False, statistics=ONE_OR_ZERO),
    Column("paid_yn", "text", "S", 8, False, statistics=Y_OR_N),
), ("id",))  # fmt: skip
FLAGS = {"is_active", "active", "archived", "paid_yn"}


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    pairs = generate_pairs(Catalog("club", (MEMBER,)), ("en",), count=200)
    return [query for pair in pairs for query in selects(pair.query)]


def test_same_flags() -> None:
    assert [column.name for column in same_flags(MEMBER, MEMBER.column("active"))] == ["is_active", "active"]
    assert same_flags(MEMBER, MEMBER.column("city")) == []


def test_plan__flags_are_asked_about_as_such(queries: list[Query]) -> None:
    on_flags = [c for query in queries for c in query.conditions if getattr(c, "field", None) and _is_flag(c.field)]
    assert len(on_flags) > 10 and all(isinstance(one, IsTrue) for one in on_flags)


def test_plan__never_two_that_say_the_same(queries: list[Query]) -> None:
    """ "Customers that are active and that are not active"."""
    used = [{name for name in ("is_active", "active") if name in columns_of(query)} for query in queries]
    assert any(used) and not [one for one in used if len(one) > 1]


def test_plan__a_flag_is_not_listed_alone(queries: list[Query]) -> None:
    """Yes, no, no, yes tells nothing, unless it is of one named row."""
    alone = [q for q in queries if q.shown and not q.dimensions and all(map(_is_flag, q.shown)) and not q.distinct]
    assert all(any(isinstance(one, Equals) and one.entity for one in query.conditions) for query in alone)


def test_plan__no_rank_of_ones_and_zeros(queries: list[Query]) -> None:
    ranked = [query for query in queries if query.dimensions and (query.having or (query.orders and query.limit))]
    assert ranked and not [query for query in ranked for one in query.dimensions if _is_flag(one.value)]


def test_generate_pairs__yes_is_written_as_the_column_has_it() -> None:
    pairs = generate_pairs(Catalog("club", (MEMBER,)), ("en",), count=200)
    of_flag = [pair for pair in pairs if "paid_yn" in pair.sql and "WHERE" in pair.sql]
    said = {pair.sql.split("paid_yn = ")[1][:3] for pair in of_flag if "paid_yn = " in pair.sql}
    assert said <= {"'Y'", "'N'"} and said
    assert not [pair.question for pair in of_flag if "yn" in pair.question]


def columns_of(query: Query) -> set[str]:
    """The names of the columns that a query uses."""
    parts = [*query.shown, *(m.of for m in query.measures), *(d.value for d in query.dimensions)]
    parts += [getattr(condition, "field", None) for condition in query.conditions]
    return {part.column.name for part in parts if isinstance(part, Field)}


def _is_flag(value: object) -> bool:
    return isinstance(value, Field) and value.column.name in FLAGS
