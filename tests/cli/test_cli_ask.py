"""``trainyard ask``."""

from __future__ import annotations

import json

import pytest

from data_pipeline.store.connect import connect_store
from data_pipeline.store.embed import open_embedder
from data_pipeline.store.entry import pair_entry
from data_pipeline.store.vanna_tables import insert, prepare
from tests.cli.command import Run

PAIRS = {"how many orders are there": "SELECT count(*)\nFROM orders;", "list the cities": "SELECT city FROM customer;"}


@pytest.fixture
def store(environment: dict[str, str]) -> None:
    """A store that holds two pairs of the database ``shop``."""
    embedder = open_embedder("hash")
    entries = [pair_entry("shop", question, sql) for question, sql in PAIRS.items()]
    with connect_store(environment["VECTOR_DATABASE_URL"]) as connection:
        insert(connection, prepare(connection, embedder), entries, embedder.embed_documents([*PAIRS]))
        connection.commit()


@pytest.mark.usefixtures("store")
def test_ask__nearest_first_with_its_sql(run: Run) -> None:
    lines = run("ask", "how many orders do we have?", "--limit", "1").stdout.splitlines()
    assert lines[0].endswith("how many orders are there")
    assert [line.strip() for line in lines[1:3]] == ["SELECT count(*)", "FROM orders;"]


@pytest.mark.usefixtures("store")
def test_ask__json(run: Run) -> None:
    found = json.loads(run("ask", "cities", "--json").stdout)
    assert {match["question"]: match["sql"] for match in found} == PAIRS
    assert found[0]["question"] == "list the cities" and found[0]["db_name"] == "shop"


@pytest.mark.usefixtures("store")
def test_ask__other_database_has_no_pairs(run: Run) -> None:
    assert "no such pair" in run("ask", "cities", "--db-name", "other").stdout


def test_ask__empty_store_is_a_sentence(run: Run) -> None:
    result = run("ask", "cities", exit_code=1)
    assert result.stderr.strip() and "Traceback" not in result.output
