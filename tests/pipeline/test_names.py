"""Names in SQL, of files, and in the lists that users write."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

from data_pipeline.names import file_stem, file_stems, parse_table_list, qualified, quoted
from data_pipeline.step import PipelineError


def test_quoted__as_postgresql_does(server_url: str) -> None:
    with closing(psycopg2.connect(server_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word, quote_ident(word) FROM pg_get_keywords()")
        words = cursor.fetchall()
        odd = ['a"b', "Mixed", "1st", "a b", "服务区", "a$b", "_x", ""]
        cursor.execute("SELECT w, quote_ident(w) FROM unnest(%s) w", (odd,))
        words += cursor.fetchall()
    assert {word: quoted(word) for word, _ in words} == dict(words)


def test_qualified__both_parts_quoted() -> None:
    assert qualified("public", "order") == 'public."order"'
    assert qualified("My Schema", "t") == '"My Schema".t'


def test_file_stem__public_is_left_out() -> None:
    assert file_stem("public", "bss_car_day_count") == "bss_car_day_count"
    assert file_stem("bss", "订单") == "bss__订单"


def test_file_stem__never_the_same_for_two_tables() -> None:
    parts = ["a", "b", "_", "a_", "_a", "a__", "__a", "a__b", "a_b", "a/b", "a~2Fb", "public", "公", "A" * 63, "/" * 63]
    tables = [(schema, table) for schema in parts for table in parts]
    assert len({file_stem(*table) for table in tables}) == len(tables)


def test_file_stems__differ_in_more_than_capitals() -> None:
    parts = [
        "item",
        "Item",
        "ITEM",
        "iteM",
        "a/b",
        "A/B",
        "A/b",
        "~4Atem",
        "Jtem",
        "jtem",
        "Été",
        "été",
        "A" * 63,
        "a" * 63,
    ]
    tables = [(schema, table) for schema in ("public", "Own", "own") for table in parts]
    assert len({stem.lower() for stem in file_stems(tables).values()}) == len(tables)


def test_file_stems__capitals_alone_stay() -> None:
    assert file_stems([("public", "Album"), ("public", "item"), ("Own", "Item")]) == {
        ("public", "Album"): "Album",
        ("public", "item"): "item",
        ("Own", "Item"): "Own__Item",
    }
    assert file_stems([("public", "Item"), ("public", "item")]) == {
        ("public", "Item"): "~49tem",
        ("public", "item"): "item",
    }


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", ".", "..", "a:b", "a\nb", " a", "a ", "/" * 63, "号" * 21])
def test_file_stem__safe_on_every_file_system(name: str) -> None:
    stem = file_stem(name, name)
    assert not set(stem) & set('/\\:*?"<>|\n')
    assert stem == stem.strip(". ")
    assert len(stem.encode()) <= 200


def test_parse_table_list__lines_commas_comments_duplicates() -> None:
    text = """
    # 车流量
    bss_car, public.bss_car，bss.area -- 服务区
    -- orders
    orders; "Order, -- Items"."a.b"
    order-lines
    """
    assert parse_table_list(text) == [
        ("public", "bss_car"),
        ("bss", "area"),
        ("public", "orders"),
        ("Order, -- Items", "a.b"),
        ("public", "order-lines"),
    ]


@pytest.mark.parametrize("entry", ["a.b.c", 'a"b', ".b", "a.", '"a'])
def test_parse_table_list__names_the_entry_that_is_no_name(entry: str) -> None:
    with pytest.raises(PipelineError) as caught:
        parse_table_list(f"good\n{entry}\n")
    assert caught.value.code == "table_list_invalid"
    assert entry in caught.value.sentence


def test_parse_table_list__names_every_entry_that_is_no_name() -> None:
    with pytest.raises(PipelineError) as caught:
        parse_table_list("good\na.b.c.d\nalso_good, .\n" + "x." * 500 + "\na.b.c.d\n")
    quoted_ones = ["'a.b.c.d'", "'.'", f"'{'x.' * 50}'"]
    assert caught.value.sentence == f"{', '.join(quoted_ones)} are not table names: write table or schema.table."
    with pytest.raises(PipelineError) as caught:
        parse_table_list("\n".join(f"a.b.c.{n}" for n in range(25)))
    assert "'a.b.c.19' and 5 more are not table names" in caught.value.sentence
    assert "'a.b.c.19' 等 25 个 不是合法的表名" in caught.value.zh
