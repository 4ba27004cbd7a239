"""Lists say which row each value is of, and English calls roles, dates and kinds as people do."""

from __future__ import annotations

import re
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.english.column_noun import column_noun
from data_pipeline.pairs.english.composed import to_english
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.identifiers import spelled
from data_pipeline.pairs.numbered import is_unique, says_which, told_by
from data_pipeline.pairs.tree import Measure, Query
from data_pipeline.pairs.values import Field
from tests.pipeline.made_tables import column, table

OWNER = table("owner", column("id", "integer"), column("name"))
STAFF = table("employee", column("id", "integer"), column("name"))
INVOICE = table("invoice", column("id", "integer"), column("status"), column("pay_method"), column("name"),
                column("opened_on", "date"))  # fmt: skip

COUNT = Measure("count")


@pytest.fixture(scope="module")
def pairs(highway: Catalog) -> list[Pair]:
    return [pair for seed in (1, 2, 3) for pair in generate_pairs(highway, ("zh", "en"), count=1000, seed=seed)]


def test_generate__who_asks_which_is_told_which(pairs: list[Pair]) -> None:
    """ "Which 5 service areas ...? List the statuses" says nothing of which."""
    ranked = [(pair, pair.query) for pair in pairs if isinstance(pair.query, Query) and pair.query.limit
              and pair.query.orders and not pair.query.dimensions]  # fmt: skip
    asks = re.compile(r"^Which .*\? |哪[些位家条张个]|有哪些？")
    asked = [(pair, query) for pair, query in ranked if asks.search(pair.question)]
    assert (len(asked) > 30, [pair.question for pair, query in asked if not says_which(query)]) == (True, [])


def test_generate__most_lists_of_several_rows_say_which(pairs: list[Pair]) -> None:
    queries = [pair.query for pair in pairs if pair.language == "en" and isinstance(pair.query, Query)]
    lists = [query for query in queries if not (query.measures or query.dimensions or query.distinct)
             and told_by(query.tables[0]) and not is_unique(query)]  # fmt: skip
    said = [query for query in lists if says_which(query)]
    assert len(lists) > 200 and len(said) / len(lists) > 0.6, (len(said), len(lists))


@pytest.mark.parametrize(
    ("key", "parent", "noun"),
    [("approved_by", "employee", "approver"), ("booked_by", "employee", "booker"), ("milked_by", "employee",
     "milked-by employee"), ("preferred_owner_id", "owner", "preferred owner"), ("owner_id", "owner", "owner")],
)  # fmt: skip
def test_role__says_what_somebody_is_to_the_row(key: str, parent: str, noun: str) -> None:
    bill = table("bill", column("id", "integer"), column(key, "integer"), keys={key: parent})
    words = EnglishWords(Catalog("d", (OWNER, STAFF, bill)))
    link: ForeignKey = bill.foreign_keys[0]
    assert words.role(bill, link, OWNER if parent == "owner" else STAFF) == noun


@pytest.mark.parametrize(
    ("name", "type_", "noun"),
    [("opened_on", "date", "date opened"), ("paid_on", "date", "date paid"),
     ("last_seen_at", "date", "last seen time"),
     ("starts_on", "date", "start date"),
     ("po_number", "text", "PO number"), ("sku", "text", "SKU"), ("order_date", "date", "order date")],
)  # fmt: skip
def test_column_noun__dates_and_short_forms(name: str, type_: str, noun: str) -> None:
    assert column_noun(spelled(name).split(), column(name, type_)) == noun


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query((INVOICE,), outputs=(COUNT,), conditions=(Equals(Field(0, INVOICE.column("status")), "paid"),)),
         "How many paid invoices are there?"),
        (Query((INVOICE,), outputs=(COUNT,), conditions=(Equals(Field(0, INVOICE.column("pay_method")), "card"),)),
         "How many card invoices are there?"),
        (Query((INVOICE,), outputs=(Field(0, INVOICE.column("opened_on")),),
               conditions=(Equals(Field(0, INVOICE.column("name")), "Rome", entity=True),)),
         "When was invoice Rome opened?"),
    ],
)  # fmt: skip
def test_to_english__as_people_say(query: Query, wanted: str) -> None:
    words = EnglishWords(Catalog("d", (INVOICE,)))
    said = {to_english(query, words, Random(seed)) for seed in range(100)}
    assert wanted in said, said
