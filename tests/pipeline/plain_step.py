"""A step's context without any tracking, a small business database, and the files of a run."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgres import run_sql

PAIR_FILE = "qs_shop_20260101_120000_pair.json"

_SHOP = """
    CREATE TABLE orders (id int PRIMARY KEY, state text, amount numeric(10, 2), day date);
    INSERT INTO orders SELECT i, (ARRAY['open', 'paid'])[1 + i % 2], i, date '2025-01-01' + i % 365
    FROM generate_series(1, 2000) i;
    CREATE TABLE nothing (id int, name text);
    CREATE SEQUENCE numbers;
    CREATE FUNCTION harmful(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION "Harmful"(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION harmless(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT $1';
    CREATE FUNCTION count() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
"""


@dataclass
class PlainStep:
    directory: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    connections: dict[str, str] = field(default_factory=dict)
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger("step"))
    fractions: list[float] = field(default_factory=list)

    def progress(self, fraction: float, message: str = "") -> None:
        self.fractions.append(fraction)


def make_shop(make_database: Callable[..., str]) -> str:
    """URL of a new database with 2,000 orders, an empty table, and functions of all kinds."""
    url = make_database()
    run_sql(url, _SHOP)
    return url


def write_pairs(directory: Path, pairs: Sequence[tuple[str, str]], name: str = PAIR_FILE) -> Path:
    path = directory / name
    path.write_text(json.dumps([{"question": q, "sql": s} for q, s in pairs], ensure_ascii=False), encoding="utf-8")
    return path


def read_pairs(path: Path) -> list[tuple[str, str]]:
    return [(pair["question"], pair["sql"]) for pair in json.loads(path.read_text(encoding="utf-8"))]


def write_documents(directory: Path, tables: Sequence[str] = ("orders",)) -> None:
    """The files that ddl_generation leaves for these tables."""
    profile = {"tables": [{"schema": "public", "name": name} for name in tables]}
    (directory / "schema_profile.json").write_text(json.dumps(profile), encoding="utf-8")
    for name in tables:
        (directory / f"{name}.ddl").write_text(f"create table public.{name} (id integer);\n", encoding="utf-8")
        (directory / f"{name}_detail.md").write_text(f"## {name}（订单）\n{name} 表订单\n", encoding="utf-8")
