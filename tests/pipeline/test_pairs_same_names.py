"""Tables that would be called alike, in several schemas or in one: questions say which is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.pairs.chinese.words import ChineseWords
from data_pipeline.pairs.english.words import EnglishWords
from data_pipeline.pairs.generate import generate_pairs
from tests.pipeline.business import catalog_of
from tests.pipeline.made_tables import column, table

NAMED = {"distinct": 300.0, "bounds": tuple(f"Client {n}" for n in range(9))}
CLIENT = table("client", column("id", "integer"), column("name", statistics=NAMED), column("city", statistics=NAMED))


def in_schema(schema: str, name: str = "client", comment: str | None = None) -> Table:
    return replace(CLIENT, schema=schema, name=name, comment=comment)


@pytest.mark.parametrize(
    ("tables", "nouns"),
    [
        ((in_schema("tenant_a"), in_schema("tenant_b")), ["tenant a client", "tenant b client"]),
        ((in_schema("public"), in_schema("archive")), ["client", "archive client"]),
        ((in_schema("sales", "clients"), in_schema("hr_old")), ["sales client", "hr old client"]),
        ((in_schema("sales"), in_schema("hr", "person")), ["client", "person"]),
        ((in_schema("public", "erp_item"), in_schema("public", "crm_person")), ["item", "person"]),
        ((in_schema("public", "erp_client"), in_schema("public", "crm_client")), ["ERP client", "CRM client"]),
        ((in_schema("public", "client"), in_schema("public", "v_client")), ["client", "view client"]),
        ((in_schema("hr", "dim_client"), in_schema("hr", "ods_client")), ["dim client", "ods client"]),
    ],
)
def test_table__said_with_its_schema(tables: tuple[Table, ...], nouns: list[str]) -> None:
    words = EnglishWords(Catalog("shop", tables))
    assert [words.table(one) for one in tables] == nouns


def test_table__in_chinese() -> None:
    tables = (in_schema("public", comment="客户信息表"), in_schema("archive", comment="客户信息表"))
    words = ChineseWords(Catalog("shop", tables))
    assert [words.table(one).strip() for one in tables] == ["客户", "archive 客户"]
    tables = (in_schema("public", "crm_client", "CRM 客户表"), in_schema("public", "erp_client", "ERP 客户信息表"))
    words = ChineseWords(Catalog("shop", tables))
    assert [words.table(one).strip() for one in tables] == ["CRM 客户", "ERP 客户"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_generate_pairs__no_two_tables_in_the_same_words(language: str) -> None:
    pairs = generate_pairs(Catalog("shop", (in_schema("tenant_a"), in_schema("tenant_b"))), (language,), count=40)  # type: ignore[arg-type]
    unclear = [pair.question for pair in pairs if f"tenant {pair.tables[0][0][-1]}" not in pair.question]
    assert (len(pairs) > 20, unclear) == (True, [])


CAPITALS = """
    CREATE TABLE item (id int PRIMARY KEY, label text, price numeric, "Price" numeric);
    CREATE TABLE "Item" (id int PRIMARY KEY, name text, "Name" text, weight numeric);
    INSERT INTO item SELECT i, 'label ' || i, i * 2, i * 3.5 FROM generate_series(1, 80) i;
    INSERT INTO "Item" SELECT i, 'small ' || i, 'Big ' || i, i * 3 FROM generate_series(1, 50) i;
    ANALYZE;
"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_generate_pairs__say_which_of_what_capitals_alone_tell(
    make_schema: Callable[[str], str], language: str
) -> None:
    pairs = generate_pairs(catalog_of(make_schema(CAPITALS)), (language,), count=60)  # type: ignore[arg-type]
    for pair in pairs:
        for name in ('"Item"', '"Price"'):
            assert (name in pair.sql) == (f"{name} " in pair.question), pair
        assert "expensive" not in pair.question
        assert "How much" not in pair.question
    assert len(pairs) > 40
    assert len({pair.question for pair in pairs}) == len(pairs)


def test_words__capitals_are_told_only_where_they_tell() -> None:
    albums = table("Album", column("AlbumId", "integer"), column("Title"), column("title_sort"))
    words = EnglishWords(Catalog("shop", (albums,)))
    assert '"' not in words.table(albums) + "".join(words.columns(albums))
    twice = table("album", column("Title"), column("title"), column("Sort", titles={"en": "order"}), column("sort"))
    assert EnglishWords(Catalog("shop", (twice,))).columns(twice) == ('"Title" title', "title", "order", "sort")


def test_words__columns_with_one_comment_are_told_by_their_names() -> None:
    """Comments that were copied from the line above; two flags that say the same need not be told apart."""
    times = table(
        "job",
        column("begun_at", "date", comment="执行时间"),
        column("ended_at", "date", comment="执行时间"),
        column("done", "boolean", comment="是否完成"),
        column("is_done", "boolean", comment="是否完成"),
        comment="任务表",
    )
    words = ChineseWords(Catalog("shop", (times,)))
    assert words.columns(times) == ('"begun_at" 执行时间', '"ended_at" 执行时间', "是否完成", "是否完成")


def test_words__a_name_that_is_told_is_one_line_and_stays_in_its_quotes() -> None:
    odd = table("job", column('a"\nb', "integer", comment="金额"), column("c", "integer", comment="金额"))
    assert ChineseWords(Catalog("shop", (odd,))).columns(odd)[0] == '"a"" b" 金额'


@pytest.mark.parametrize("language", ["en", "zh"])
def test_generate_pairs__say_which_of_what_one_comment_tells(make_schema: Callable[[str], str], language: str) -> None:
    made = """
        CREATE TABLE payment (id int PRIMARY KEY, name text, due_amt numeric, got_amt numeric);
        COMMENT ON COLUMN payment.due_amt IS '金额'; COMMENT ON COLUMN payment.got_amt IS '金额';
        COMMENT ON TABLE payment IS '付款单表'; COMMENT ON COLUMN payment.name IS '付款单名称';
        INSERT INTO payment SELECT i, 'pay ' || i, i * 2.5, i * 1.5 FROM generate_series(1, 90) i;
        ANALYZE;
    """
    pairs = generate_pairs(catalog_of(make_schema(made)), (language,), count=40)  # type: ignore[arg-type]
    words = {"zh": ('"due_amt"', '"got_amt"'), "en": ("due amount", "got amount")}[language]
    told = [(pair, name, word) for pair in pairs for name, word in zip(("due_amt", "got_amt"), words, strict=True)]
    assert len(pairs) > 20
    assert [
        (pair.question, pair.sql) for pair, name, word in told if name in pair.sql and word not in pair.question
    ] == []
