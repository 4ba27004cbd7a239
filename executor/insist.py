"""Doing something on the bus although it may break meanwhile: with a new session, until it is done or time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import psycopg2

from bus.db import Connection
from bus.errors import BusUnavailable

LOST = (psycopg2.OperationalError, psycopg2.InterfaceError, BusUnavailable)
RETRY_SECONDS = 0.5
Result = TypeVar("Result")


def insist(
    connect: Callable[[], Connection], action: Callable[[Connection], Result], seconds: float
) -> tuple[Connection, Result]:
    """The session on which the action came to an end, and its result.

    The action may have been done although its answer was lost: it must be such that doing it again does no harm.
    The last fault is raised when the bus stays away for that long.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection = connect()
            return connection, action(connection)
        except LOST:
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
