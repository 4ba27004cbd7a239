"""English questions say nothing twice, and count only what is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog
from data_pipeline.pairs.beyond import Beyond
from data_pipeline.pairs.conditions import Between, Compare, Condition, Equals, Relative, Since, Window
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.dates import repeats
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.tree import Join, Measure, Order, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.english_tables import column, day, table, text

EQUIPMENT = table("equipment", column("equipment_id"), text("equipment_no"), text("kind"))
CARD = table("member_card", column("card_id"), text("holder_name"))
CHECK = table(
    "inspection",
    column("inspection_id"),
    column("equipment_id"),
    column("card_id"),
    day("inspected_on"),
    column("arrears", "numeric(10,2)"),
    column("fines"),
    keys={"equipment_id": "equipment", "card_id": "member_card"},
)
CHECK = replace(CHECK, foreign_keys=tuple(replace(key, ref_columns=("card_id",)) if key.columns == ("card_id",) else key
                                          for key in CHECK.foreign_keys))  # fmt: skip
WORDS = EnglishWords(Catalog("d", (EQUIPMENT, CARD, CHECK)))
OF_EQUIPMENT, OF_CARD = (Join(1, child=0, parent=1, key=key) for key in CHECK.foreign_keys)
COUNT = Measure("count")


def own(name: str) -> Field:
    return Field(0, CHECK.column(name))


def said(question: Query) -> set[str]:
    return {to_english(question, WORDS, Random(seed)) for seed in range(200)}


@pytest.mark.parametrize(
    ("condition", "told"),
    [(Window(own("inspected_on"), "month", date(2024, 3, 1), main=True), "in March 2024"),
     (Since(own("inspected_on"), date(2024, 3, 1), before=True), "dated before 2024-03-01")],
)  # fmt: skip
def test_to_english__a_deed_that_the_noun_names(condition: Condition, told: str) -> None:
    questions = said(Query((CHECK,), outputs=(COUNT,), conditions=(condition,)))
    assert [one for one in questions if told not in one or "inspected" in one] == []


def test_repeats__whole_stems_alone() -> None:
    assert repeats("home inspection", "inspected") and repeats("rental", "rented") and repeats("return", "returned")
    assert not (repeats("inspection", "approved") or repeats("payment", "paid") or repeats("employee", ""))


@pytest.mark.parametrize(
    ("condition", "told"),
    [(Compare(own("arrears"), "<", "8000"), {"arrears below 8000", "arrears are below 8000"}),
     (Between(own("arrears"), "5", "90"), {"with arrears between 5 and 90", "whose arrears are between 5 and 90"}),
     (Equals(own("arrears"), "90"), {"with arrears of 90", "whose arrears are 90"}),
     (Relative(own("arrears"), "above_average"), {"with arrears above the average"}),
     (Beyond(own("arrears"), Equals(own("fines"), "3"), above=False), {"with lower arrears than all inspections"}),
     (Compare(own("fines"), "<", "3"), {"with fewer than 3 fines"})],
)  # fmt: skip
def test_to_english__sums_of_money_are_not_counted(condition: Condition, told: set[str]) -> None:
    questions = said(Query((CHECK,), outputs=(COUNT,), conditions=(condition,)))
    assert {text for text in told if not any(text in one for one in questions)} == set()
    assert [one for one in questions if "fewer" in one and "arrears" in one] == []


def test_to_english__the_most_money_is_the_highest() -> None:
    ranked = Query((CHECK,), outputs=(own("inspected_on"),), orders=(Order(own("arrears"), True),), limit=1)
    questions = said(ranked)
    assert any("the highest arrears" in one for one in questions)
    assert [one for one in questions if "most arrears" in one or "number of arrears" in one] == []


def test_to_english__equipment_is_said_once_of_its_number() -> None:
    shown = (own("inspected_on"), Field(1, EQUIPMENT.column("equipment_no")), Field(1, EQUIPMENT.column("kind")))
    questions = said(Query((CHECK, EQUIPMENT), (OF_EQUIPMENT,), shown))
    assert any("equipment numbers" in one for one in questions)
    assert [one for one in questions if "item equipment" in one] == []


def test_to_english__what_others_have_is_of_them() -> None:
    """An inspection has no kinds: the equipment does."""
    kinds = Query((CHECK, EQUIPMENT), (OF_EQUIPMENT,), (Field(1, EQUIPMENT.column("kind")),), distinct=True)
    assert [one for one in said(kinds) if " do the inspections have" in one] == []


def test_to_english__a_card_is_not_called_as_its_holder() -> None:
    jane = Equals(Field(1, CARD.column("holder_name")), "Jane", entity=True)
    questions = said(Query((CHECK, CARD), (OF_CARD,), (own("inspected_on"),), (jane,)))
    assert any("the member card with the holder name Jane" in one for one in questions)
    assert [one for one in questions if "named Jane" in one] == []


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [("sales_by_store", "store sales record", "store sales records"),
     ("revenue_by_film_category", "film category revenue record", "film category revenue records"),
     ("standby_unit", "standby unit", "standby units")],
)  # fmt: skip
def test_words__figures_by_something_are_records_of_it(name: str, one: str, many: str) -> None:
    made = table(name, text("place"))
    words = EnglishWords(Catalog("d", (made,)))
    assert (words.table(made), words.tables(made)) == (one, many)
