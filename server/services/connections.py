"""Business databases by name, and trying whether one answers."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from bus import connections
from bus.db import Connection
from bus.errors import ConnectionNotFound, DatabaseUnreachable, InvalidInput
from bus.retention import TASK_ID
from bus.rows import NamedConnection
from bus.settings import Settings

TEST_SECONDS = 5  # for the one statement of a test
NAME = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a database said."""

    server_version: str
    seconds: float  # until it was connected
    tables: int  # that may be read, views too


def put(
    connection: Connection, settings: Settings, name: str, given: object, created_by: str | None
) -> NamedConnection:
    """Store a connection under a name, replacing one of the same name; InvalidInput."""
    if not NAME.fullmatch(name) or TASK_ID.fullmatch(name):
        raise InvalidInput(
            f"{name!r} cannot be the name of a connection: 1 to 100 letters, digits, '_', '.', '-', and no task's id.",
            f"连接名 {name!r} 不合法：应为 1 到 100 个字母、数字或 _ . -，且不能是任务 ID",
            [{"field": "name", "error": "1 to 100 letters, digits, _ . -"}],
            [{"field": "name", "error": "应为 1 到 100 个字母、数字或 _ . -"}],
        )
    connections.put(connection, settings, name, given, created_by=created_by)
    return connections.get(connection, name)


def named(connection: Connection, name: str) -> NamedConnection:
    """That connection; ConnectionNotFound, also for one that belongs to a task."""
    found = connections.get(connection, name)
    if found.task_id is not None:
        raise ConnectionNotFound(name)
    return found


def remove(connection: Connection, name: str) -> None:
    """Forget a connection; ConnectionNotFound."""
    if not connections.remove(connection, name):
        raise ConnectionNotFound(name)


def url_of(connection: Connection, settings: Settings, db_name: str | None, db_connection: object | None) -> str:
    """The connection string, password included, of a named or an inline connection; neither = the only one there is."""
    if db_connection is not None:
        return connections.dsn(connections.parse(db_connection))
    return connections.url(settings, connections.for_task(connection, None, db_name))


def test(url: str) -> Answer:
    """Connect, ask for the version, count the tables; DatabaseUnreachable names host, port and database."""
    from data_pipeline.catalog.connect import reading
    from data_pipeline.catalog.list import list_tables
    from data_pipeline.step import PipelineError

    begun = time.monotonic()
    try:
        with reading(url, statement_timeout_seconds=TEST_SECONDS) as business:
            seconds = time.monotonic() - begun
            version = business.get_parameter_status("server_version") or ""
            return Answer(version, seconds, len(list_tables(business)))
    except PipelineError as error:
        raise DatabaseUnreachable(error.sentence, error.zh) from None
