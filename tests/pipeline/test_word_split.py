"""The words of identifiers, and what is made of them, in scripts beyond ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from data_pipeline.catalog.key_names import words
from data_pipeline.pairs.identifiers import spelled
from data_pipeline.steps import ddl_generation, qa_generation
from data_pipeline.word_split import split_words
from tests.pipeline.plain_step import PlainStep, read_pairs


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("bss_serviceAreaID", ["bss", "service", "Area", "ID"]),
        ("HTTPServer2", ["HTTP", "Server2"]),
        ("q1_sales2024", ["q1", "sales2024"]),
        ("UTF8Text", ["UTF8", "Text"]),
        ("Größe", ["Größe"]),
        (unicodedata.normalize("NFD", "Größe"), ["Größe"]),
        ("größteÄnderung", ["größte", "Änderung"]),
        ("ÜBERStunden", ["ÜBER", "Stunden"]),
        ("ценаТовара", ["цена", "Товара"]),
        ("año_fiscal", ["año", "fiscal"]),
        ("संख्या", ["संख्या"]),
        ("订单Items", ["订单", "Items"]),
        ("第1季度", ["第1季度"]),
        ("a$b c.d", ["a", "b", "c", "d"]),
        ("_", []),
        ("countrylanguage", ["country", "language"]),
        ("SALESORDERHEADER", ["SALES", "ORDER", "HEADER"]),
        ("dbo.customerid", ["dbo", "customer", "id"]),
        ("headofstate", ["head", "of", "state"]),
        ("shiptoaddressid", ["ship", "to", "address", "id"]),
        ("isofficial", ["is", "official"]),
        ("addressline1", ["address", "line1"]),
    ],
)
def test_split_words(identifier: str, expected: list[str]) -> None:
    assert split_words(identifier) == expected


@pytest.mark.parametrize(
    "word",
    ["workshop", "mileage", "ownership", "username", "island", "timezones", "candidate", "fuwuqu", "khmc", "wuliaobm",
     "bestellnummer", "codigo", "sqrt2"],
)  # fmt: skip
def test_split_words__what_only_looks_composed_stays(word: str) -> None:
    assert split_words(word) == [word]


def test_spelled__umlauts() -> None:
    assert (spelled("durchschnGröße"), words("durchschnGröße")) == ("durchschn größe", ("durchschn", "größe"))


def test_steps__identifiers_beyond_ascii_stay_whole(make_schema: Callable[[str], str], tmp_path: Path) -> None:
    url = make_schema(
        'CREATE TABLE "Gebäude" (id int PRIMARY KEY, "Größe" numeric, "Straße" text);'
        " INSERT INTO \"Gebäude\" SELECT i, i * 3.5, 'Allee ' || i % 5 FROM generate_series(1, 200) i; ANALYZE"
    )
    step = PlainStep(tmp_path, {"language": "both"}, {"business": url})
    ddl_generation.run(step)
    pair_file = qa_generation.run(step)["pair_file"]
    pairs = read_pairs(tmp_path / pair_file)
    texts = [(tmp_path / "Gebäude_detail.md").read_text(encoding="utf-8"), *(part for pair in pairs for part in pair)]
    assert any("größe" in text for text in texts)
    assert not [text for text in texts if "gr öße" in text or "gr_öße" in text or "stra ße" in text]
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for _, sql in pairs:
            cursor.execute(sql)
