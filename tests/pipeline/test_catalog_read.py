"""Reading a catalog: everything that is there, in few queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.list import list_tables
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.catalog.session import fetch_named
from data_pipeline.documents.table_documents import table_documents
from data_pipeline.step import PipelineError
from tests.postgres import run_sql


def read(url: str, tables: list[tuple[str, str]] | None = None) -> Catalog:
    with closing(connect_read_only(url)) as connection:
        return read_catalog(connection, tables)


@pytest.fixture(scope="module")
def odd(odd_url: str) -> Catalog:
    return read(odd_url)


def test_read_catalog__every_user_table_and_view(odd: Catalog) -> None:
    assert [(table.schema, table.name, table.kind) for table in odd.tables] == [
        ("Mixed Schema", "订单 Items", "table"),
        ("bss", "area", "table"),
        ("public", 'a"b/c', "table"),
        ("public", "a_child", "table"),
        ("public", "busy", "view"),
        ("public", "loop1", "table"),
        ("public", "loop2", "table"),
        ("public", "no_columns", "table"),
        ("public", "per_area", "materialized view"),
        ("public", "pg_notes", "table"),
        ("public", "sales", "partitioned"),
        ("public", "sql_log", "table"),
    ]


def test_read_catalog__columns(odd: Catalog) -> None:
    area = odd.table("bss", "area")
    assert area.comment == "服务区，全国\n第二行 */ drop table x; -- '"
    types = {column.name: (column.type, column.category, column.nullable) for column in area.columns}
    assert types["area_no"] == ("character varying(20)", "S", False)
    assert types["select"] == ("numeric(10,2)", "N", True)
    assert types["state"] == ("bss.order_state", "E", False)
    assert types["states"] == ("bss.order_state[]", "A", True)
    assert types["a"] == ("public.age", "N", False)
    assert area.column("a").portable_type == "integer"
    assert area.column("ci").portable_type == "text"
    assert area.column("id").default == "nextval('bss.area_id_seq'::regclass)"
    assert area.column("gen").generated == '("select" * (2)::numeric)'
    assert odd.table("public", "a_child").column("id").identity == "always"
    assert area.unportable >= {"public.f()", "'x'::public.citext", "(public.f() + code)"}


def test_read_catalog__keys(odd: Catalog) -> None:
    child = odd.table("public", "a_child")
    declared = [key for key in child.foreign_keys if key.source == "declared"]
    assert child.primary_key == ("id",)
    assert child.unique_keys == (("id", "area_no"),)
    assert [(key.columns, key.ref_schema, key.ref_table, key.ref_columns) for key in declared] == [
        (("area_id",), "bss", "area", ("id",))
    ]
    assert odd.table("Mixed Schema", "订单 Items").primary_key == ("订单号", "Line")


def test_read_catalog__statistics(odd: Catalog) -> None:
    sales = odd.table("public", "sales")
    assert (sales.row_count, sales.partition_key) == (1000, "RANGE (d)")
    assert sales.column("d").statistics.bounds[0] == "2024-01-01"
    flag = odd.table("public", "a_child").column("flag").statistics
    assert flag.common_values == ("false", "true")
    assert flag.common_fractions == pytest.approx((0.6675, 0.3325))


def test_read_catalog__only_the_tables_asked_for(odd_url: str) -> None:
    asked = [("public", "sales"), ("bss", "area")]
    assert [table.key for table in read(odd_url, asked).tables] == sorted(asked)


def test_read_catalog__every_missing_table_is_named(odd_url: str) -> None:
    asked = [("public", "sales"), ("public", "saless"), ("bss", "x'; DROP TABLE sales")]
    with pytest.raises(PipelineError) as caught:
        read(odd_url, asked)
    assert caught.value.code == "table_not_found"
    assert "bss.x'; DROP TABLE sales, public.saless" in caught.value.sentence


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (("public", "saless"), "; did you mean public.sales?"),
        (("public", "SALES"), "; did you mean public.sales?"),
        (("public", "area"), "; did you mean bss.area?"),
        (("public", "zzzzzz"), ": public.zzzzzz."),
    ],
)
def test_read_catalog__what_a_missing_table_may_have_been(odd_url: str, asked: tuple[str, str], meant: str) -> None:
    with pytest.raises(PipelineError) as caught:
        read(odd_url, [asked])
    assert caught.value.sentence.endswith(meant)
    assert ("是否应为" in caught.value.zh) == ("did you mean" in meant)


def test_read_catalog__same_number_of_queries_for_more_tables(make_schema: Callable[[str], str]) -> None:
    one = make_schema("CREATE TABLE t0 (id int PRIMARY KEY, name text)")
    many = make_schema(";".join(f"CREATE TABLE t{n} (id int PRIMARY KEY, name text)" for n in range(30)))
    assert _fewest_queries(one) == _fewest_queries(many)


def test_read_catalog__same_number_of_queries_for_more_domains(make_schema: Callable[[str], str]) -> None:
    one, many = (
        make_schema(
            ";".join(f"CREATE DOMAIN d{n} AS int CHECK (VALUE > {n}); CREATE TABLE t{n} (x d{n})" for n in range(count))
        )
        for count in (1, 20)
    )
    assert _fewest_queries(one) == _fewest_queries(many)


def _fewest_queries(url: str) -> int:
    """Of three readings: the server counts the transactions of its own upkeep in this database, too."""
    return min(_queries(url) for _ in range(3))


def _queries(url: str) -> int:
    with closing(connect_read_only(url)) as connection, _counted(connection) as count:
        read_catalog(connection)
        return count()


class _counted:  # noqa: N801
    """Count the statements of a connection by what the server says of its own transactions (autocommit: one each)."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __enter__(self) -> Callable[[], int]:
        before = self._transactions()
        return lambda: self._transactions() - before

    def __exit__(self, *_: object) -> None:
        pass

    def _transactions(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
            return int(cursor.fetchall()[0][0])


def test_read_catalog__unreadable_tables_are_left_out_and_named(narrow_url: str) -> None:
    catalog = read(narrow_url)
    columns = {table.name: [column.name for column in table.columns] for table in catalog.tables}
    assert columns == {"half": ["name"], "open": ["id"]}
    assert catalog.table("public", "half").primary_key == ()
    assert catalog.unreadable == (("hidden", "t"), ("public", "closed"))


def test_read_catalog__every_unreadable_table_asked_for_is_named(narrow_url: str) -> None:
    with pytest.raises(PipelineError) as caught:
        read(narrow_url, [("public", "open"), ("public", "closed"), ("hidden", "t")])
    assert (caught.value.code, caught.value.retryable) == ("table_not_readable", False)
    assert "may not read: hidden.t, public.closed." in caught.value.sentence
    assert "hidden.t, public.closed" in caught.value.zh


def test_table_documents__of_an_unreadable_table_are_refused(narrow_url: str) -> None:
    with pytest.raises(PipelineError, match=r"may not read: hidden\.t") as caught:
        table_documents(narrow_url, "hidden", "t")
    assert caught.value.code == "table_not_readable"


def test_read_catalog__settings_are_put_back(odd_url: str) -> None:
    with closing(connect_read_only(odd_url, statement_timeout_seconds=7)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        before = cursor.fetchall()
        read_catalog(connection)
        cursor.execute("SHOW search_path")
        assert cursor.fetchall() == before
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchall() == [("7s",)]


def test_read_catalog__broken_view_does_not_stop_it(make_schema: Callable[[str], str]) -> None:
    url = make_schema("CREATE VIEW broken AS SELECT 1 / (random() * 0)::int AS x; CREATE TABLE t (id int)")
    assert [table.name for table in read(url).tables] == ["broken", "t"]


def test_read_catalog__analysed_while_it_is_read(
    make_schema: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As autovacuum may do at any moment: between the rows and the statistics of a table that was just filled."""
    url = make_schema(
        "CREATE TABLE filled WITH (autovacuum_enabled = false) AS"
        " SELECT i, 'x' || i % 3 AS kind FROM generate_series(1, 90) i"
    )
    fetched: list[str] = []

    def fetch_and_analyse(connection: Connection, name: str, values: Mapping[str, Any]) -> list[Any]:
        if not fetched:
            run_sql(url, "ANALYZE filled")
        fetched.append(name)
        return fetch_named(connection, name, values)

    monkeypatch.setattr("data_pipeline.catalog.read.fetch_named", fetch_and_analyse)
    assert [(table.name, table.row_count) for table in read(url).tables] == [("filled", 90)]
    assert fetched.count("statistics") == 2


def test_read_catalog__emptied_after_it_was_analysed(make_schema: Callable[[str], str]) -> None:
    """What is left of its statistics does not keep the reading from an end."""
    url = make_schema("CREATE TABLE left_over AS SELECT i FROM generate_series(1, 90) i")
    run_sql(url, "ANALYZE left_over")
    run_sql(url, "TRUNCATE left_over")
    assert [(table.name, table.row_count) for table in read(url).tables] == [("left_over", 0)]


def test_list_tables__of_a_schema(odd_url: str) -> None:
    with closing(connect_read_only(odd_url)) as connection:
        names = [row["name"] for row in list_tables(connection)]
        (area,) = list_tables(connection, schemas=["bss"])
    assert {"area", "loop1", "loop2"} < set(names)
    assert (area["name"], area["kind"], area["row_count"]) == ("area", "table", 100)


def test_read_catalog__plain_connection_works_too(odd_url: str) -> None:
    with closing(psycopg2.connect(odd_url)) as connection:
        assert len(read_catalog(connection).tables) == 12


def test_read_catalog__rows_of_which_no_value_is_looked_at(make_schema: Callable[[str], str]) -> None:
    """A restored dump of documents: nobody has analysed it, and yet it is not empty."""
    url = make_schema("""
        CREATE TABLE docs (id uuid, body jsonb) WITH (autovacuum_enabled = off);
        INSERT INTO docs SELECT gen_random_uuid(), '{"a": 1}' FROM generate_series(1, 40)
    """)
    assert [(table.name, table.row_count) for table in read(url).tables] == [("docs", 40)]
