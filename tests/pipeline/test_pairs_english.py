"""Questions in English: their wordings, and the check that they are complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.conditions import Compare, Either, Equals, IsTrue
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.dates import participle
from data_pipeline.pairs.english.degrees import adjective, asking
from data_pipeline.pairs.english.grammar import (
    a,
    clause,
    closed,
    listed,
    number,
    of_one,
    possessive,
    questioned,
    state,
    value_in_quotes,
)
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.flags import is_flag
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.tree import Join, Measure, Query, Question
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import wording
from tests.pipeline.business import catalog_of, make_business
from tests.pipeline.english_questions import CASES
from tests.pipeline.english_tables import (
    CATALOG,
    FLAGGED,
    SALE,
    STAFF,
    STOCK,
    column,
    day,
    table,
)

WORDS = EnglishWords(CATALOG)
ENGLISH = wording(CATALOG, "en")


def wordings(question: Question) -> set[str]:
    return {to_english(question, WORDS, Random(seed)) for seed in range(400)}


@pytest.mark.parametrize(("question", "wanted"), CASES.values(), ids=CASES.keys())
def test_to_english__wordings(question: Question, wanted: str) -> None:
    said = wordings(question)
    assert wanted in said, sorted(said)
    assert len(said) > 1


@pytest.mark.parametrize("question", [question for question, _ in CASES.values()], ids=CASES.keys())
def test_to_english__complete_however_worded(question: Question) -> None:
    assert {said: missing for said in wordings(question) if (missing := ENGLISH.missing(question, said))} == {}


@pytest.mark.parametrize(
    ("case", "part"),
    [("compared", "above 5"), ("compared", "composers"), ("a duration", "300,000"), ("through a table", "Iron Maiden"),
     ("from a place", "Oslo"), ("in a month", "March"), ("in a month", "the total of "), ("one of", "paid"),
     ("none related", "without any"), ("none related", "2024-05-01"), ("first rows", "5"), ("first rows", "longest"),
     ("ordered", "alphabetical order"), ("different", "different"), ("rank", "rank"), ("share", "percentage"),
     ("each group", "artist"), ("each month", "month"), ("first groups", "highest"), ("enough", "10"),
     ("running total", "running"), ("but not", "not"), ("average group", "average"), ("best of each", "each"),
     ("bands", "band"), ("number of", "plays"), ("two conditions", "Rep"), ("part of a name", "Love"),
     ("no manager", "manager"), ("a flag", "active"), ("beside an average", "average"), ("any", "any")],
)  # fmt: skip
def test_missing__a_part_left_out(case: str, part: str) -> None:
    question, said = CASES[case]
    left_out = re.sub(rf"{re.escape(part)}(?! \()", "", said)
    assert left_out != said
    assert ENGLISH.missing(question, left_out)


@pytest.mark.parametrize("column_name", ["units_in_stock", "discontinued"])
def test_to_english__only_said_of_the_rows_themselves(column_name: str) -> None:
    """ "Sales with more than 5 item units in stock" is nobody's English."""
    key = ForeignKey(("item_id",), "public", "item", ("item_id",))
    item = table("item", column("item_id"), column("units_in_stock"), FLAGGED)
    sale = replace(table("sale", column("item_id")), foreign_keys=(key,))
    words = EnglishWords(Catalog("d", (sale, item)))
    field = Field(1, item.column(column_name))
    condition = IsTrue(field, True) if field.column == FLAGGED else Compare(field, ">", "5")
    for conditions in ((condition,), (Either(condition, Equals(Field(0, sale.columns[0]), "7")),)):
        question = Query((sale, item), (Join(1, 0, 1, key),), (Measure("count"),), conditions)
        said = {to_english(question, words, Random(seed)) for seed in range(100)}
        assert not [one for one in said if "item units" in one or "item discontinued" in one]
        assert all("items" in one for one in said)


def test_grammar__around_values() -> None:
    assert (listed(["a"]), listed(["a", "b", "a", "c"], "or")) == ("a", "a, b or c")
    assert [value_in_quotes(value) for value in ("NC-17", "New York", "O'Hara & Co")] == [
        "NC-17", "'New York'", '"O\'Hara & Co"']  # fmt: skip
    assert [a(noun) for noun in ("email", "unit price", "units in stock")] == [
        "an email",
        "a unit price",
        "units in stock",
    ]
    assert (possessive("Jane"), possessive("Gonçalves")) == ("Jane's", "Gonçalves'")
    assert [number(value) for value in ("1234567", "9999", "0.5")] == ["1,234,567", "9999", "0.5"]


