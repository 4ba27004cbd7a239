"""DDL files run in PostgreSQL as they stand, in any order, and make the same tables again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from data_pipeline.catalog.read import read_catalog
from data_pipeline.samples.highway import load
from tests.pipeline.ddl_copies import assert_same, catalog, generate, made


@pytest.fixture(scope="module")
def empty_url(make_database: Callable[..., str]) -> str:
    return make_database()


@pytest.fixture(scope="module")
def sample_url(make_database: Callable[..., str]) -> str:
    url = make_database()
    load(url)
    return url


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_ddl_files__make_the_awkward_schema_again(
    odd_url: str, empty_url: str, tmp_path: Path, backwards: bool, language: str
) -> None:
    generate(odd_url, tmp_path, language=language)
    with made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        assert_same(catalog(odd_url), read_catalog(connection))


@pytest.mark.parametrize("backwards", [False, True])
def test_ddl_files__make_the_sample_again(sample_url: str, empty_url: str, tmp_path: Path, backwards: bool) -> None:
    generate(sample_url, tmp_path)
    with made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        assert_same(catalog(sample_url), read_catalog(connection))


def test_ddl_files__each_runs_alone(odd_url: str, empty_url: str, tmp_path: Path) -> None:
    generate(odd_url, tmp_path)
    for path in tmp_path.glob("*.ddl"):
        with made(empty_url, [path]) as connection:
            assert len(read_catalog(connection).tables) == 1


DOMAINS = """
    CREATE SCHEMA kinds;
    CREATE TYPE kinds.size AS ENUM ('small', 'large');
    CREATE DOMAIN kinds.posint AS integer DEFAULT 1 NOT NULL
        CONSTRAINT positive CHECK (VALUE > 0) CONSTRAINT "at most" CHECK (VALUE < 1000);
    CREATE DOMAIN kinds."Percent" AS kinds.posint CHECK (VALUE <= 100);
    CREATE DOMAIN size_known AS kinds.size CHECK (VALUE IN ('small', 'large'));
    CREATE DOMAIN code AS varchar(8) COLLATE "C" CHECK (VALUE ~ '^[A-Z]{2}$$');
    CREATE FUNCTION good(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
    CREATE DOMAIN checked AS varchar(9) CHECK (good(VALUE));
    CREATE DOMAIN checked_twice AS checked CHECK (VALUE <> '');
    CREATE TABLE orders (amount kinds.posint, share kinds."Percent" DEFAULT 7, size size_known, codes code[],
        odd checked DEFAULT 'x', odder checked_twice, CHECK (amount < share));
    CREATE TABLE prices (amount kinds.posint, code code DEFAULT 'EU');
"""


@pytest.mark.parametrize("backwards", [False, True])
def test_ddl_files__make_domains_again(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path, backwards: bool
) -> None:
    source = catalog(make_schema(DOMAINS))
    generate(make_schema(DOMAINS), tmp_path)
    with made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        copy = read_catalog(connection)
        assert_same(source, copy)
        assert copy.domains == source.domains
    types = {column.name: column.ddl_type for column in source.table("public", "orders").columns}
    assert types["amount"] == "kinds.posint"
    assert types["codes"] == "public.code[]"
    assert (types["odd"], types["odder"]) == ("character varying(9)", "text")
    assert [domain.name for domain in source.domains] == ["posint", "Percent", "code", "size_known"]


def test_ddl_files__domains_check_what_comes_in(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path
) -> None:
    generate(make_schema(DOMAINS), tmp_path)
    with made(empty_url, [tmp_path / "prices.ddl"]) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO prices DEFAULT VALUES RETURNING amount, code")
        assert cursor.fetchall() == [(1, "EU")]
        with pytest.raises(psycopg2.errors.CheckViolation):
            cursor.execute("INSERT INTO prices VALUES (1000)")


def test_ddl_files__format(odd_url: str, tmp_path: Path) -> None:
    generate(odd_url, tmp_path)
    lines = (tmp_path / "bss__area.ddl").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["-- 中文名: 服务区", "-- 描述: 服务区，全国 第二行 */ drop table x; -- '"]
    assert "create table bss.area (" in lines
    numbered = "  id integer not null default nextval('bss.area_id_seq'::regclass), -- "
    assert numbered + "服务区的唯一标识，由数据库自动编号（推断），主键" in lines
    assert "  name text not null default 'it''s; -- x'::text, -- 名称 ); drop table bss.area; -- */ $$" in lines
    assert "  primary key (id)," in lines
    child = (tmp_path / "a_child.ddl").read_text(encoding="utf-8").splitlines()
    assert "  area_id integer not null, -- 对应的服务区，关联 bss.area.id（推断），外键" in child
    assert "-- 外键: (area_id) -> bss.area(id)" in child
    assert "-- 外键（推断，置信度 0.95）: (area_no) -> bss.area(area_no)" in child


def test_ddl_files__english(odd_url: str, tmp_path: Path) -> None:
    generate(odd_url, tmp_path, language="en")
    text = (tmp_path / "sql_log.ddl").read_text(encoding="utf-8")
    described = "-- Name: sql log\n-- Description: One row for each sql log, with msg (inferred)\n"
    assert text.startswith(described + "create table public.sql_log (\n")
    assert "  id integer not null, -- Unique number that identifies the sql log (inferred), primary key\n" in text


def test_ddl_files__make_an_enum_type_without_labels_again(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path
) -> None:
    url = make_schema("CREATE TYPE kind AS ENUM (); CREATE TABLE goods (id int PRIMARY KEY, kind kind, kinds kind[])")
    generate(url, tmp_path)
    with made(empty_url, [tmp_path / "goods.ddl"]) as connection:
        copy = read_catalog(connection)
        assert_same(catalog(url), copy)
        assert [(enum.name, enum.labels) for enum in copy.enum_types] == [("kind", ())]
