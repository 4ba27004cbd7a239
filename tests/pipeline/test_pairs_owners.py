"""What rows belong to, told as what has them: where that is said, and how its completeness is checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.owners import owner
from data_pipeline.pairs.tree import Having, Join, Measure, Query
from data_pipeline.pairs.values import Field
from data_pipeline.pairs.wording import Wording, wording
from tests.pipeline.chinese_questions import HANDLERS, OF_AREAS
from tests.pipeline.chinese_tables import WORDING as CHINESE
from tests.pipeline.english_questions import CASES
from tests.pipeline.english_tables import ALBUM, ARTIST_NAME, BY_ARTIST, CATALOG, albums, of
from tests.pipeline.made_tables import column, table

ENGLISH = wording(CATALOG, "en")
COUNTED = albums(Measure("count_distinct", of(ALBUM, "artist_id")))
LISTED = albums(ARTIST_NAME, distinct=True)
TWO = albums(ARTIST_NAME, dimensions=(BY_ARTIST,), having=Having(Measure("count"), "=", "2"))


@pytest.mark.parametrize(
    ("words", "query", "said", "complete"),
    [
        (ENGLISH, COUNTED, "How many artists have albums?", True),
        (ENGLISH, COUNTED, "How many different artists do the albums have?", True),
        (ENGLISH, COUNTED, "How many albums have artists?", False),
        (ENGLISH, COUNTED, "How many artists are without albums?", False),
        (ENGLISH, COUNTED, "How many artists have no albums?", False),
        (ENGLISH, LISTED, "Which artists have albums?", True),
        (ENGLISH, LISTED, "Which artists have no albums?", False),
        (ENGLISH, LISTED, "List the artists within the albums.", False),
        (ENGLISH, TWO, "Which artists have exactly 2 albums?", True),
        (ENGLISH, TWO, "Which artists have at least 2 albums?", False),
        (CHINESE, HANDLERS, "有渠道为电话的投诉记录的处理人有多少名？", True),
        (CHINESE, HANDLERS, "没有渠道为电话的投诉记录的处理人有多少名？", False),
        (CHINESE, HANDLERS, "有多少条渠道为电话的投诉记录有处理人？", False),
        (CHINESE, OF_AREAS, "哪些服务区有渠道为电话的投诉记录？", True),
        (CHINESE, OF_AREAS, "列出没有渠道为电话的投诉记录的服务区。", False),
    ],
)
def test_missing__what_has_rows(words: Wording, query: Query, said: str, complete: bool) -> None:
    assert (words.missing(query, said) == []) is complete, words.missing(query, said)


def listed(child: Table, parent: Table) -> Query:
    join = Join(1, child=0, parent=1, key=child.foreign_keys[0])
    return Query((child, parent), (join,), (Field(1, parent.column("name")),), distinct=True)


def test_owner__no_role_that_does_not_have_the_rows() -> None:
    """A capital city has no country, the head of a clinic no clinic; a creator has what was created by her."""
    place, person, tool = (table(name, column("id", "integer"), column("name")) for name in ("city", "person", "tool"))
    land = table("land", column("id", "integer"), column("capital"), keys={"capital": "city"}, row_count=20)
    city = table("city", *place.columns, column("land_id"), keys={"land_id": "land"})
    clinic = table("clinic", column("id", "integer"), column("head"), keys={"head": "person"})
    note = table("note", column("id", "integer"), column("created_by"), keys={"created_by": "person"})
    part = table("part", column("id", "integer"), column("tool_id"), keys={"tool_id": "tool"})
    found = [owner(listed(*pair)) for pair in ((land, city), (clinic, person), (note, person), (part, tool))]
    assert [one is not None for one in found] == [False, False, True, True]


def test_owner__names_are_not_counted_as_things() -> None:
    """Two sections of one title are two."""
    assert owner(albums(Measure("count_distinct", ARTIST_NAME))) is None


def test_owner__nothing_that_is_said_of_them() -> None:
    titled = CASES["what has such rows"][0]
    assert isinstance(titled, Query) and owner(titled) is not None
    (condition,) = titled.conditions
    assert owner(replace(titled, conditions=(replace(condition, field=ARTIST_NAME),))) is None  # type: ignore[type-var]


def test_wording__a_link_table_is_not_called_twice() -> None:
    rows = {"distinct": 30.0}
    film, actor = (table(name, column("id", "integer"), column("name", statistics=rows)) for name in ("film", "actor"))
    cast = table("film_actor", column("film_id"), column("actor_id"), keys={"film_id": "film", "actor_id": "actor"})
    words = wording(Catalog("d", (film, actor, cast)), "zh")
    query = CASES["none of what a link ties to"][0]
    assert isinstance(query, Query)
    join = [Join(place, child=0, parent=place, key=key) for place, key in enumerate(cast.foreign_keys, 1)]
    asked = Query((cast, film, actor), tuple(join), (Field(2, actor.column("name")),), distinct=True)
    named = replace(query.conditions[0].conditions[0], field=Field(1, film.column("name")))  # type: ignore[union-attr]
    said = {words.ask(replace(asked, conditions=(named,)), seed) for seed in range(60)}
    assert not [one for one in said if "涉及" in one or "对应" in one], said
