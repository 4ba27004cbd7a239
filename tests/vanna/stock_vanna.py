"""Stock Vanna reads what training_load writes. Run by run.py; the name keeps it out of the plain test run."""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from data_pipeline.steps import training_load
from data_pipeline.store.embed import chosen_embedder

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
VERSIONS = [path.stem.removeprefix("requirements-") for path in sorted(HERE.glob("requirements-*.txt"))]

PAIRS = [
    ("每天的订单数是多少？", "SELECT day, count(*) FROM orders GROUP BY day;"),
    ("哪些订单的状态是“已付款”？", "SELECT * FROM orders\nWHERE state = 'paid';"),
    ("What is the total amount per month?", "SELECT date_trunc('month', day), sum(amount) FROM orders GROUP BY 1;"),
    (
        'Which customers\' names contain a backslash \\ or a "quote"?',
        "SELECT name FROM customers WHERE name ~ '[\\\\\"]';",
    ),
    ("Is it true, null or false? 😀", "SELECT true, NULL, false FROM orders WHERE note = E'\\t\\u0041{}';"),
    ("营业额最高的五个服务区是哪些？", 'SELECT "服务区" FROM "Shops" ORDER BY "营业额" DESC LIMIT 5;'),
    ("How many customers live in each city?", "SELECT city, count(*) FROM customers GROUP BY city;"),
]
PARAPHRASES = [
    ("各个城市分别有多少客户", PAIRS[6][1]),
    ("Number of orders for every day", PAIRS[0][1]),
    ("收入前五名的服务区", PAIRS[5][1]),
]


class Loading:
    """A step's context for training_load alone."""

    logger = logging.getLogger("step")

    def __init__(self, directory: Path, store: str) -> None:
        self.directory = directory
        self.parameters = {"db_name": "shop", "enable_sql_validation": False}
        self.connections = {"store": store}

    def progress(self, fraction: float, message: str = "") -> None:
        """Nobody watches."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a run."""
    directory = tmp_path_factory.mktemp("run")
    pairs = [{"question": question, "sql": sql} for question, sql in PAIRS]
    (directory / "qs_shop_20260101_120000_pair.json").write_text(
        json.dumps(pairs, ensure_ascii=False), encoding="utf-8"
    )
    tables = {"orders": "订单", "customers": "客户"}
    profile = {"tables": [{"schema": "public", "name": name} for name in tables]}
    (directory / "schema_profile.json").write_text(json.dumps(profile), encoding="utf-8")
    for name, comment in tables.items():
        (directory / f"{name}.ddl").write_text(f"-- 中文名: {comment}\ncreate table public.{name} (id integer);\n")
        (directory / f"{name}_detail.md").write_text(f"## {name}（{comment}表）\n{name} 表记录{comment}\n")
    return directory


@pytest.fixture(scope="module")
def store(make_database: Callable[..., str], directory: Path) -> str:
    """URL of a store that training_load filled."""
    url = make_database()
    training_load.run(Loading(directory, url))
    return url


@pytest.mark.parametrize("version", VERSIONS)
def test_stock_vanna__finds_what_was_loaded(version: str, store: str, tmp_path: Path) -> None:
    expected: dict[str, Any] = {
        "kinds": {"sql": len(PAIRS), "ddl": 2, "documentation": 2},
        "pairs": [{"question": question, "sql": sql} for question, sql in PAIRS],
        "paraphrases": PARAPHRASES,
    }
    (tmp_path / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    python = CHECKOUT / f".venv-vanna-{version}" / "bin" / "python"
    command = [python, HERE / "check_store.py", chosen_embedder(), tmp_path / "expected.json"]
    done = subprocess.run(command, env=environment(store), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_training_load__again_after_vanna_changes_nothing(version: str, store: str, directory: Path) -> None:
    before = rows(store)
    figures = training_load.run(Loading(directory, store))
    assert rows(store) == before
    assert figures["sql"] == {"new": 0, "unchanged": len(PAIRS)}


def environment(store: str) -> dict[str, str]:
    """The store's address as libpq reads it, and where the embedder's class is."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    address = {names[key]: str(value) for key, value in parse_dsn(store).items() if key in names}
    return {**os.environ, **address, "PYTHONPATH": str(CHECKOUT)}


def rows(store: str) -> list[tuple[Any, ...]]:
    """Everything that is in the store."""
    connection = psycopg2.connect(store)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, document, embedding::text, cmetadata::text FROM langchain_pg_embedding ORDER BY id")
        found = cursor.fetchall()
    connection.close()
    return found
