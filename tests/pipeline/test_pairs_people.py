"""How people are spoken of in English: by full names, by what they did, by where they live."""

from __future__ import annotations

from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.conditions import Equals, OneOf
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.grammar import clause, full_names, of_one_row, verbal, with_article
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.tree import Join, Query, Question
from data_pipeline.pairs.wording import wording
from tests.pipeline.english_tables import CATALOG, COUNT, FIRST, LAST, SALE, STAFF, column, of, staff, table, text

CONTRACT = table(
    "contract",
    column("contract_id"),
    text("contract_no"),
    column("signed_by"),
    column("checked_by_id"),
    column("assigned_to"),
    keys=dict.fromkeys(("signed_by", "checked_by_id", "assigned_to"), "staff"),
)
NUMBER = of(CONTRACT, "contract_no")
WORDS = EnglishWords(Catalog("shop", (*CATALOG.tables, CONTRACT)))


def wordings(question: Question) -> set[str]:
    return {to_english(question, WORDS, Random(seed)) for seed in range(600)}


def named(table: Table, *outputs: object, key: int = 0) -> Query:
    join = Join(1, child=0, parent=1, key=table.foreign_keys[key])
    jane = (
        Equals(of(STAFF, "first_name", 1), "Jane", entity=True),
        Equals(of(STAFF, "last_name", 1), "Lee", entity=True),
    )
    return Query((table, STAFF), (join,), outputs, conditions=jane)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (staff(FIRST, LAST), "What are the full names of the staff members?"),
        (staff(FIRST, LAST), "What are the first and last names of the staff members?"),
        (staff(FIRST, LAST), "What are the first names and last names of the staff members?"),
        (staff(FIRST, LAST, of(STAFF, "city")), "List the full names and cities of all staff members."),
        (named(STAFF, FIRST, LAST), "List the full names of the staff members that report to Jane Lee."),
        (named(STAFF, COUNT), "How many staff members report to Jane Lee?"),
        (named(CONTRACT, NUMBER), "Show the contract numbers of the contracts signed by Jane Lee."),
        (named(CONTRACT, COUNT), "How many contracts were signed by the staff member Jane Lee?"),
        (named(CONTRACT, COUNT, key=1), "How many contracts were checked by Jane Lee?"),
        (named(CONTRACT, COUNT, key=2), "Count the number of contracts assigned to staff member Jane Lee."),
        (staff(COUNT, conditions=(Equals(of(STAFF, "city"), "Oslo"),)), "How many staff members live in Oslo?"),
        (staff(LAST, conditions=(OneOf(of(STAFF, "city"), ("Oslo", "Rome")),)),
         "What are the last names of the staff members living in Oslo or Rome?"),
    ],
)  # fmt: skip
def test_to_english__people(question: Question, wanted: str) -> None:
    said = wordings(question)
    assert wanted in said, sorted(said)


@pytest.mark.parametrize("question", [named(CONTRACT, NUMBER), named(CONTRACT, COUNT, key=2), named(STAFF, FIRST)])
def test_to_english__no_role_beside_the_verb(question: Question) -> None:
    """Not "signed by the signatory Jane Lee"; and nothing that has to be said is lost."""
    said, complete = wordings(question), wording(Catalog("shop", (*CATALOG.tables, CONTRACT)), "en")
    assert [one for one in said if "signatory" in one or "assignee" in one or "manager" in one] == []
    assert {one: missing for one in said if (missing := complete.missing(question, one))} == {}


def test_to_english__is_of_one_full_name_are_of_two() -> None:
    """ "What is the full name", but "What are the first and last name"."""
    said = wordings(named(SALE, of(STAFF, "first_name", 1), of(STAFF, "last_name", 1)))
    assert [one for one in said if one.startswith("What are the full name ")] == []
    assert [one for one in said if one.startswith(("What is the first ", "What is the staff member first and"))] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["first name", "last name"], ["full name"]),
        (["customer first name", "last name", "city"], ["customer full name", "city"]),
        (["customer first name", "customer last name"], ["customer full name"]),
        (["city", "last name"], ["city", "last name"]),
        (["last name", "first name"], ["last name", "first name"]),
        ([], []),
    ],
)
def test_full_names(said: list[str], told: list[str]) -> None:
    assert full_names(said, "full name") == told


def test_grammar__deeds() -> None:
    assert verbal("signed by Jane Lee") == "were signed by Jane Lee"
    assert verbal("living in Oslo") == "live in Oslo"
    assert verbal("by Jane Lee") == "are by Jane Lee"
    assert clause("assigned to Jane Lee") == "that were assigned to Jane Lee"
    assert clause("that report to Jane Lee") == "that report to Jane Lee"
    assert of_one_row(" that report to Jane Lee") == " that reports to Jane Lee"
    assert of_one_row(" that have sales") == " that has sales"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("USA", "the USA"),
        ("US or UK", "the US or the UK"),
        ("Netherlands", "the Netherlands"),
        ("Usanda", "Usanda"),
        ("Brazil", "Brazil"),
        ("'US Virgin Islands'", "'US Virgin Islands'"),
    ],
)
def test_with_article__places_that_have_one(said: str, told: str) -> None:
    assert with_article(said) == told


def test_to_english__nobody_lives_where_no_person_is() -> None:
    """A customer with one name may be a company."""
    shop = table("customer", column("customer_id"), text("company_name"), text("city"))
    words = EnglishWords(Catalog("shop", (shop,)))
    query = Query((shop,), outputs=(COUNT,), conditions=(Equals(of(shop, "city"), "Oslo"),))
    said = {to_english(query, words, Random(seed)) for seed in range(300)}
    assert ("How many customers are from Oslo?" in said, [one for one in said if "liv" in one]) == (True, [])


def test_to_english__another_name_keeps_its_word() -> None:
    """The route of a section route is not what it is called."""
    road = table("section_route", column("id"), text("section_name"), text("route_name"))
    words = EnglishWords(Catalog("roads", (road,)))
    query = Query((road,), outputs=(of(road, "section_name"), of(road, "route_name")))
    said = {to_english(query, words, Random(seed)) for seed in range(300)}
    assert [one for one in said if "route name" not in one] == []


def test_words__deed() -> None:
    told = {key.columns[0]: WORDS.deed(CONTRACT, key) for key in CONTRACT.foreign_keys}
    assert told == {"signed_by": "signed by", "checked_by_id": "checked by", "assigned_to": "assigned to"}
    assert WORDS.deed(STAFF, STAFF.foreign_keys[0]) == "that report to"
    assert WORDS.deed(SALE, SALE.foreign_keys[0]) == ""


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("ship_country", "shipped to the USA"),
        ("delivery_city", "delivered to the USA"),
        ("birth_country", "born in the USA"),
        ("home_country", ""),
    ],
)
def test_to_english__what_is_done_at_a_place(place: str, said: str) -> None:
    parcel = table("parcel", column("parcel_id"), text(place))
    words = EnglishWords(Catalog("post", (parcel,)))
    query = Query((parcel,), outputs=(of(parcel, "parcel_id"),), conditions=(Equals(of(parcel, place), "USA"),))
    asked = {to_english(query, words, Random(seed)) for seed in range(300)}
    assert any(f"{place.partition('_')[0]} " in one for one in asked)  # the column is said, too
    assert any(said in one for one in asked)
    assert any(" the USA" in one for one in asked) is bool(said)
