"""Real parts for every test: one PostgreSQL for the session, a database of its own for whoever asks."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import make_dsn

from bus import embedded


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a superuser on the PostgreSQL under test: ``TEST_DATABASE_URL``, else an embedded one for this session."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / "server"
    with (shared / "server.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        url = embedded.ensure_running(home)
        _admin(url, sql.SQL("ALTER SYSTEM SET fsync = off"))
        _admin(url, sql.SQL("SELECT pg_reload_conf()"))
        yield url
        with suppress(BlockingIOError):  # another worker of pytest-xdist still uses the server; the last one stops it
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            embedded.stop(home)
            shutil.rmtree(home)


@pytest.fixture(scope="session")
def make_database(server_url: str) -> Iterator[Callable[..., str]]:
    """Make an empty database (optionally named, optionally from a template); its URL.

    They are dropped at the end, or go with the server where it is the session's own: hundreds of drops take minutes.
    """
    names: list[str] = []

    def make(name: str | None = None, template: str = "template0") -> str:
        name = name or f"test_{uuid.uuid4().hex[:12]}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        _admin(server_url, statement.format(sql.Identifier(name), sql.Identifier(template)))
        names.append(name)
        return url_of(server_url, name)

    yield make
    for name in names if "TEST_DATABASE_URL" in os.environ else ():
        _admin(server_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database_url(make_database: Callable[..., str]) -> str:
    """URL of an empty database of this test's own."""
    return make_database()


def url_of(server_url: str, name: str) -> str:
    """The same server and user, another database (a libpq connection string)."""
    return make_dsn(server_url, dbname=name)


def _admin(server_url: str, statement: sql.Composable) -> None:
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
