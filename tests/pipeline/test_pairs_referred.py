"""Whom a question names: rows that others refer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.model import Catalog
from data_pipeline.catalog.read import read_catalog
from data_pipeline.pairs.asking import Pair
from data_pipeline.pairs.generate import generate_pairs
from data_pipeline.pairs.people import read_people
from data_pipeline.pairs.referred import Referred, read_referred, references_of
from data_pipeline.sensitive.guard import guarded

# Of 60 agents two have all the customers; of three towns with customers one has a name that nobody says.
OFFICE = """
CREATE TABLE agent (id integer PRIMARY KEY, first_name text, last_name text);
INSERT INTO agent SELECT n, 'Ann' || n, 'Lee' || n FROM generate_series(1, 60) n;
CREATE TABLE "50% town" (code varchar(8) PRIMARY KEY, name text UNIQUE);
INSERT INTO "50% town" SELECT 'T' || n, CASE n WHEN 3 THEN repeat('far ', 12) ELSE 'Town ' || n END
    FROM generate_series(1, 60) n;
CREATE TABLE customer (id integer PRIMARY KEY, points integer, agent_id integer REFERENCES agent,
    town_code varchar(8) REFERENCES "50% town");
INSERT INTO customer SELECT n, n % 90, (ARRAY[41, 41, 52])[n % 3 + 1], 'T' || (ARRAY[3, 7, 58])[n % 3 + 1]
    FROM generate_series(1, 600) n;
ANALYZE;
"""
BY_AGENT = (("public", "customer"), "agent_id", ("public", "agent"))
BY_TOWN = (("public", "customer"), "town_code", ("public", "50% town"))


@pytest.fixture(scope="module")
def connection(make_database: Callable[..., str]) -> Iterator[Connection]:
    with closing(psycopg2.connect(url := make_database())) as opened, opened, opened.cursor() as cursor:
        cursor.execute(OFFICE)
    with closing(connect_read_only(url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection: Connection) -> Catalog:
    return read_catalog(connection)


@pytest.fixture(scope="module")
def referred(connection: Connection, catalog: Catalog) -> Referred:
    return read_referred(connection, catalog)


def test_read_referred__names_and_shares(referred: Referred) -> None:
    found = {key: {names: round(share, 2) for names, share in known} for key, known in referred.items()}
    assert found[BY_AGENT] == {("Ann41", "Lee41"): 0.67, ("Ann52", "Lee52"): 0.33}


def test_read_referred__no_name_that_nobody_says(referred: Referred) -> None:
    assert sorted(names for names, _ in referred[BY_TOWN]) == [("Town 58",), ("Town 7",)]


def test_read_referred__nothing_of_deleted_rows(make_schema: Callable[[str], str]) -> None:
    """Every question leaves them out: of the one that is named there would be nothing."""
    url = make_schema("""
        CREATE TABLE firm (id integer PRIMARY KEY, name text UNIQUE, is_deleted integer NOT NULL);
        INSERT INTO firm SELECT n, 'Firm ' || n, (n = 2)::int FROM generate_series(1, 30) n;
        CREATE TABLE deal (id integer PRIMARY KEY, firm_id integer REFERENCES firm);
        INSERT INTO deal SELECT n, CASE WHEN n < 40 THEN 1 WHEN n < 90 THEN 2 ELSE n % 30 + 1 END
            FROM generate_series(1, 120) n;
        ANALYZE
    """)
    with closing(connect_read_only(url)) as opened:
        found = read_referred(opened, read_catalog(opened))
    names = {name for (_, column, _), known in found.items() if column == "firm_id" for (name,), _ in known}
    assert "Firm 1" in names and "Firm 2" not in names


def test_read_referred__nobody_whose_name_two_have(make_schema: Callable[[str], str]) -> None:
    """Of the two called so, nobody could tell who is meant."""
    url = make_schema("""
        CREATE TABLE clerk (id integer PRIMARY KEY, clerk_name text);
        INSERT INTO clerk SELECT n, 'Clerk ' || CASE WHEN n = 2 THEN 1 ELSE n END FROM generate_series(1, 30) n;
        CREATE TABLE deal (id integer PRIMARY KEY, clerk_id integer REFERENCES clerk);
        INSERT INTO deal SELECT n, CASE WHEN n < 40 THEN 1 WHEN n < 90 THEN 7 ELSE n % 30 + 1 END
            FROM generate_series(1, 120) n;
        ANALYZE
    """)
    with closing(connect_read_only(url)) as opened:
        found = read_referred(opened, read_catalog(opened))
    names = {name for (_, column, _), known in found.items() if column == "clerk_id" for (name,), _ in known}
    assert ("Clerk 7" in names, "Clerk 1" in names) == (True, False)


def test_read_referred__nothing_of_masked_columns(connection: Connection, catalog: Catalog) -> None:
    assert BY_AGENT not in read_referred(connection, guarded(catalog, "strict"))


def test_read_referred__nothing_of_columns_with_a_masked_value(connection: Connection, catalog: Catalog) -> None:
    """One name was seen to hold a secret: others may, too, and these names come from the table as they are."""
    town = next(table for table in catalog.tables if table.name == "50% town")
    columns = [
        replace(column, masked_examples=("***",)) if column.name == "name" else column for column in town.columns
    ]
    tables = [replace(town, columns=tuple(columns)) if table is town else table for table in catalog.tables]
    assert BY_TOWN not in read_referred(connection, replace(catalog, tables=tuple(tables)))


def test_references_of__no_scan_of_a_large_table(catalog: Catalog) -> None:
    """Where no index leads to the rows they are not looked for, unless there are few."""
    agent = next(table for table in catalog.tables if table.name == "agent")
    for rows, expected in ((60, True), (100_000_000, False)):
        bare = replace(agent, primary_key=(), unique_keys=(), row_count=rows)
        others = [table for table in catalog.tables if table.name != "agent"]
        found = references_of(replace(catalog, tables=(bare, *others)))
        assert (agent.key in {parent for parent, _ in found}) is expected


def test_read_referred__a_table_that_cannot_be_read(connection: Connection, catalog: Catalog) -> None:
    """As when it was renamed a moment ago: the others are read all the same."""
    agent, town, customer = (
        next(t for t in catalog.tables if t.name == name) for name in ("agent", "50% town", "customer")
    )
    keys = tuple(replace(key, ref_table=key.ref_table.replace("agent", "of_old")) for key in customer.foreign_keys)
    tables = (replace(agent, name="of_old"), town, replace(customer, foreign_keys=keys))
    found = read_referred(connection, replace(catalog, tables=tables))
    assert [len(known) for known in found.values()] == [0, 2]


def named(pairs: list[Pair]) -> set[str]:
    """The last names by which agents are picked together with their first names."""
    return {
        found[1] for pair in pairs if (found := re.search(r"first_name = '\w+' AND \w+\.last_name = '(\w+)'", pair.sql))
    }


def test_generate_pairs__asks_about_those_with_customers(
    connection: Connection, catalog: Catalog, referred: Referred
) -> None:
    people = read_people(connection, catalog)
    assert named(generate_pairs(catalog, ("en",), count=300, people=people, referred=referred)) == {"Lee41", "Lee52"}
    assert named(generate_pairs(catalog, ("en",), count=300, people=people)) == set()  # hardly any has a customer


def test_generate_pairs__of_a_table_of_numbers(catalog: Catalog) -> None:
    """Where there is nothing to show beside a number and its group, nothing is ranked."""
    customers = [pair for pair in generate_pairs(catalog, ("en", "zh"), count=300) if pair.tables[0][1] == "customer"]
    assert len(customers) > 100
