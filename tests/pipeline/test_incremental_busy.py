"""Reruns while other work holds a table locked: what was made of it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

from tests.pipeline.rerun import Place, assert_nothing_redone, reads


@contextmanager
def _locked(place: Place, table: str) -> Iterator[None]:
    with closing(psycopg2.connect(place.url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


def test_run__a_locked_table_keeps_all_that_was_made_of_it(place: Place) -> None:
    pairs, rows, files = place.pairs(), place.entries(), place.files()
    with _locked(place, "machine"):
        place.run()
    assert any("locked" in line and "machine" in line for line in place.lines)
    assert place.pairs() == pairs and any(reads(pair, "machine") for pair in pairs)
    assert place.entries() == rows
    assert {name: place.files()[name] for name in files if name.endswith((".ddl", ".md"))} == {
        name: file for name, file in files.items() if name.endswith((".ddl", ".md"))
    }


def test_run__another_table_changes_while_one_is_locked(place: Place) -> None:
    before, rows = place.pairs(), place.entries()
    place.sql("COMMENT ON TABLE orders IS 'What people bought'")
    with _locked(place, "machine"):
        place.run()
    about = [pair for pair in before if reads(pair, "machine")]
    assert about and set(about) <= set(place.pairs())
    assert {row for row in rows if "machine" in row[1]} <= set(place.entries())
    profile = json.loads((place.directory / "schema_profile.json").read_text(encoding="utf-8"))
    assert {table["name"] for table in profile["tables"]} == {"customer", "machine", "orders", "region", "repair"}
    figures = place.run()
    assert figures["ddl_generation"]["redone"] == figures["qa_generation"]["new"] == 0
    place.sql("COMMENT ON TABLE machine IS 'Saws and lathes'")
    place.run()
    assert "Saws and lathes" in (place.directory / "machine_detail.md").read_text(encoding="utf-8")
    assert_nothing_redone(place, place.files(), place.entries(), place.run())