@pytest.mark.parametrize(
    ("noun", "yes", "no"),
    [("is active", "are active", "are not active"), ("has parking", "have parking", "have no parking"),
     ("paid", "are paid", "are not paid"), ("can vote", "can vote", "cannot vote"),
     ("needs repair", "need repair", "do not need repair"), ("is workday", "are workdays", "are not workdays")],
)  # fmt: skip
def test_state(noun: str, yes: str, no: str) -> None:
    assert (state(noun, True), state(noun, False)) == (yes, no)


@pytest.mark.parametrize(
    ("stated", "single", "asked", "asked_of_many"),
    [("are active", "is active", "is it active", "are they active"),
     ("have parking", "has parking", "does it have parking", "do they have parking"),
     ("can vote", "can vote", "can it vote", "can they vote"),
     ("need repair", "needs repair", "does it need repair", "do they need repair"),
     ("are workdays", "is a workday", "is it a workday", "are they workdays")],
)  # fmt: skip
def test_state__of_one_and_asked(stated: str, single: str, asked: str, asked_of_many: str) -> None:
    said = of_one(stated), questioned("it", stated, many=False), questioned("they", stated, many=True)
    assert said == (single, asked, asked_of_many)


@pytest.mark.parametrize(
    ("said", "joined"),
    [("with a price", "with a price"), ("hired in 2024", "that were hired in 2024"),
     ("of the album 'X'", "that belong to the album 'X'"), ("longer than 3 hours", "that are longer than 3 hours")],
)  # fmt: skip
def test_clause(said: str, joined: str) -> None:
    assert clause(said) == joined


@pytest.mark.parametrize(
    ("said", "mark"),
    [("What is it", "?"), ("Show it", "."), ("For each day, how much is it", "?"), ("Which one is it? Show it", "."),
     ("Do we have any?", "")],
)  # fmt: skip
def test_closed(said: str, mark: str) -> None:
    assert closed(said) == said + mark


def test_columns__what_people_say_of_them() -> None:
    assert [participle(day(name)) for name in ("signed_on", "hire_date", "sale_date")] == ["signed", "hired", ""]
    assert [adjective(column(name), True) for name in ("unit_price", "runtime", "kind")] == [
        "most expensive",
        "longest",
        "",
    ]
    assert (adjective(day("birth_date"), False), asking(column("fare"))) == ("oldest", "How much is {}")
    assert (is_flag(FLAGGED), is_flag(STOCK.column("units_in_stock"))) == (True, False)


def faults(pair: Pair) -> list[str]:
    """What no question should have in it."""
    said = pair.question
    unquoted = re.sub(r"\"[^\"]*\"|'[^']*'(?!s )", "Q", said)
    found = [match.group() for match in re.finditer(r"\b(\w+) \1\b|  |\bNone\b| ,|\.\.|\?\.|,,", unquoted)]
    found += [] if said.count('"') % 2 == 0 else ["quotes"]
    found += [] if said.count("(") == said.count(")") else ["brackets"]
    return found + ([] if said.endswith((".", "?")) and said[0].isupper() else ["ends"])


def test_generate_pairs__every_question_well_formed(
    make_database: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    pairs = generate_pairs(catalog_of(make_business(make_database)), ["en"], count=300)
    assert {pair.question: wrong for pair in pairs if (wrong := faults(pair))} == {}
    assert len({pair.question for pair in pairs}) == len(pairs) > 100
    assert [record.getMessage() for record in caplog.records] == []


def test_to_english__a_kind_before_the_noun() -> None:
    """ "Rock tracks" as well as "tracks in the genre Rock"."""
    genre = table("genre", column("genre_id"), column("name", "text", "S"))
    song = table(
        "song", column("song_id"), column("title", "text", "S"), column("genre_id"), keys={"genre_id": "genre"}
    )
    rock = Equals(Field(1, genre.column("name")), "Rock", entity=True)
    join = Join(1, child=0, parent=1, key=song.foreign_keys[0])
    question = Query((song, genre), (join,), (Measure("count"),), (rock,))
    said = {to_english(question, EnglishWords(Catalog("shop", (genre, song))), Random(seed)) for seed in range(400)}
    assert {"How many Rock songs are there?", "How many songs does the genre Rock have?"} <= said


def test_to_english__a_person_by_name_alone() -> None:
    question = Query((SALE, STAFF), (Join(1, child=0, parent=1, key=SALE.foreign_keys[0]),), (Measure("count"),),
                     tuple(Equals(Field(1, STAFF.column(name)), value, entity=True)
                           for name, value in (("first_name", "Jane"), ("last_name", "Peacock"))))  # fmt: skip
    assert {"How many sales does Jane Peacock have?", "Count the number of sales of Jane Peacock."} <= wordings(
        question
    )
