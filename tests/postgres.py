"""What tests of every room need of PostgreSQL beside its fixtures: SQL run in a line, a URL as users write one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2.extensions import parse_dsn

# The record of a file, as the executor of a running execution would make it.
INSERT_OUTPUT = """
INSERT INTO outputs (task_id, execution_id, step, file_name, file_type, size_bytes, sha256, description, is_primary,
                     modified_at)
VALUES (%(task_id)s, %(execution_id)s, %(step)s, %(file_name)s, %(file_type)s, %(size_bytes)s, %(sha256)s,
        %(description)s, %(is_primary)s, %(modified_at)s)
"""


def run_sql(dsn: str, statements: str) -> list[tuple[Any, ...]]:
    """Run and commit; the rows of the last statement, if it gives any."""
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute(statements)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def as_url(dsn: str) -> str:
    """A libpq connection string as the URL that a user would write."""
    parts = parse_dsn(dsn)
    user = ":".join(quote(parts[key], safe="") for key in ("user", "password") if parts.get(key))
    place = {key: parts[key] for key in ("host", "port") if parts.get(key)}
    return f"postgresql://{user}@/{parts['dbname']}?{urlencode(place)}"
