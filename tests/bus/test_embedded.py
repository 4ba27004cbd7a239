"""The embedded server while nothing goes wrong: what it is, where its files are, what it keeps to itself."""

from __future__ import annotations

import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from bus import embedded
from bus.embedded.layout import Layout

SECRET = "not for the daemon"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home below directories that only we may enter, with a running server."""
    path = tmp_path_factory.mktemp("private") / "home"
    path.parent.chmod(0o700)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JWT_SECRET", SECRET)
        environment.setenv("PGPORT", "6543")
        embedded.ensure_running(path)
    yield path
    embedded.stop(path)


def value(url: str, statement: str) -> Any:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


def test_ensure_running__gives_a_superuser_in_database_trainyard(home: Path) -> None:
    url = embedded.ensure_running(home)

    assert url.startswith("postgresql://trainyard:")
    assert value(url, "SELECT current_database() || ' ' || current_user || ' ' || usesuper FROM pg_user") == (
        "trainyard trainyard true"
    )


def test_ensure_running__already_up_is_quick_and_gives_the_same_url(home: Path) -> None:
    url = embedded.ensure_running(home)
    began = time.monotonic()
    again = [embedded.ensure_running(home) for _ in range(5)]

    assert again == [url] * 5
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("max_connections", "200"),
        ("data_checksums", "on"),
        ("logging_collector", "on"),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
    ],
)
def test_ensure_running__server_is_set_up_for_us_alone(home: Path, setting: str, expected: str) -> None:
    assert value(embedded.ensure_running(home), f"SHOW {setting}") == expected


def test_ensure_running__has_pgvector_and_knows_chinese_letters(home: Path) -> None:
    url = embedded.ensure_running(home)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION vector")
        cursor.execute(r"SELECT '[1,2]'::vector <-> '[1,4]', '服务区' ~ '^\w+$'")
        assert cursor.fetchone() == (2.0, True)


def test_ensure_running__refuses_a_wrong_password(home: Path) -> None:
    url = embedded.ensure_running(home)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url, password="guess")


def test_ensure_running__password_is_for_our_eyes_only(home: Path) -> None:
    layout = Layout.of(home)

    assert stat.S_IMODE(layout.password.stat().st_mode) == 0o600
    assert stat.S_IMODE(layout.root.stat().st_mode) & 0o007 == 0


def test_ensure_running__leaves_the_permissions_of_parents_alone(home: Path) -> None:
    assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700


def test_ensure_running__daemon_inherits_no_environment(home: Path) -> None:
    environment = psutil.Process(embedded.status(home)["pid"]).environ()

    assert SECRET not in environment.values()
    assert "PGPORT" not in environment


def test_ensure_running__ignores_pgport_of_the_caller(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    assert value(embedded.ensure_running(home), "SELECT 1") == 1


def test_ensure_running__server_never_runs_as_root(home: Path) -> None:
    server = psutil.Process(embedded.status(home)["pid"])

    assert server.uids().real == server.uids().effective != 0
    assert server.gids().effective != 0
    assert 0 not in [int(group) for group in groups_of(server.pid)]


def groups_of(pid: int) -> list[str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line for line in lines if line.startswith("Groups:")).split()[1:]


def test_ensure_running__makes_the_database_again_after_it_was_dropped(home: Path) -> None:
    url = embedded.ensure_running(home)
    with closing(psycopg2.connect(url, dbname="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE trainyard WITH (FORCE)")

    assert value(embedded.ensure_running(home), "SELECT current_database()") == "trainyard"


def test_ensure_running__another_version_of_the_wheel_is_told(home: Path) -> None:
    record = Layout.of(home).wheel_version
    installed = record.read_text()
    record.write_text("17.9.1")
    try:
        with pytest.raises(embedded.EmbeddedPostgresError, match=r"17\.9\.1.*trainyard db stop") as raised:
            embedded.ensure_running(home)
        assert raised.value.code == "embedded_postgres_failed"
    finally:
        record.write_text(installed)


def test_ensure_running__failure_names_the_log_and_quotes_it(tmp_path: Path) -> None:
    data = Layout.of(tmp_path).data
    data.mkdir(mode=0o700, parents=True)
    (data / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(embedded.EmbeddedPostgresError) as raised:
        embedded.ensure_running(tmp_path)
    assert str(Layout.of(tmp_path).start_log) in str(raised.value)
    assert "FATAL" in str(raised.value) or "could not" in str(raised.value)
    assert Layout.of(tmp_path).password.read_text() not in str(raised.value)


def test_ensure_running__home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.EmbeddedPostgresError, match="Set TRAINYARD_HOME to another directory"):
        embedded.ensure_running(tmp_path / "file" / "home")


def test_status__running(home: Path) -> None:
    found = embedded.status(home)

    assert found["running"] is True
    assert found["version"].startswith("18.")
    assert psutil.Process(found["pid"]).name() == "postgres"
    assert Path(found["data_directory"]) == Layout.of(home).data


def test_status__never_started_makes_nothing(tmp_path: Path) -> None:
    assert embedded.status(tmp_path)["running"] is False
    assert embedded.stop(tmp_path) is False
    assert list(tmp_path.iterdir()) == []


def test_program__psql_talks_to_the_server(home: Path) -> None:
    command = [str(embedded.program("psql")), embedded.ensure_running(home), "-Atc", "SELECT 6 * 7"]
    assert subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout == "42\n"


@pytest.mark.parametrize("name", ["no_such_program", "../bin/psql", ""])
def test_program__unknown_is_refused(name: str) -> None:
    with pytest.raises(embedded.EmbeddedPostgresError, match="has no program"):
        embedded.program(name)
