"""Reading that goes on where one table cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from data_pipeline.catalog.connect import connect_read_only
from data_pipeline.catalog.session import Spared, fetch


@pytest.fixture
def connection(make_schema: Callable[[str], str]) -> Iterator[Connection]:
    with closing(connect_read_only(make_schema("SELECT 1"))) as opened:
        yield opened


def test_spared__tells_why_in_one_line_without_the_value(connection: Connection) -> None:
    told: list[str] = []
    with Spared(connection, told.append):
        fetch(connection, "SELECT 'call 13912345678'::integer")
    (line,) = told
    assert line.startswith("invalid input syntax for type integer")
    assert ("13912345678" in line, "\n" in line) == (False, False)


def test_spared__the_connection_goes_on(connection: Connection) -> None:
    connection.autocommit = False
    with Spared(connection, lambda _: None):
        fetch(connection, "SELECT 1 / 0")
    assert fetch(connection, "SELECT 1 AS one")[0].one == 1


def test_spared__a_lost_connection_is_not_passed_over(connection: Connection) -> None:
    told: list[str] = []
    with pytest.raises(psycopg2.Error), Spared(connection, told.append):
        fetch(connection, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert told == []


def test_spared__other_errors_are_nobody_elses(connection: Connection) -> None:
    with pytest.raises(KeyError), Spared(connection, lambda _: None):
        raise KeyError("found")
