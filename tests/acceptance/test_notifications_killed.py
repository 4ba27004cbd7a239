"""Kill the server between the change of a task and its telling: nothing is lost, nothing comes twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from client import API, Server, until

from bus.db import Connection, connect, fetch_value
from tests.notifications.receiver import Receiver
from tests.notifications.told import ALL, due, move, outbox, prefer, telling

pytestmark = pytest.mark.slow


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """Running, and allowed to call the receivers of these tests."""
    environment = {
        "DATABASE_URL": database_url,
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "HTTP_ALLOW_PRIVATE": "1",
        "WEBHOOK_SECRET": "hush",
    }
    running = Server(environment, tmp_path / "server.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def bus(server: Server, database_url: str) -> Iterator[Connection]:
    with closing(connect(database_url)) as connection:
        yield connection


def test_cancel__is_told_once(server: Server, bus: Connection) -> None:
    with Receiver(200) as receiver:
        prefer(bus, "ann", {"webhook": {"url": receiver.url, "events": ALL}})
        task_id = server.post("", {"db_connection": "postgresql://u@db.example/x", "created_by": "ann"})["task_id"]
        assert server.http.post(f"{API}/{task_id}/cancel").is_success
        receiver.until(1)
        listed = until(lambda: server.http.get(f"/api/tasks/{task_id}/notifications").json())
        assert (listed["total"], listed["notifications"][0]["event"]) == (1, "cancelled")
        time.sleep(1.5)
        assert len(receiver.got) == 1
        assert receiver.got[0].headers["X-Trainyard-Signature"].startswith("sha256=")


def test_server_killed__before_it_could_send__the_next_one_does(server: Server, bus: Connection) -> None:
    with Receiver(200) as receiver:
        task = telling(bus, receiver.url)
        server.kill()
        move(bus, task, "running")  # by the executor, which goes on
        move(bus, task, "completed")
        time.sleep(1)
        assert receiver.got == []
        server.start()
        receiver.until(2)
        until(lambda: {one.status for one in outbox(bus, task)} == {"sent"})
        assert [one.attempts for one in outbox(bus, task)] == [1, 1]


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_server_ended__in_the_middle_of_sending__the_next_one_sends_after_the_lease(
    server: Server, bus: Connection, end: str
) -> None:
    with Receiver("hang", 200) as receiver:
        task = telling(bus, receiver.url)
        move(bus, task, "failed", "step_failed", "x")
        receiver.until(1)
        began = time.monotonic()
        getattr(server, end)()
        assert time.monotonic() - began < 4
        server.start()
        time.sleep(1.5)
        assert len(receiver.got) == 1  # somebody may still be at it
        due(bus)  # the lease of 90 s is over
        first, second = receiver.until(2)
        assert first.headers["X-Trainyard-Delivery"] == second.headers["X-Trainyard-Delivery"]
        until(lambda: outbox(bus, task)[0].status == "sent")
        assert outbox(bus, task)[0].attempts == 2


def test_sessions_lost__the_sender_takes_new_ones(server: Server, bus: Connection) -> None:
    sessions = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'trainyard sender'"
    until(lambda: fetch_value(bus, f"SELECT count(*) {sessions}", {}) == 2)
    fetch_value(bus, f"SELECT count(pg_terminate_backend(pid)) {sessions}", {})
    with Receiver(200) as receiver:
        task = telling(bus, receiver.url)
        move(bus, task, "completed")
        receiver.until(1)
        until(lambda: outbox(bus, task)[0].status == "sent")
    until(lambda: fetch_value(bus, f"SELECT count(*) {sessions}", {}) == 2)
