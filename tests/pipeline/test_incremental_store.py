"""The store follows: what is gone from a database is removed, and nothing of anybody else."""

from __future__ import annotations

import json

from tests.pipeline.rerun import Place, reads
from tests.postgres import run_sql


def test_run__other_rows_of_the_store_are_not_touched(place: Place) -> None:
    """Of another database, of another table of this one, of stock Vanna, of a person."""
    row = (
        "INSERT INTO langchain_pg_embedding SELECT '{0}', collection_id, embedding, '{0}', '{1}' FROM"
        " langchain_pg_embedding LIMIT 1;"
    )
    run_sql(place.store, "CREATE TABLE noted AS SELECT 1")
    run_sql(place.store, row.format("stock-sql", json.dumps({"id": "stock-sql"})))
    run_sql(place.store, row.format("own-sql", json.dumps({"id": "own-sql", "db_name": "shop"})))
    run_sql(place.store, row.format("far-sql", json.dumps({"db_name": "far", "tables": [["public", "machine"]]})))
    run_sql(place.store, row.format("old-sql", json.dumps({"db_name": "shop", "tables": [["public", "machine"]]})))
    run_sql(place.store, row.format("gone-sql", json.dumps({"db_name": "shop", "tables": [["public", "never_was"]]})))
    place.sql("CREATE TABLE elsewhere (id int)")
    run_sql(place.store, row.format("part-sql", json.dumps({"db_name": "shop", "tables": [["public", "elsewhere"]]})))
    place.run(table_list=["region", "customer", "orders", "machine", "repair"])
    odd = {row_id for row_id, *_ in place.entries() if len(row_id) < 12}
    assert odd == {"stock-sql", "own-sql", "far-sql", "part-sql"}


def test_run__fewer_tables_asked_for(place: Place) -> None:
    place.run(table_list=["machine", "repair"])
    assert {name for name in place.files() if name.endswith(".ddl")} == {"machine.ddl", "repair.ddl"}
    assert all(reads(pair, "machine", "repair") for pair in place.pairs())
    assert place.loaded() == sorted(place.pairs()) and "customer" not in str(place.entries())
