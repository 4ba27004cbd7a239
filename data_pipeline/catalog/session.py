"""Running the statements that read a catalog, and settings that hold only meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extras import NamedTupleCursor

from data_pipeline.sensitive.redact import redacted
from data_pipeline.sentence import Sentence


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


class Spared(AbstractContextManager[None, bool]):
    """Go on behind the block where the database refuses what it reads, or takes too long; ``tell`` hears why.

    The reason is one line without sensitive values. Where the connection is lost, psycopg2's error leaves the block.
    """

    def __init__(self, connection: Connection, tell: Callable[[str], None]) -> None:
        self._connection = connection
        self._tell = tell

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, psycopg2.Error) or self._connection.closed:
            return False
        self._connection.rollback()  # nothing to undo, but one that is not in autocommit mode needs it to go on
        self._tell(redacted(str(error).partition("\n")[0]))
        return True


def telling(log: Callable[[Sentence], None], table: tuple[str, str], what: Sentence) -> Callable[[str], None]:
    """Logs what is not done about a table, once the reason is known."""
    name = ".".join(table)
    return lambda why: log(Sentence(f"{name}: {what.en}: {why}", f"{name}：{what.zh}：{why}"))


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
