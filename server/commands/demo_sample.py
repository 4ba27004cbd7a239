"""The demo's business database: the highway sample, beside the bus, under the name of a connection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from psycopg2 import errors
from psycopg2.extensions import parse_dsn

from bus import connections, embedded, sessions
from bus.connections import PARTS
from bus.db import connect, database_beside, execute
from bus.settings import Settings
from server.commands.bus import session
from server.commands.pipeline import as_trainyard_errors
from server.commands.terminal import say

DATABASE = "highway_db"
LEAVE_SECONDS = 5  # for the sessions of the ended server to go


def prepare_sample(settings: Settings, bus_url: str) -> None:
    """Have the sample loaded, and the connection ``highway_db`` that leads to it."""
    began = time.monotonic()
    with session(settings) as connection:
        with suppress(errors.DuplicateDatabase):
            execute(connection, f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'", {})
        url = database_beside(bus_url, DATABASE)
        rows = _load(url)
        given = {name: value for name, value in parse_dsn(url).items() if name in PARTS}
        connections.put(connection, settings, DATABASE, given)
    count, total, seconds = len(rows), sum(rows.values()), time.monotonic() - began
    say(
        f"Sample database {DATABASE}: {count} tables, {total:,} rows ({seconds:.1f} s)",
        f"示例数据库 {DATABASE}: {count} 个表，{total:,} 行（{seconds:.1f} 秒）",
    )


def _load(url: str) -> dict[str, int]:
    from data_pipeline.samples.highway import load

    with as_trainyard_errors():
        return load(url)


@contextmanager
def stop_afterwards(settings: Settings) -> Iterator[None]:
    """Stop the embedded PostgreSQL after the block, if it was the block that started it and nobody else uses it."""
    if settings.database_url or embedded.status(settings.home)["running"]:
        yield
        return
    try:
        yield
    finally:
        if embedded.status(settings.home)["running"] and not _in_use(settings):
            embedded.stop(settings.home)


def _in_use(settings: Settings) -> bool:
    deadline = time.monotonic() + LEAVE_SECONDS
    with closing(connect(embedded.ensure_running(settings.home))) as connection:
        while sessions.others(connection):
            if time.monotonic() > deadline:
                return True
            time.sleep(0.1)
    return False
