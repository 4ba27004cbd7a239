"""The diagram: every table and key in it, nothing on top of another, whatever tables are called."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from data_pipeline.catalog.model import Catalog, ForeignKey
from data_pipeline.documents.describe import Descriptions
from data_pipeline.documents.diagram.content import content
from data_pipeline.documents.diagram.files import diagrams
from data_pipeline.documents.diagram.layout import Layout, layout
from data_pipeline.documents.diagram.text_width import text_width
from tests.pipeline.made_tables import column, shop, table


def _random_catalog(count: int, seed: int) -> Catalog:
    """Tables with up to three keys each, circles and self references among them."""
    chance = random.Random(seed)
    tables = []
    for number in range(count):
        keys = {f"k{n}": f"t{chance.randrange(count)}" for n in range(chance.randrange(4))}
        columns = [column("id", "integer"), *(column(name, "integer") for name in keys), column("note")]
        tables.append(table(f"t{number}", *columns, keys=keys))
    return Catalog("x", tuple(tables))


def _layout(catalog: Catalog) -> Layout:
    return layout(content(catalog, {}))


@pytest.mark.parametrize(("count", "seed"), [(1, 0), (5, 1), (20, 2), (20, 3), (80, 4), (200, 5)])
def test_layout__no_box_on_another_and_no_line_through_a_box(count: int, seed: int) -> None:
    placed = _layout(_random_catalog(count, seed))
    boxes = [(x, y, x + placed.sizes[box].width, y + placed.sizes[box].height) for box, (x, y) in placed.tops.items()]
    assert len(boxes) == count
    for one, other in combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    for way in placed.ways.values():
        for (ax, ay), (bx, by) in pairwise(way):
            assert ax == bx or ay == by  # upright or level
            left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            assert not any(left < x2 and right > x1 and top < y2 and bottom > y1 for x1, y1, x2, y2 in boxes)
    assert all(x2 <= placed.width and y2 <= placed.height for _, _, x2, y2 in boxes)


def test_layout__lines_end_at_their_columns() -> None:
    shown = content(shop(), {})
    placed = layout(shown)
    ((start, *_, end),) = placed.ways.values()
    (line,) = shown.lines
    left, right = placed.tops[line.parent], placed.tops[line.child]
    assert start[0] == left[0] + placed.sizes[line.parent].width
    assert end[0] == right[0]
    assert right[1] < end[1] < right[1] + placed.sizes[line.child].height


def test_diagrams__are_the_same_every_time() -> None:
    catalog = _random_catalog(40, 7)
    assert diagrams(catalog, Descriptions(catalog), "zh") == diagrams(catalog, Descriptions(catalog), "zh")


@pytest.mark.parametrize("count", [300, 3000])
def test_diagrams__large_schema_in_seconds(count: int) -> None:
    catalog = _random_catalog(count, 9)
    started = time.monotonic()
    files = diagrams(catalog, Descriptions(catalog), "en")
    assert time.monotonic() - started < 5
    assert files["er.svg"].count('class="head"') == min(count, 1000)
    assert ("2000 more tables are not drawn" in files["er.svg"]) == (count == 3000)


def test_diagrams__inferred_keys_are_dashed_and_say_how_sure() -> None:
    orders = shop().table("public", "orders")
    (key,) = orders.foreign_keys
    guessed = replace(orders, foreign_keys=(replace(key, source="inferred", confidence=0.9),))
    solid, dashed = (
        diagrams(catalog, Descriptions(catalog), "en")
        for catalog in (shop(), Catalog("x", (shop().tables[0], guessed)))
    )
    legend = 1
    assert (solid["er.svg"].count("key guess"), dashed["er.svg"].count("key guess")) == (legend, legend + 1)
    assert "<title>customer_id (0.90)</title>" in dashed["er.svg"]
    assert '  t0 |o--o{ t1 : "customer_id"\n' in solid["er.mmd"]
    assert '  t0 |o..o{ t1 : "customer_id (0.90)"\n' in dashed["er.mmd"]


def test_diagrams__names_are_only_text() -> None:
    nasty = '<script>alert("1")</script>&\x01'
    made = table(nasty, column("id", "integer"), column(nasty), keys={nasty: nasty}, comment="]]> <b>")
    catalog = Catalog("x", (made,))
    files = diagrams(catalog, Descriptions(catalog), "en")
    root = ElementTree.fromstring(files["er.svg"])
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    assert any((node.text or "").startswith('<script>alert("1")') for node in root.iter())
    assert "<" not in files["er.mmd"]
    assert '"1"' not in files["er.mmd"]


def test_mermaid__column_names_that_mean_something_there() -> None:
    catalog = Catalog("x", (table("a", column("pk", "integer"), primary_key=("pk",)), table("b", column("1 x"))))
    text = diagrams(catalog, Descriptions(catalog), "en")["er.mmd"]
    assert '    integer _pk PK "pk"\n' in text


def test_content__shows_key_columns_and_counts_the_others() -> None:
    city = table("city", column("id", "integer"), column("code"), column("name"), unique_keys=(("code",),))
    key = ForeignKey(("city_code",), "public", "city", ("code",), "inferred", 0.9)
    shop_ = table("shop", column("id", "integer"), column("city_code", nullable=False), foreign_keys=(key,))
    shown = content(Catalog("x", (city, shop_)), {city.key: "town"})
    assert [(row.name, row.marks) for row in shown.boxes[0].rows] == [("id", ("PK",)), ("code", ("UK",))]
    assert (shown.boxes[0].title, shown.boxes[0].more) == ("town", 1)
    (line,) = shown.lines
    assert (line.many, line.optional, line.child_row, line.parent_row) == (True, False, 1, 1)


def test_content__table_without_keys_shows_its_first_columns() -> None:
    loose = table("loose_notes", *(column(f"c{n}") for n in range(7)))
    (box,) = content(Catalog("x", (loose,)), {loose.key: "Loose note"}).boxes
    assert [(row.name, row.marks) for row in box.rows] == [(f"c{n}", ()) for n in range(5)]
    assert (box.more, box.title) == (2, "")  # the singular of the name tells no more than the name
    assert "    text c0\n" in diagrams(Catalog("x", (loose,)), Descriptions(Catalog("x", (loose,))), "en")["er.mmd"]


def test_svg__keys_to_different_tables_differ_in_colour() -> None:
    city, country = table("city", column("id", "integer")), table("country", column("id", "integer"))
    keys = {"born_in": "city", "lives_in": "city", "citizen_of": "country"}
    person = table("person", *(column(name, "integer") for name in keys), keys=keys)
    catalog = Catalog("x", (city, country, person))
    drawn = diagrams(catalog, Descriptions(catalog), "zh")["er.svg"]
    inks = {key: ink for ink, key in re.findall(r'class="line (ink\d)"><title>(\w+)', drawn)}
    assert inks["born_in"] == inks["lives_in"] != inks["citizen_of"]
    assert all(f".{ink}{{--ink:" in drawn for ink in inks.values())


def test_text_width__chinese_letters_are_square() -> None:
    assert text_width("服务区", 12) == 36
    assert text_width("iii", 12) < text_width("aaa", 12) < text_width("WWW", 12)
