"""Questions in English: their wordings, and the check that they are complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.dates import participle
from data_pipeline.pairs.english.degrees import adjective, asking, is_flag
from data_pipeline.pairs.english.grammar import a, clause, closed, listed, number, possessive, state, value_in_quotes
from data_pipeline.pairs.generate import Pair, generate_pairs
from data_pipeline.pairs.identifiers import plural, shared_prefix, singular, spelled, words_of
from data_pipeline.pairs.tree import Join, Measure, Query, Question
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import wording
from data_pipeline.pairs.words import EnglishWords
from tests.pipeline.business import catalog_of, make_business
from tests.pipeline.english_questions import (
    ALBUM,
    ARTIST,
    CASES,
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
     ("from a place", "Oslo"), ("in a month", "March"), ("in a month", "combined total"), ("one of", "paid"),
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


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("bss_business_day", ["bss", "business", "day"]),
        ("CustomerId", ["customer", "id"]),
        ("HTTPServer2", ["http", "server2"]),
        ("订单", ["订单"]),
        ("__", []),
    ],
)
def test_words_of(identifier: str, words: list[str]) -> None:
    assert words_of(identifier) == words


def test_spelled__abbreviations_and_nothing_to_split() -> None:
    assert spelled("order_qty") == "order quantity"
    assert spelled("__") == "__"


@pytest.mark.parametrize(
    ("one", "many"),
    [("order", "orders"), ("category", "categories"), ("service area", "service areas"), ("address", "addresses"),
     ("person", "people"), ("branch", "branches"), ("status", "statuses"), ("staff", "staff"), ("movie", "movies"),
     ("quantity per unit", "quantities per unit"), ("title of courtesy", "titles of courtesy"),
     ("unit in stock", "units in stock"), ("length (km)", "lengths (km)")],
)  # fmt: skip
def test_plural__and_back(one: str, many: str) -> None:
    assert plural(one) == many == plural(many)
    assert singular(many) == one


def test_shared_prefix__most_or_none() -> None:
    assert shared_prefix(["bss_area", "bss_company", "bss_day_data", "log"]) == "bss"
    assert shared_prefix(["order", "order_line", "customer"]) == ""


def test_words__no_chinese_but_labels() -> None:
    """A label in another language still says more than a code."""
    area = replace(table("bss_area", day("opened_on")), comment="服务区")
    words = EnglishWords(Catalog("d", (area, table("bss_b", day("x")), table("bss_c", day("x")))))
    assert (words.table(area), words.column(area, area.columns[0])) == ("area", "opened date")
    assert words.value(column("status", value_labels={"1": "启用"}), "1") == "启用"
    assert words.value(column("status", value_labels={"1": "active"}), "1") == "active"


@pytest.mark.parametrize(
    ("name", "category", "noun", "plural_noun"),
    [
        ("starts_on", "D", "start date", "start dates"),
        ("expires_at", "D", "expiry time", "expiry times"),
        ("hours_so_far", "N", "hours so far", "hours so far"),
    ],
)
def test_words__columns(name: str, category: str, noun: str, plural_noun: str) -> None:
    orders = table("orders", column(name, category=category))
    said = EnglishWords(Catalog("d", (orders,))).column(orders, orders.columns[0])
    assert (said, plural(said)) == (noun, plural_noun)


def test_words__titles_before_comments_before_identifiers() -> None:
    titled = replace(column("c_ttl"), titles={"en": "Order total"}, comment="Total of it")
    commented, plain = replace(column("c_sum"), comment="Total of it"), column("ship_dt", category="D")
    orders = replace(table("t_ord", titled, commented, plain), titles={"en": "customer order"})
    words = EnglishWords(Catalog("d", (orders,)))
    assert words.table(orders) == "customer order"
    assert [words.column(orders, each) for each in orders.columns] == ["order total", "total of it", "ship date"]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("inventory", "inventory item"),
        ("staff", "staff member"),
        ("actor_info", "actor info entry"),
        ("sales_data", "sales data record"),
        ("customer_customer_kind", "customer kind"),
    ],
)
def test_words__things_that_are_not_counted(name: str, noun: str) -> None:
    made = table(name, column("id"))
    assert EnglishWords(Catalog("d", (made,))).table(made) == noun


def test_words__flags_and_managers() -> None:
    assert WORDS.column(STAFF, STAFF.column("reports_to")) == "manager"
    flags = table("t", column("activebool", "boolean", "B"), column("bool_paid", "boolean", "B"))
    assert [EnglishWords(Catalog("d", (flags,))).column(flags, flag) for flag in flags.columns] == ["active", "paid"]


def test_role__keys_to_one_table_are_told_apart() -> None:
    names = ("signed_by", "approved_by")
    keys = tuple(ForeignKey((name,), "public", "staff", ("staff_id",)) for name in names)
    contract = replace(table("contract", *map(column, names)), foreign_keys=keys)
    words = EnglishWords(Catalog("d", (STAFF, contract)))
    assert [words.of_key(contract, key) for key in keys] == ["signatory", "approver"]


def test_role__a_person_by_what_the_key_calls_them() -> None:
    store = table("store", column("manager_staff_id"), keys={"manager_staff_id": "staff"})
    assert EnglishWords(Catalog("d", (STAFF, store))).of_key(store, store.foreign_keys[0]) == "manager"
    assert WORDS.of_key(STAFF, STAFF.foreign_keys[0]) == "manager"
    assert WORDS.of_key(SALE, SALE.foreign_keys[0]) == "staff member"
    assert WORDS.of_key(ALBUM, ALBUM.foreign_keys[0]) == WORDS.table(ARTIST)


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
     ("paid", "are paid", "are not paid")],
)  # fmt: skip
def test_state(noun: str, yes: str, no: str) -> None:
    assert (state(noun, True), state(noun, False)) == (yes, no)


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
