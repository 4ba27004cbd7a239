from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from stand import at_once

from bus import migrate
from bus.db import Connection, connect, fetch_all, fetch_value
from bus.errors import BusUnavailable


@pytest.fixture
def empty(database_url: str) -> Iterator[Connection]:
    connection = connect(database_url)
    yield connection
    connection.close()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Two small migrations."""
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE one (x integer CHECK (x % 2 = 0));", encoding="utf-8")
    (tmp_path / "0002_two.sql").write_text("CREATE TABLE two (x integer); CREATE TABLE three (x integer);", "utf-8")
    return tmp_path


def tables(connection: Connection) -> list[str]:
    statement = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [row["tablename"] for row in fetch_all(connection, statement, {})]


def test_migrate__applies_in_order_and_once(empty: Connection, directory: Path) -> None:
    assert migrate.migrate(empty, directory) == ["0001_one", "0002_two"]
    assert tables(empty) == ["migrations", "one", "three", "two"]
    assert migrate.migrate(empty, directory) == []


def test_migrate__a_later_one_is_added(empty: Connection, directory: Path) -> None:
    migrate.migrate(empty, directory)
    (directory / "0003_more.sql").write_text("ALTER TABLE one ADD y text;", encoding="utf-8")
    assert migrate.migrate(empty, directory) == ["0003_more"]


def test_migrate__the_shipped_ones_twice(empty: Connection) -> None:
    names = migrate.migrate(empty)
    assert names == [one.name for one in migrate.available()]
    assert migrate.migrate(empty) == []


def test_migrate__several_at_once_apply_once(database_url: str) -> None:
    connections = [connect(database_url) for _ in range(4)]
    applied = at_once(connections, migrate.migrate)
    assert sorted(len(names) for names in applied if isinstance(names, list)) == [0, 0, 0, len(migrate.available())]
    for connection in connections:
        connection.close()


def test_migrate__a_changed_file_is_refused(empty: Connection, directory: Path) -> None:
    migrate.migrate(empty, directory)
    (directory / "0001_one.sql").write_text("CREATE TABLE other (x integer);", encoding="utf-8")
    with pytest.raises(BusUnavailable, match="0001_one was changed"):
        migrate.migrate(empty, directory)
    assert "other" not in tables(empty)


def test_migrate__a_failing_one_leaves_nothing(empty: Connection, directory: Path) -> None:
    shutil.copy(directory / "0001_one.sql", directory / "0003_again.sql")
    with pytest.raises(psycopg2.errors.DuplicateTable):
        migrate.migrate(empty, directory)
    assert tables(empty) == []
    assert fetch_value(empty, "SELECT 1", {}) == 1  # the session can go on
    (directory / "0003_again.sql").unlink()
    assert migrate.migrate(empty, directory) == ["0001_one", "0002_two"]
