"""Tables and columns whose names differ in capitals alone are kept apart in everything that a run writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data_pipeline.steps import ddl_generation, qa_generation, sql_validation
from data_pipeline.store.documents import documents
from tests.pipeline.plain_step import PlainStep
from tests.postgres import run_sql

ITEMS = """
    CREATE TABLE item (id int PRIMARY KEY, label text);
    CREATE TABLE "Item" (id int PRIMARY KEY, weight numeric);
    INSERT INTO item SELECT i, 'label ' || i FROM generate_series(1, 40) i;
    INSERT INTO "Item" SELECT i, i * 2 FROM generate_series(1, 40) i;
    ANALYZE;
"""


@pytest.fixture
def step(make_schema: Callable[[str], str], tmp_path: Path) -> PlainStep:
    return PlainStep(tmp_path, {"language": "en", "max_pairs": 30}, {"business": make_schema(ITEMS)})


def _run(step: PlainStep) -> list[str]:
    """The names of the tables' files, in small letters as some file systems take them."""
    for one in (ddl_generation, qa_generation, sql_validation):
        one.run(step)
    return sorted(path.name.lower() for path in step.directory.iterdir() if path.name.endswith((".ddl", "_detail.md")))


def test_files__are_apart_where_capitals_count_for_nothing(step: PlainStep) -> None:
    assert _run(step) == ["item.ddl", "item_detail.md", "~49tem.ddl", "~49tem_detail.md"]
    for stem, table in (("item", "public.item"), ("~49tem", 'public."Item"')):
        assert f"create table {table} (" in (step.directory / f"{stem}.ddl").read_text(encoding="utf-8")
        assert "Example questions:" in (step.directory / f"{stem}_detail.md").read_text(encoding="utf-8")
    entries = [(entry.kind, entry.tables) for entry in documents(step.directory, "shop")]
    assert {tables for kind, tables in entries if kind == "ddl"} == {(("public", "Item"),), (("public", "item"),)}


def test_files__follow_when_the_other_table_goes(step: PlainStep) -> None:
    _run(step)
    run_sql(step.connections["business"], "DROP TABLE item")
    assert _run(step) == ["item.ddl", "item_detail.md"]
    assert 'create table public."Item" (' in (step.directory / "Item.ddl").read_text(encoding="utf-8")
    profile = json.loads((step.directory / "schema_profile.json").read_text(encoding="utf-8"))
    assert [table["name"] for table in profile["tables"]] == ["Item"]
