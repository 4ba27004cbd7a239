"""Rows that have more, or less, than another row or than all rows of a kind."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.beyond import beyond
from data_pipeline.pairs.conditions import Beyond, Equals
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.rows import where_beyond
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.hardness import hardness
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import Subject, read_subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Query
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import Language, wordings
from tests.pipeline.made_tables import column, table

NAMES = {"distinct": 1000.0, "bounds": ("Tea", "Ale", "Rum", "Gin", "Cola", "Milk")}
KINDS = {"distinct": 12.0, "common_values": ("hot", "cold"), "common_fractions": (0.1, 0.09)}
PRICES = {"distinct": 50.0, "bounds": ("1", "2", "3", "5", "8", "13")}
DRINK = table(
    "drink",
    column("id", "integer"),
    column("name", statistics=NAMES),
    column("kind", statistics=KINDS),
    column("price", "numeric", statistics=PRICES),
)
PRICE, NAME, KIND = (Field(0, DRINK.column(name)) for name in ("price", "name", "kind"))
THAN_ONE = Beyond(PRICE, Equals(NAME, "Tea", entity=True), above=True)
THAN_KIND = Beyond(PRICE, Equals(KIND, "hot"), above=False)


def asked(condition: Beyond) -> Query:
    return Query((DRINK,), outputs=(NAME,), conditions=(condition,))


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        (THAN_ONE, "price > (SELECT price FROM drink WHERE name = 'Tea')"),
        (THAN_KIND, "price < (SELECT MIN(price) FROM drink WHERE kind = 'hot')"),
        (Beyond(PRICE, Equals(KIND, "hot"), above=True), "price > (SELECT MAX(price) FROM drink WHERE kind = 'hot')"),
    ],
)
def test_to_sql__compared(condition: Beyond, where: str) -> None:
    query = asked(condition)
    assert to_sql(query).split() == f"SELECT name FROM drink WHERE {where};".split()
    assert hardness(query) == "hard"  # a nested query and nothing else


@pytest.mark.parametrize(
    ("condition", "language", "told"),
    [
        (THAN_ONE, "en", ("a higher price than the drink Tea",)),
        (THAN_ONE, "zh", ("价格比饮料“Tea”高",)),
        (THAN_KIND, "en", ("a lower price than all drinks with", "a lower price than all drinks whose kind is hot")),
        (THAN_KIND, "zh", ("价格比种类为 hot 的饮料都低", "价格比种类是 hot 的饮料都低")),
    ],
)
def test_ask__compared(condition: Beyond, language: Language, told: tuple[str, ...]) -> None:
    words = wordings(Catalog("d", (DRINK,)), language)[0]
    for seed in range(8):
        question = words.ask(asked(condition), seed)
        assert any(one in question for one in told), question
        assert not words.missing(asked(condition), question)
        assert words.missing(asked(condition), question.replace("Tea", "Rum").replace("hot", "cold"))


def test_ask__compared_with_all_of_a_kind_in_chinese() -> None:
    """比所有五星酒店都多 as people say it."""
    star = column("star", comment="星级")
    hotel = table(
        "hotel", column("name", comment="酒店名称"), star, column("beds", "integer", comment="床位数量"), comment="酒店"
    )
    beds, five = Field(0, hotel.column("beds")), Equals(Field(0, star), "五星")
    query = Query((hotel,), outputs=(Field(0, hotel.column("name")),), conditions=(Beyond(beds, five, above=True),))
    words = wordings(Catalog("d", (hotel,)), "zh")[0]
    assert [one for seed in range(20) if "床位数量比所有五星酒店都多" not in (one := words.ask(query, seed))] == []


def of(rows: int, *, named: bool = True) -> Subject:
    columns = DRINK.columns if named else DRINK.columns[:1] + DRINK.columns[2:]
    made = table("drink", *columns, row_count=rows)
    return next(iter(read_subjects(Catalog("d", (made,))).values()))


@pytest.mark.parametrize(("subject", "ways"), [(of(1000), 2), (of(12), 0), (of(1000, named=False), 0)])
def test_beyond__of_named_rows_and_not_of_a_few(subject: Subject, ways: int) -> None:
    """Of twelve the one that is named is likely to be the first; single payments nobody compares."""
    assert len(list(beyond(subject))) == ways


def test_where_beyond__both_ways_are_drawn() -> None:
    subjects = read_subjects(Catalog("d", (DRINK,)))
    (scope,) = scopes(subjects)
    drafts = (Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)) for seed in range(60))
    conditions = [query.conditions[0] for draft in drafts if (query := where_beyond(draft))]
    kinds = {(one.other.entity, one.above) for one in conditions if isinstance(one, Beyond)}
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}
