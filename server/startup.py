"""What every start of the server (and the first command of a fresh checkout) does before anything else."""

from __future__ import annotations

import time

from bus import migrate, workflows
from bus.db import Connection, bus_url, connect
from bus.errors import BusUnavailable
from bus.settings import Settings


def prepare(settings: Settings) -> str:
    """The bus, running, migrated, with the shipped workflows published; its URL."""
    url = bus_url(settings)
    connection = connect(url, application="trainyard startup")
    try:
        migrate.migrate(connection)
        workflows.publish(connection)
    finally:
        connection.close()
    return url


def open_prepared(settings: Settings) -> Connection:
    """A session on the prepared bus, for the command line."""
    return connect(prepare(settings))


def wait_for_bus(settings: Settings, seconds: float) -> str:
    """``prepare``, tried again for a while: at boot the database of ``DATABASE_URL`` may come up after us."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return prepare(settings)
        except BusUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
