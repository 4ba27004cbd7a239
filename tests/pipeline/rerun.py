"""A database, a store and a directory for runs over what earlier runs left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data_pipeline.local_run import Listener, run
from tests.pipeline.plain_step import read_pairs
from tests.postgres import run_sql

Pairs = list[tuple[str, str]]
SHOP = """
    CREATE TABLE region (id int PRIMARY KEY, region_name text NOT NULL UNIQUE, opened date);
    INSERT INTO region SELECT i, 'Region ' || i, date '2010-01-01' + i * 31 FROM generate_series(1, 30) i;
    CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL UNIQUE, region_id int REFERENCES region, level text);
    INSERT INTO customer SELECT i, 'Customer ' || i, 1 + i % 30, (ARRAY['gold', 'silver', 'plain'])[1 + i % 3]
    FROM generate_series(1, 400) i;
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customer, state text, amount numeric(10, 2),
        day date);
    INSERT INTO orders SELECT i, 1 + i % 400, (ARRAY['open', 'paid', 'sent'])[1 + i % 3], i * 1.37 + 1,
        date '2025-01-01' + i % 300 FROM generate_series(1, 3000) i;
    CREATE TABLE machine (id int PRIMARY KEY, machine_name text NOT NULL UNIQUE, kind text, power numeric);
    INSERT INTO machine SELECT i, 'Machine ' || i, (ARRAY['saw', 'lathe'])[1 + i % 2], i * 3
    FROM generate_series(1, 60) i;
    CREATE TABLE repair (id int PRIMARY KEY, machine_id int REFERENCES machine, cost numeric, day date);
    INSERT INTO repair SELECT i, 1 + i % 60, i * 1.7 + 10, date '2024-01-01' + i % 200 FROM generate_series(1, 900) i;
    COMMENT ON TABLE machine IS 'Machines of the workshop';
"""
IN_LOG = "Nothing has changed"
RENEWED = {"data_pipeline.log"}
ENTRIES = "SELECT id, document, cmetadata::text, ctid::text FROM langchain_pg_embedding ORDER BY id"


class Place:
    """A database, a store and a directory, and runs over them."""

    def __init__(self, url: str, store: str, directory: Path) -> None:
        self.url, self.store, self.directory = url, store, directory
        self.parameters: dict[str, Any] = {"language": "en", "embedder": "hash", "db_name": "shop"}
        self.lines: list[str] = []

    def run(self, **parameters: Any) -> dict[str, dict[str, Any]]:
        self.lines.clear()
        listener = Listener(self.lines.append, lambda *_: None)
        urls = {"business": self.url, "store": self.store}
        return run(self.directory, {**self.parameters, **parameters}, urls, listener)

    def sql(self, statements: str) -> None:
        run_sql(self.url, statements)

    def files(self) -> dict[str, tuple[bytes, int]]:
        found = {path.name: path for path in self.directory.iterdir() if path.name not in RENEWED}
        return {name: (path.read_bytes(), path.stat().st_mtime_ns) for name, path in found.items()}

    def pairs(self) -> Pairs:
        (path,) = self.directory.glob("qs_*_pair.json")
        return read_pairs(path)

    def entries(self) -> list[tuple[Any, ...]]:
        return run_sql(self.store, ENTRIES)

    def loaded(self) -> Pairs:
        rows = [json.loads(document) for _, document, *_ in self.entries() if document.startswith('{"question"')]
        return sorted((row["question"], row["sql"]) for row in rows)

    def documents(self) -> dict[str, int]:
        names = [*self.directory.glob("*.ddl"), *self.directory.glob("*_detail.md")]
        return {path.name: path.stat().st_mtime_ns for path in names}


def reads(pair: tuple[str, str], *tables: str) -> bool:
    words = set(pair[1].replace('"', " ").replace("(", " ").replace(")", " ").replace(";", " ").split())
    return not words.isdisjoint(tables)


def stayed(before: Pairs, after: Pairs, *changed: str) -> Pairs:
    """The pairs that are there now and were before, but for those about tables that have changed."""
    return [pair for pair in after if pair in set(before) and not reads(pair, *changed)]


def rewritten(place: Place, before: dict[str, int]) -> set[str]:
    after = place.documents()
    return {name.split("_detail")[0].removesuffix(".ddl") for name in after if after[name] != before.get(name)}


def assert_nothing_redone(place: Place, files: Any, entries: Any, figures: Any) -> None:
    assert place.files() == files
    assert place.entries() == entries
    assert sum(IN_LOG in line for line in place.lines) == 4
    assert figures["ddl_generation"]["redone"] == figures["qa_generation"]["new"] == 0
    assert figures["training_load"]["sql"]["new"] == figures["training_load"]["removed"] == 0
