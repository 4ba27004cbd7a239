"""What the tests of the command line share: the type of the ``run`` fixture, SQL, a business database."""

from __future__ import annotations

import sys
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import psycopg2
from click.testing import Result
from psycopg2.extensions import parse_dsn

TRAINYARD = [sys.executable, "-m", "server.cli"]
SHOP = """
    CREATE TABLE customer (id int PRIMARY KEY, city text NOT NULL);
    INSERT INTO customer SELECT i, CASE WHEN i % 3 = 0 THEN 'Rome' ELSE 'Oslo' END FROM generate_series(1, 60) i;
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, amount numeric NOT NULL);
    INSERT INTO orders SELECT i, 1 + i % 60, i * 10 FROM generate_series(1, 300) i;
    ANALYZE;
"""


class Run(Protocol):
    """Runs a command; fails the test unless it ends with that exit code."""

    def __call__(self, *arguments: str, input: str = "", exit_code: int = 0, **environment: str) -> Result: ...


def execute(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    """Run SQL; its rows, if it has any."""
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def as_url(dsn: str) -> str:
    """A libpq string as the URL that a user would write."""
    parts = parse_dsn(dsn)
    user = ":".join(quote(parts[key], safe="") for key in ("user", "password") if parts.get(key))
    place = {key: parts[key] for key in ("host", "port") if parts.get(key)}
    return f"postgresql://{user}@/{parts['dbname']}?{urlencode(place)}"
