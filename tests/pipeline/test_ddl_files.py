"""DDL files run in PostgreSQL as they stand, in any order, and make the same tables again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog, Table
from data_pipeline.catalog.read import read_catalog
from data_pipeline.samples.highway import load
from data_pipeline.steps import ddl_generation
from tests.pipeline.plain_step import PlainStep


def _catalog(url: str) -> Catalog:
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection)


def _generate(url: str, directory: Path, **parameters: str) -> None:
    directory.mkdir(exist_ok=True)
    ddl_generation.run(PlainStep(directory, parameters=dict(parameters), connections={"business": url}))


@contextmanager
def _made(url: str, paths: Iterable[Path]) -> Iterator[Connection]:
    """A connection to the empty database in which the files were run, one after the other; undone at the end."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        for path in paths:
            cursor.execute(path.read_text(encoding="utf-8"))
        yield connection
        connection.rollback()


def _columns(table: Table) -> list[tuple[object, ...]]:
    """What has to come out as it went in; types as they stand for in a database without the source's own types."""
    return [
        (
            column.name,
            column.ddl_type,
            column.nullable,
            column.identity,
            column.sequence_options,
            column.virtual,
            None if column.collation in table.unportable else column.collation,
            None if column.default in table.unportable else column.default,
            None if column.generated in table.unportable else column.generated,
        )
        for column in table.columns
    ]


def _declared_keys(table: Table) -> set[str | None]:
    return {key.definition for key in table.foreign_keys if key.source == "declared"}


def _names(checks: Iterable[str]) -> set[str]:
    """PostgreSQL itself writes some conditions anew when it reads them (casts within lists), so only the names."""
    return {check.partition(" CHECK ")[0] for check in checks}


def _assert_same(source: Catalog, copy: Catalog) -> None:
    tables = [table for table in source.tables if not table.is_view]
    assert [table.key for table in tables] == [table.key for table in copy.tables]
    for table in tables:
        again = copy.table(*table.key)
        assert _columns(table) == _columns(again), table.name
        assert table.primary_key == again.primary_key
        assert set(table.unique_keys) == set(again.unique_keys)
        assert _names(set(table.checks) - table.unportable) == _names(again.checks)
        assert {key: clause for key, clause in table.key_clauses.items() if clause not in table.unportable} == dict(
            again.key_clauses
        )
        assert table.partition_key == again.partition_key
        assert _declared_keys(table) == _declared_keys(again), table.name


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
    _generate(odd_url, tmp_path, language=language)
    with _made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        _assert_same(_catalog(odd_url), read_catalog(connection))


@pytest.mark.parametrize("backwards", [False, True])
def test_ddl_files__make_the_sample_again(sample_url: str, empty_url: str, tmp_path: Path, backwards: bool) -> None:
    _generate(sample_url, tmp_path)
    with _made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        _assert_same(_catalog(sample_url), read_catalog(connection))


def test_ddl_files__each_runs_alone(odd_url: str, empty_url: str, tmp_path: Path) -> None:
    _generate(odd_url, tmp_path)
    for path in tmp_path.glob("*.ddl"):
        with _made(empty_url, [path]) as connection:
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
    source = _catalog(make_schema(DOMAINS))
    _generate(make_schema(DOMAINS), tmp_path)
    with _made(empty_url, sorted(tmp_path.glob("*.ddl"), reverse=backwards)) as connection:
        copy = read_catalog(connection)
        _assert_same(source, copy)
        assert copy.domains == source.domains
    types = {column.name: column.ddl_type for column in source.table("public", "orders").columns}
    assert types["amount"] == "kinds.posint"
    assert types["codes"] == "public.code[]"
    assert (types["odd"], types["odder"]) == ("character varying(9)", "text")
    assert [domain.name for domain in source.domains] == ["posint", "Percent", "code", "size_known"]


def test_ddl_files__domains_check_what_comes_in(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path
) -> None:
    _generate(make_schema(DOMAINS), tmp_path)
    with _made(empty_url, [tmp_path / "prices.ddl"]) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO prices DEFAULT VALUES RETURNING amount, code")
        assert cursor.fetchall() == [(1, "EU")]
        with pytest.raises(psycopg2.errors.CheckViolation):
            cursor.execute("INSERT INTO prices VALUES (1000)")


