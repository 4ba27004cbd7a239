"""A session of the bus for a command, and secrets that come in by stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import psycopg2

from bus.db import Connection
from bus.errors import BusUnavailable
from bus.settings import Settings
from server.startup import open_prepared


@contextmanager
def session(settings: Settings) -> Iterator[Connection]:
    """The prepared bus (started and migrated if need be); BusUnavailable when it goes away."""
    connection = open_prepared(settings)
    try:
        yield connection
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        raise BusUnavailable from error
    finally:
        connection.close()


def secret_line(prompt: str) -> str:
    """One line that nobody else shall see: asked for without echo on a terminal, else the first line of stdin."""
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def url_argument(given: str) -> str:
    """The URL as given; for ``-`` what comes by stdin, so that the password is no argument of a process."""
    return secret_line("URL") if given == "-" else given
