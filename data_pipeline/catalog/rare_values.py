"""The values of enums that a part of a table did not show."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.model import Column, Table
from data_pipeline.catalog.session import Spared, settings, telling
from data_pipeline.names import qualified, quoted
from data_pipeline.sentence import Sentence

logger = logging.getLogger(__name__)

_NOT_SOUGHT = Sentence("rare values not looked for", "未查找少见取值")

_SECONDS = 3
_MOST_ROWS = 10_000  # with such values, looked at
_SCANNED_BYTES = 400_000_000  # about a second; a larger table keeps what its part showed


def rare_values(
    connection: Connection, table: Table, columns: Sequence[Column], size: int
) -> Mapping[str, tuple[str, ...]]:
    """{column: values that it has besides its ``enum_values``} of a table of ``size`` bytes, in one scan.

    {} where the table is too large, or the scan lasts too long.
    """
    if not columns or size > _SCANNED_BYTES:
        return {}
    names = [_escaped(quoted(column.name)) for column in columns]
    picked = ", ".join(f"{name}::text AS c{n}" for n, name in enumerate(names))
    other = " OR ".join(f"{name}::text <> ALL (%s)" for name in names)
    rows = f"SELECT {picked} FROM {_escaped(qualified(*table.key))} WHERE {other} LIMIT {_MOST_ROWS}"
    figures = ", ".join(f"array_agg(DISTINCT c{n}) FILTER (WHERE c{n} <> ALL (%s))" for n in range(len(names)))
    known = [list(column.enum_values) for column in columns]
    tell = telling(logger.info, table.key, _NOT_SOUGHT)
    with Spared(connection, tell), settings(connection, statement_timeout=f"{_SECONDS}s"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {figures} FROM ({rows}) other", known + known)
            found = cursor.fetchall()[0]
        return {column.name: tuple(values or ()) for column, values in zip(columns, found, strict=True)}
    return {}


def _escaped(name: str) -> str:
    """The driver reads a percent sign as a place for a value."""
    return name.replace("%", "%%")
