"""SQL that an LLM wrote: the gate, proposals, repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from data_pipeline.catalog.model import Catalog, Column, ForeignKey, Table
from data_pipeline.llm.client import Llm
from data_pipeline.llm.gate import admitted
from data_pipeline.llm.propose import Known, ProposedTheme, proposed
from data_pipeline.llm.repair import TRIES, sql_repairer
from tests.llm_stub.answers import HARMFUL, block_of
from tests.llm_stub.asking import asking
from tests.llm_stub.server import Stub, serving


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as running:
        yield running


def table(name: str, *columns: str, schema: str = "public", rows: int = 10) -> Table:
    return Table(schema, name, "table", None, rows, tuple(Column(c, "text", "S", 1, True) for c in columns))


ORDERS = replace(
    table("orders", "id", "shop_id", "state", rows=1000),
    foreign_keys=(ForeignKey(("shop_id",), "ops", "shop", ("id",)),),
)
CATALOG = Catalog(
    "db", (ORDERS, table("shop", "id", "city", schema="ops"), table("Log", "line"), table("empty", "x", rows=0))
)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM orders",
        "select ORDERS.id from public.Orders join ops.shop on true;",
        "WITH a AS (SELECT * FROM orders) SELECT * FROM a",
        'SELECT * FROM "Log"',
        "SELECT * FROM generate_series(1, 3) n JOIN orders ON true",
        "(SELECT id FROM orders) UNION (SELECT id FROM ops.shop)",
    ],
)
def test_admitted__one_select_over_known_tables(sql: str) -> None:
    assert admitted(sql, CATALOG) == sql.rstrip(";") + ";"


@pytest.mark.parametrize(
    "sql",
    [
        *HARMFUL,
        "",
        ";",
        "SELECT 1",
        "SELECT * FROM nobody",
        "WITH a AS (WITH pg_authid AS (SELECT 1) SELECT * FROM pg_authid) SELECT * FROM pg_authid, orders",
        "SELECT * FROM shop",
        "SELECT * FROM Log",
        "SELECT * FROM otherdb.public.orders",
        "SELECT * FROM orders -- and more",
        "SELECT * FROM orders FOR UPDATE",
        "SELECT * INTO x FROM orders",
        "SELECT * FROM orders WHERE id = $1",
        "SELECT * FROM orders; SELECT * FROM orders",
        "SELECT * FROM orders WHERE id = '13812345678'",
        "SELECT '" + "x" * 5000 + "' FROM orders",
        "SELECT \ud800 FROM orders",
        "SELECT '\x1b[31m' FROM orders",
        "SELECT '\u202e' FROM orders",
        "SELECT * FROM [orders]",
    ],
)
def test_admitted__nothing_else(sql: str) -> None:
    assert admitted(sql, CATALOG) is None


def all_good(statements: Iterable[str]) -> Mapping[str, bool]:
    return dict.fromkeys(statements, True)


def themes_of(llm: Llm, **more: object) -> list[ProposedTheme]:
    arguments = {"languages": ("en",), "calls": 9} | more
    return proposed(CATALOG, llm, all_good, Known((), ()), **arguments)  # type: ignore[arg-type]


def test_proposed__a_theme_a_call_until_the_tables_are_covered(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        themes = themes_of(llm, business_context="retail")
    assert [[one.name for one in theme.tables] for theme in themes] == [["orders", "shop"], ["Log"]]
    assert [len(theme.pairs) for theme in themes] == [5, 1]
    assert len(stub.requests) == 2 and block_of(stub.requests[0])["business_context"] == "retail"


def test_proposed__languages_take_turns_and_calls_are_bounded(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        themes = themes_of(llm, languages=("zh", "en"))
        assert [theme.pairs[0].language for theme in themes] == ["zh", "en"]
        assert len(themes_of(llm, calls=1)) == 1
        assert themes_of(llm, calls=0) == []


def test_proposed__only_what_the_database_answers(stub: Stub, tmp_path: Path) -> None:
    def check(statements: Iterable[str]) -> Mapping[str, bool]:
        return {sql: "city" in sql for sql in statements}

    with asking(stub, tmp_path) as llm:
        themes = proposed(CATALOG, llm, check, Known((), ()), languages=("en",), calls=9)
    assert [["city" in pair.sql for pair in theme.pairs] for theme in themes] == [[True]]


def test_proposed__nothing_that_is_known(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        first, second = themes_of(llm)[0].pairs[:2]
        known = Known((first.question.upper(),), (second.sql.replace("LIMIT 3", "LIMIT 9"),))
        themes = proposed(CATALOG, llm, all_good, known, languages=("en",), calls=9)
    questions = [pair.question for theme in themes for pair in theme.pairs]
    assert first.question not in questions and second.question not in questions
    assert len(questions) == 4


@pytest.mark.parametrize("fault", ["injected", "foreign_sql", "401", "prose", "not_json", "empty", "cut_off"])
def test_proposed__harm_never_reaches_the_database(stub: Stub, tmp_path: Path, fault: str) -> None:
    seen: list[str] = []

    def check(statements: Iterable[str]) -> Mapping[str, bool]:
        seen.extend(statements)
        return all_good(seen)

    stub.faults = (fault,)
    with asking(stub, tmp_path) as llm:
        themes = proposed(CATALOG, llm, check, Known((), ()), languages=("en",), calls=9)
    assert (themes != []) == (fault == "prose") == (seen != [])


def test_sql_repairer__mends_with_the_needed_tables_only(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        repair = sql_repairer(llm, CATALOG, "en")
        mended = repair("How many?", "SELECT stat FROM orders", 'column "stat" does not exist')
    assert mended == "SELECT state FROM orders;"
    assert [one["table"] for one in block_of(stub.requests[0])["tables"]] == ["public.orders", "ops.shop"]


def test_sql_repairer__two_tries_a_question(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        repair = sql_repairer(llm, CATALOG)
        found = [repair("q", f"SELECT stat{n} FROM orders", f'column "stat{n}" does not exist') for n in range(4)]
    assert [sql is not None for sql in found] == [True] * TRIES + [False] * 2
    assert len(stub.requests) == TRIES


@pytest.mark.parametrize("fault", ["injected", "foreign_sql", "500", "not_json"])
def test_sql_repairer__gives_nothing_that_is_not_a_select(stub: Stub, tmp_path: Path, fault: str) -> None:
    stub.faults = (fault,)
    with asking(stub, tmp_path) as llm:
        repair = sql_repairer(llm, CATALOG)
        assert repair("q", "SELECT stat FROM orders", 'column "stat" does not exist') is None


def test_sql_repairer__the_same_again_is_no_repair(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        assert sql_repairer(llm, CATALOG)("q", "SELECT id FROM orders ;", "odd") is None


def test_sql_repairer__an_error_quotes_no_secret(stub: Stub, tmp_path: Path) -> None:
    with asking(stub, tmp_path) as llm:
        sql_repairer(llm, CATALOG)("q", "SELECT id FROM orders", 'invalid input "13812345678" ' + "x" * 900)
    assert "13812345678" not in str(stub.requests)
    assert len(block_of(stub.requests[0])["error"]) == 500
