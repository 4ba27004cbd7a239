"""``trainyard db``, on the user's own server and on an embedded one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from bus import embedded
from bus.db import connect
from tests.cli.command import TRAINYARD, Run


@pytest.fixture
def embedded_environment(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Settings of an installation with an embedded server, which is stopped at the end."""
    environment |= {"DATABASE_URL": "", "VECTOR_DATABASE_URL": ""}
    yield environment
    embedded.stop(Path(environment["TRAINYARD_HOME"]))


@pytest.mark.parametrize("command", ["start", "stop"])
def test_start_stop__leave_the_users_own_server_alone(run: Run, command: str) -> None:
    assert "your own" in run("db", command, exit_code=1).stderr


def test_status__of_the_users_own_server(run: Run) -> None:
    state = json.loads(run("db", "status", "--json").stdout)
    assert state["running"] is True and state["version"]


def test_status__of_a_server_that_does_not_answer(run: Run) -> None:
    result = run("db", "status", DATABASE_URL="postgresql://a:s3cret-pw@127.0.0.1:1/b")
    assert result.stdout.startswith("not running") and "s3cret-pw" not in result.output


def test_url__is_that_of_the_setting(run: Run, environment: dict[str, str]) -> None:
    assert run("db", "url").stdout.strip() == environment["DATABASE_URL"]


def test_migrate__says_what_it_applied(run: Run) -> None:
    assert "0001" in run("db", "migrate").stdout
    assert run("db", "migrate").stdout == "0 migrations applied.\n"


@pytest.mark.parametrize("arguments", [[], ["store"], ["postgres"]])
def test_psql__opens_the_bus_a_connection_or_another_database(
    run: Run, shop: str, environment: dict[str, str], arguments: list[str]
) -> None:
    run("connections", "add", "store", shop)
    opened = shop if arguments == ["store"] else environment["DATABASE_URL"]
    database = "postgres" if arguments == ["postgres"] else parse_dsn(opened)["dbname"]
    command = [*TRAINYARD, "db", "psql", *arguments, "-X", "-A", "-t", "-c", "SELECT current_database()"]
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == database, result.stderr


@pytest.mark.slow
def test_stop__is_refused_while_a_server_is_connected(run: Run, embedded_environment: dict[str, str]) -> None:
    assert run("db", "status").stdout.startswith("not running")
    assert "runs (pid" in run("db", "start").stdout
    session = connect(run("db", "url").stdout.strip(), application="trainyard server")
    assert "1 trainyard server" in run("db", "stop", exit_code=1).stderr
    session.close()
    assert run("db", "stop").stdout == "PostgreSQL has stopped.\n"
    assert run("db", "stop").stdout == "PostgreSQL is not running.\n"


@pytest.mark.slow
def test_stop__force(run: Run, embedded_environment: dict[str, str]) -> None:
    run("db", "start")
    session = connect(run("db", "url").stdout.strip(), application="trainyard executor")
    assert run("db", "stop", "--force").stdout == "PostgreSQL has stopped.\n"
    session.close()
