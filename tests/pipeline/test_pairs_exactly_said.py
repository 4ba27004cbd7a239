"""Questions that say exactly what their statement does: found by reading 1,000 pairs against it."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.apart import apart_from
from data_pipeline.pairs.conditions import Compare, Equals
from data_pipeline.pairs.draft import Draft
from data_pipeline.pairs.forms.compositions import average_of_groups
from data_pipeline.pairs.forms.groups import count_by
from data_pipeline.pairs.forms.related import with_zero
from data_pipeline.pairs.forms.rows import where
from data_pipeline.pairs.ground import ground_of
from data_pipeline.pairs.known_values import speakable
from data_pipeline.pairs.options import restrictions
from data_pipeline.pairs.scopes import scopes
from data_pipeline.pairs.subjects import read_subjects
from data_pipeline.pairs.to_sql import to_sql
from data_pipeline.pairs.tree import Join, Measure, Over, Query
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import wordings
from tests.pipeline.made_tables import column, table

TITLES = {"distinct": 40.0, "bounds": tuple(f"t{n}" for n in range(9))}
COLORS = {"distinct": 3.0, "common_values": ("red", "white", "rose"), "common_fractions": (0.5, 0.3, 0.2)}
GRAPE = table("grape", column("id", "integer"), column("title", statistics=TITLES), row_count=40)
WINE = table(
    "wine",
    column("id", "integer"),
    column("name", statistics={"distinct": 1000.0, "bounds": tuple(f"w{n}" for n in range(9))}),
    column("color", statistics=COLORS),
    column("price", "numeric"),
    column("grape_id", "integer", statistics={"distinct": 25.0}),
    keys={"grape_id": "grape"},
)
(OF,) = WINE.foreign_keys
CELLAR = Catalog("d", (GRAPE, WINE))
PRICE = Field(0, WINE.column("price"))


def drafts(catalog: Catalog, name: str, size: int, count: int = 60) -> list[Draft]:
    subjects = read_subjects(catalog)
    (scope,) = (one for one in scopes(subjects) if one.size == size and one.subject.table.name == name)
    return [Draft(ground_of(scope, subjects), subjects, Counter(), Random(seed)) for seed in range(count)]


def test_to_english__what_twenty_wines_are_of_is_said_for_each() -> None:
    """ "The titles of the grapes of wines with a price above 9" would be each title once."""
    shown = (Field(1, GRAPE.column("title")),)
    query = Query((WINE, GRAPE), (Join(1, 0, 1, OF),), shown, (Compare(PRICE, ">", "9"),))
    words = wordings(CELLAR, "en")[0]
    assert all(re.search(r"(?:of|for) each wine ", words.ask(query, seed)) for seed in range(20))


def test_count_by__grapes_that_have_no_wine_are_said_not_to_be_there() -> None:
    """25 of 40 grapes have wines."""
    made = [query for draft in drafts(CELLAR, "wine", 2) if (query := count_by(draft))]
    by_grape = [query for query in made if query.dimensions[0].entity]
    assert by_grape and all(query.some for query in by_grape)
    for language, told in (("en", "for each grape that has any"), ("zh", "没有的不算")):
        words = wordings(CELLAR, language)[0]
        assert all(told in words.ask(query, 1) and not words.missing(query, words.ask(query, 1)) for query in by_grape)


def test_rank__rows_without_a_value_come_last() -> None:
    query = Query((WINE,), outputs=(PRICE, Over("rank", PRICE)))
    assert "ORDER BY price DESC NULLS LAST" in to_sql(query)


def test_where__colors_alone_are_seldom_listed() -> None:
    """ "List the colors of the wines": a thousand rows of three values; what they are of belongs beside them."""
    wine = table("wine", *WINE.columns, column("region", statistics=COLORS))
    made = [query for draft in drafts(Catalog("d", (wine,)), "wine", 1, 300) if (query := where(draft))]
    of_region = [query for query in made if "region" in to_sql(query).partition("WHERE")[2]]
    shown = [{value.column.name for value in query.shown if isinstance(value, Field)} for query in of_region]
    alone, named = shown.count({"color"}), shown.count({"name", "color"})
    assert named > 2 * alone, (named, alone)


def test_average_of_groups__rows_without_a_value_are_no_group() -> None:
    empty = {**COLORS, "null_fraction": 0.2}
    wine = table("wine", column("id", "integer"), column("color", statistics=empty))
    assert not [query for draft in drafts(Catalog("d", (wine,)), "wine", 1) if (query := average_of_groups(draft))]


def test_with_zero__not_along_one_of_two_keys() -> None:
    """ "The flights of each airport": from it, or to it?"""

    def counted(*keys: str) -> bool:
        columns = [column("id", "integer"), *(column(key, "integer") for key in keys)]
        flight = table("flight", *columns, keys=dict.fromkeys(keys, "airport"))
        airport = table("airport", column("id", "integer"), column("name", statistics=TITLES), row_count=40)
        return any(with_zero(draft) for draft in drafts(Catalog("d", (airport, flight)), "airport", 1))

    assert (counted("airport_id"), counted("from_id", "to_id")) == (True, False)


@pytest.mark.parametrize(("names", "named"), [(("name",), True), (("first_name", "last_name"), False)])
def test_restrictions__a_last_name_names_nobody(names: tuple[str, ...], named: bool) -> None:
    """ "The customer named Barton" is one of three."""
    people = table("customer", *(column(name, statistics={**TITLES, "distinct": 1000.0}) for name in names))
    (subject,) = read_subjects(Catalog("d", (people,))).values()
    last = people.columns[-1]
    (choice,) = (one for one in restrictions(subject, ("equals",), is_own=True) if one.column == last)
    chosen = choice.choose(Field(0, last), Random(1))
    assert chosen and isinstance(chosen[0], Equals) and chosen[0].entity is named


@pytest.mark.parametrize(("value", "said"), [("Sonoma", True), ("N/A", False), ("unknown", False), ("未知", False)])
def test_speakable__what_stands_for_nothing_is_no_place(value: str, said: bool) -> None:
    assert speakable(value) is said


@pytest.mark.parametrize(
    ("said", "noun", "bare"),
    [("apt type code", "apartment", "type code"), ("building description", "apartment building", "description"),
     ("apt number", "apartment booking", "apt number"), ("order note", "order item", "order note")],
)  # fmt: skip
def test_apart_from(said: str, noun: str, bare: str) -> None:
    assert apart_from(said, noun) == bare


def test_plural__of_what_has_none() -> None:
    craft: Table = table("aircraft", column("id", "integer"), column("range", "integer"))
    query = Query((craft,), outputs=(Field(0, craft.column("range")),))
    asked = wordings(Catalog("d", (craft,)), "en")[0].ask(query, 1)
    assert "aircraft" in asked and "aircrafts" not in asked


def test_to_chinese__who_referred_a_card_is_not_who_holds_it() -> None:
    """Both are cards, and both are called by their holders."""
    holder, by = column("holder_name", comment="持卡人姓名"), column("referrer_no", "integer", comment="推荐人卡号")
    card = table("card", column("id", "integer"), holder, by, comment="会员卡", keys={"referrer_no": "card"})
    (referrer,) = card.foreign_keys
    query = Query(
        (card, card), (Join(1, 0, 1, referrer),), (Measure("count"),), (Equals(Field(1, holder), "王国", True),)
    )
    words = wordings(Catalog("d", (card,)), "zh")[0]
    asked = [words.ask(query, seed) for seed in range(20)]
    assert all("推荐人" in question and "持卡人" not in question for question in asked), asked


def test_show__whether_it_is_so_comes_last() -> None:
    """As it is said: "the name and whether it is active", in the statement's order, too."""
    name = column("name", statistics={**TITLES, "distinct": 1000.0})
    account = table("account", column("active", "boolean"), column("opened", "date"), name)
    listed = [draft.show(3, named=1) for draft in drafts(Catalog("d", (account,)), "account", 1)]
    shown = [[field.column.name for field in one] for one in listed]
    assert ["name", "opened", "active"] in shown and not [one for one in shown if "active" in one[:-1]]
