"""What the bus tells of itself in numbers, in a handful of short statements. The caller owns the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bus.db import Connection, Row, execute, fetch_all, fetch_one
from bus.queries import load

WINDOW_DAYS = 7  # of durations and failures
MOST_EXECUTIONS = 20_000  # of these, the newest
STATEMENT_SECONDS = 2


@dataclass(frozen=True, slots=True)
class BusFigures:
    """The row of server_health, and those of the statements in sql/metrics.sql."""

    health: Row
    running: list[Row]
    tasks: list[Row]
    durations: list[Row]
    failures: list[Row]


def read(connection: Connection) -> BusFigures:
    """All of them; psycopg2's OperationalError when the bus is away or one takes too long."""
    execute(connection, f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'", {})
    window = {"days": WINDOW_DAYS}
    return BusFigures(
        fetch_one(connection, load("dispatcher").server_health, {}) or {},
        fetch_all(connection, load("metrics").running_figures, {}),
        fetch_all(connection, load("metrics").task_figures, {}),
        fetch_all(connection, load("metrics").duration_figures, window | {"most_executions": MOST_EXECUTIONS}),
        fetch_all(connection, load("metrics").failure_figures, window),
    )
