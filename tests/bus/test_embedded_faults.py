"""The embedded server when processes race, die and leave lies behind. Real processes, really killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extras import wait_select

from bus import embedded
from bus.embedded.connection import ensure_database
from bus.embedded.layout import Layout
from bus.embedded.processes import kill, server_processes

pytestmark = pytest.mark.slow
START = """
import sys
from pathlib import Path
from bus import embedded
print(embedded.ensure_running(Path(sys.argv[1])))
"""
LINGER = "import time; sys.stdout.flush(); time.sleep(600)"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    embedded.stop(tmp_path / "home")


def starter(home: Path, program: str = START) -> subprocess.Popen[str]:
    """Another process that starts or joins the server, in a group of its own."""
    command = [sys.executable, "-c", program, str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def query(url: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def until_gone(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs([process for process in processes if process.is_running()], timeout=10)
    assert [process for process in alive if arguments(process)] == []  # a zombie has none


def arguments(process: psutil.Process) -> list[str]:
    """The command line of a process; none of one that has ended since it was listed, as a backend may any time."""
    with suppress(psutil.NoSuchProcess):
        return list(process.cmdline())
    return []


@pytest.mark.parametrize("attempt", range(3))
def test_ensure_running__four_processes_race_on_an_empty_directory(home: Path, attempt: int) -> None:
    racers = [starter(home) for _ in range(4)]
    answers = {racer.communicate(timeout=60)[0].strip() for racer in racers}

    assert [racer.returncode for racer in racers] == [0] * 4
    assert len(answers) == 1
    assert query(answers.pop(), "SELECT 1") == [(1,)]
    assert len([found for found in server_processes(Layout.of(home).data) if "-D" in arguments(found)]) == 1


def test_ensure_running__server_survives_the_exit_of_its_starter(home: Path) -> None:
    url = starter(home).communicate(timeout=60)[0].strip()
    assert query(url, "SELECT 1") == [(1,)]


def test_ensure_running__server_survives_the_sigkill_of_its_starter(home: Path) -> None:
    process = starter(home, START + LINGER)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    before = embedded.status(home)["pid"]
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)  # ends only when nobody, the daemon included, holds the pipe any longer

    assert query(url, "SELECT 1") == [(1,)]
    assert embedded.status(home)["pid"] == before


def test_ensure_running__recovers_a_killed_postmaster_with_all_that_was_committed(home: Path) -> None:
    url = embedded.ensure_running(home)
    query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    os.kill(embedded.status(home)["pid"], signal.SIGKILL)

    assert embedded.ensure_running(home) == url
    assert query(url, "SELECT count(*) FROM kept") == [(1000,)]


def test_ensure_running__recovers_although_a_child_of_the_killed_postmaster_is_busy(home: Path) -> None:
    url = embedded.ensure_running(home)
    with closing(psycopg2.connect(url, async_=True)) as busy:
        while busy.poll() != psycopg2.extensions.POLL_OK:
            time.sleep(0.01)
        busy.cursor().execute("DO $$ DECLARE n bigint := 0; BEGIN LOOP n := n + 1; END LOOP; END $$")
        time.sleep(0.2)
        child = psutil.Process(busy.get_backend_pid())
        os.kill(embedded.status(home)["pid"], signal.SIGKILL)
        time.sleep(0.2)
        assert child.is_running()

        assert query(embedded.ensure_running(home), "SELECT 1") == [(1,)]
    until_gone([child])


def test_ensure_running__all_processes_killed_at_once(home: Path) -> None:
    url = embedded.ensure_running(home)
    processes = server_processes(Layout.of(home).data)
    kill(processes)
    until_gone(processes)

    assert query(embedded.ensure_running(home), "SELECT 1") == [(1,)]
    assert embedded.ensure_running(home) == url


def test_ensure_running__pid_file_naming_a_living_stranger_fools_nobody(home: Path, tmp_path: Path) -> None:
    embedded.ensure_running(home)
    data = Layout.of(home).data
    owner = data.stat().st_uid
    processes = server_processes(data)
    record = (data / "postmaster.pid").read_text().split("\n", 1)[1]
    kill(processes)
    until_gone(processes)
    stranger = subprocess.Popen(["sleep", "600"], user=owner if os.geteuid() == 0 else None)
    try:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{record}")
        (Layout.of(home).sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{record}")
        assert embedded.status(home)["running"] is False

        assert query(embedded.ensure_running(home), "SELECT 1") == [(1,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait(10)


def test_stop__pid_file_naming_another_server_leaves_that_one_alone(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    embedded.ensure_running(home)
    embedded.ensure_running(other)
    try:
        embedded.stop(home)
        pid = embedded.status(other)["pid"]
        (Layout.of(home).data / "postmaster.pid").write_text(f"{pid}\n")

        assert embedded.stop(home) is False
        assert embedded.status(other)["pid"] == pid
        assert query(embedded.ensure_running(home), "SELECT 1") == [(1,)]
    finally:
        embedded.stop(other)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.4, 0.7, 1.0])
def test_ensure_running__killed_during_the_first_start_leaves_nothing_half_done(home: Path, seconds: float) -> None:
    process = starter(home)
    time.sleep(0.1 + seconds)  # python itself takes the first tenth
    process.kill()
    process.wait(10)

    assert query(embedded.ensure_running(home), "SELECT current_database()") == [("trainyard",)]
    assert query(embedded.ensure_running(home), "SHOW data_checksums") == [("on",)]


def test_ensure_database__while_the_server_still_creates_it_for_a_killed_process(home: Path) -> None:
    embedded.ensure_running(home)
    postgres = Layout.of(home).url("postgres")
    query(postgres, "DROP DATABASE trainyard")
    abandoned = [sent(postgres, "CREATE DATABASE trainyard") for _ in range(2)]
    try:
        with closing(psycopg2.connect(postgres)) as connection:
            ensure_database(connection)
    finally:
        for connection in abandoned:
            connection.close()

    assert query(embedded.ensure_running(home), "SELECT current_database()") == [("trainyard",)]


def sent(url: str, statement: str) -> Connection:
    """A connection whose server works on the statement; nobody waits for the answer."""
    connection = psycopg2.connect(url, async_=True)
    wait_select(connection)
    connection.cursor().execute(statement)
    return connection


def test_ensure_running__initdb_itself_killed_leaves_nothing_half_done(home: Path) -> None:
    process = starter(home)
    deadline = time.monotonic() + 20
    while not (found := initdb_below(home)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    found[0].kill()
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert not Layout.of(home).data.exists()

    assert query(embedded.ensure_running(home), "SELECT 1") == [(1,)]
    assert list(Layout.of(home).root.glob("initdb-*")) == []


def initdb_below(home: Path) -> list[psutil.Process]:
    programs = [found for found in psutil.process_iter(["name", "cwd"]) if found.info["name"] == "initdb"]
    return [found for found in programs if found.info["cwd"] and Path(found.info["cwd"]).is_relative_to(home)]


def test_stop__with_open_transactions_and_twice(home: Path) -> None:
    url = embedded.ensure_running(home)
    with closing(psycopg2.connect(url)) as idle, idle.cursor() as cursor:
        cursor.execute("CREATE TABLE never AS SELECT 1")
        assert embedded.stop(home) is True
    assert embedded.stop(home) is False
    assert embedded.status(home)["running"] is False
    assert server_processes(Layout.of(home).data) == []

    assert query(embedded.ensure_running(home), "SELECT to_regclass('never')") == [(None,)]
