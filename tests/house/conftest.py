from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bus import migrate
from bus.db import Connection, connect


@pytest.fixture(scope="session")
def migrated(make_database: Callable[..., str]) -> Iterator[Connection]:
    """A session on the migrated schema, to read from."""
    connection = connect(make_database())
    migrate.migrate(connection)
    yield connection
    connection.close()