def test_ddl_files__format(odd_url: str, tmp_path: Path) -> None:
    _generate(odd_url, tmp_path)
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
    _generate(odd_url, tmp_path, language="en")
    text = (tmp_path / "sql_log.ddl").read_text(encoding="utf-8")
    described = "-- Name: sql log\n-- Description: One row for each sql log, with msg (inferred)\n"
    assert text.startswith(described + "create table public.sql_log (\n")
    assert "  id integer not null, -- Unique number that identifies the sql log (inferred), primary key\n" in text


def test_ddl_files__make_an_enum_type_without_labels_again(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path
) -> None:
    url = make_schema("CREATE TYPE kind AS ENUM (); CREATE TABLE goods (id int PRIMARY KEY, kind kind, kinds kind[])")
    _generate(url, tmp_path)
    with _made(empty_url, [tmp_path / "goods.ddl"]) as connection:
        copy = read_catalog(connection)
        _assert_same(_catalog(url), copy)
        assert [(enum.name, enum.labels) for enum in copy.enum_types] == [("kind", ())]


RULES = """
    CREATE EXTENSION btree_gist;
    CREATE TYPE floatrange AS RANGE (subtype = float8);
    CREATE SEQUENCE numbers START 500 INCREMENT BY -10 MINVALUE -1000 MAXVALUE 900 CYCLE;
    CREATE COLLATION own FROM "C";
    CREATE TABLE bookings (
        id int GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY,
        turn smallint GENERATED BY DEFAULT AS IDENTITY (MINVALUE -9 MAXVALUE 99 START 7 CACHE 3 CYCLE),
        number bigint DEFAULT nextval('numbers'),
        room int, during tsrange, heat floatrange, code text COLLATE "C", alias text COLLATE own, open boolean,
        price numeric, double numeric GENERATED ALWAYS AS (price * 2) VIRTUAL,
        triple numeric GENERATED ALWAYS AS (price * 3) STORED,
        UNIQUE NULLS NOT DISTINCT (room, code),
        UNIQUE (alias) INCLUDE (price) DEFERRABLE,
        UNIQUE (number) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (open),
        CONSTRAINT once EXCLUDE (room WITH =) WHERE (price > 9) DEFERRABLE,
        CONSTRAINT room_apart EXCLUDE USING gist (room WITH =, during WITH &&),
        CONSTRAINT cool EXCLUDE USING gist (heat WITH &&));
    CREATE UNIQUE INDEX one_open ON bookings (room) WHERE open;
    CREATE UNIQUE INDEX one_code ON bookings (lower(code));
    CREATE UNIQUE INDEX one_heat ON bookings (heat) WHERE open;
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ddl_files__make_the_finer_rules_again(
    make_schema: Callable[[str], str], empty_url: str, tmp_path: Path, language: str
) -> None:
    url = make_schema(RULES)
    _generate(url, tmp_path, language=language)
    with _made(empty_url, [tmp_path / "bookings.ddl"]) as connection:
        _assert_same(_catalog(url), read_catalog(connection))
    lines = (tmp_path / "bookings.ddl").read_text(encoding="utf-8").splitlines()
    counting = "start with 500 increment by -10 minvalue -1000 maxvalue 900 cycle"
    assert f"create sequence if not exists public.numbers {counting};" in lines
    assert any(
        line.startswith("  id integer generated always as identity (start with 100 increment by 5)") for line in lines
    )
    assert "CREATE UNIQUE INDEX one_open ON public.bookings USING btree (room) WHERE open;" in lines
    told = "\n".join(line for line in lines if line.startswith("-- "))
    assert [name for name in ("apart", "once", "cool", "room_apart") if f"CONSTRAINT {name} " in told] == [
        "cool",
        "room_apart",
    ]
    assert "CREATE UNIQUE INDEX one_heat" in told
    assert any("public.own" in line.partition(" -- ")[2] for line in lines if line.startswith("  alias text,"))
