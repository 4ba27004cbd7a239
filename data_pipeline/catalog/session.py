"""Running the statements that read a catalog, and settings that hold only meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import NamedTupleCursor


def fetch(connection: Connection, statement: str, values: Mapping[str, Any] | None = None) -> list[Any]:
    """All rows of one statement, as named tuples."""
    cursor: Any = connection.cursor(cursor_factory=NamedTupleCursor)
    with cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def fetch_named(connection: Connection, name: str, values: Mapping[str, Any]) -> list[Any]:
    """All rows of the statement in ``<name>.sql`` beside this file."""
    return fetch(connection, Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8"), values)


@contextmanager
def settings(connection: Connection, **values: str) -> Iterator[None]:
    """Hold session settings (``search_path``, ``statement_timeout``, ...) for the block, then put the old ones back."""
    before = {
        name: fetch(connection, "SELECT current_setting(%(name)s) AS value", {"name": name})[0].value for name in values
    }
    _set(connection, values)
    try:
        yield
    finally:
        _set(connection, before)


def _set(connection: Connection, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        fetch(connection, "SELECT set_config(%(name)s, %(value)s, false)", {"name": name, "value": value})
