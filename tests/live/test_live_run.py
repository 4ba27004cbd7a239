"""A real run, followed by clients that lose their connection again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clients import Stream, Told

from bus import events
from bus.db import Connection
from data_pipeline.samples import highway
from tests.acceptance.client import Server
from tests.postgres import as_url

pytestmark = pytest.mark.slow


def _followed(server: Server, path: str, at_once: int) -> list[Told]:
    """Everything of a stream until the server says that nothing is left, ``at_once`` of it a connection."""
    told: list[Told] = []
    while True:
        with Stream(server.port, path, {"Last-Event-ID": told[-1].id} if told else None) as stream:
            if stream.status == 204:
                return told
            assert stream.status == 200
            for one in stream:
                told.append(one)
                if len(told) % at_once == 0:
                    break


def test_run__followed_over_many_connections(
    live_server: Server, bus: Connection, make_database: Callable[..., str]
) -> None:
    url = make_database()
    highway.load(url)
    body = {"db_connection": as_url(url), "table_list": ["bss_company"]}
    task_id = str(live_server.post("/execute-complete", body)["task_id"])
    first, *told = _followed(live_server, f"/api/tasks/{task_id}/events", 2)
    lines = _followed(live_server, f"/api/tasks/{task_id}/logs/events?tail=1000", 20)
    rows = events.after(bus, task_id, 0, 10_000)
    assert [one.data["event_id"] for one in told] == [row.id for row in rows[first.data["event_id"] :]]
    assert (told[-1].data["status"], told[-1].data["progress"]) == ("success", 100)
    ids = [int(one.id) for one in lines]
    log = live_server.get(f"/{task_id}/logs", limit=10_000)["logs"]
    assert ids == [one["id"] for one in log]
