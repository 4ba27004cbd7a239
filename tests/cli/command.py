"""What the tests of the command line share: the type of the ``run`` fixture, a business database."""

from __future__ import annotations

import sys
from typing import Protocol

from click.testing import Result

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
