"""What breaks while clients follow, and how many may."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import closing

import psutil
import pytest
from clients import Refused, Stream, WebSocket
from story import Story

from bus.db import Connection, connect, fetch_all
from bus.settings import Settings
from server.auth import issue
from server.live.event_feed import CHECK_SECONDS
from tests.acceptance.client import Server, until

pytestmark = pytest.mark.slow
StartServer = Callable[..., Server]
END_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = ANY (%(names)s)"
)
LIVE_SESSIONS = ["trainyard events", "trainyard live seats", "trainyard log tails"]


def _let_in(server: Server, story: Story) -> bool:
    """Whether one more client is let in."""
    with Stream(server.port, story.path("events")) as stream:
        assert stream.status in (200, 503)
        return stream.status == 200


def test_sessions__that_end_are_replaced_and_nothing_is_missed(
    live_server: Server, story: Story, bus: Connection
) -> None:
    with (
        Stream(live_server.port, story.path("events")) as stream,
        Stream(live_server.port, story.path("logs/events")) as lines,
        WebSocket(live_server.port, story.path("progress")) as client,
    ):
        stream.next()
        client.say({"type": "subscribe"})
        client.next()
        story.status("running")
        story.log("one")
        told, said = stream.take(1), client.take(1)
        assert lines.next().data["message"] == "one 1"
        assert len(fetch_all(bus, END_SESSIONS, {"names": LIVE_SESSIONS})) >= 3
        story.step("ddl_generation", 3)  # nobody listens now
        story.log("two")
        assert lines.next().data["message"] == "two 1"
        told += stream.take(5)
        said += client.take(5)
        story.status("completed")
        told += list(stream)
        said += client.rest()
    assert [int(one.id) for one in told] == [one["event_id"] for one in said] == story.ids


def test_cap__is_for_all_processes_and_seats_come_free(
    start_server: StartServer, make_database: Callable[..., str]
) -> None:
    url = make_database()
    server = start_server(DATABASE_URL=url, MAX_LIVE_CLIENTS="3", WEB_WORKERS="2")
    story = Story(connect(url))
    streams = [Stream(server.port, story.path("events")) for _ in range(2)]
    client = WebSocket(server.port, story.path("progress"))
    for _ in range(6):  # whichever process answers
        refused = server.http.get(story.path("events"), headers={"Accept-Language": "en"})
        assert (refused.status_code, refused.json()["code"]) == (503, "too_many_live_clients")
        assert refused.headers["Retry-After"] and "MAX_LIVE_CLIENTS" in refused.json()["error"]
        with pytest.raises(Refused) as no_upgrade:
            WebSocket(server.port, story.path("progress"))
        assert (no_upgrade.value.status, no_upgrade.value.code) == (503, "too_many_live_clients")
    client.close()
    until(lambda: _let_in(server, story), 5)
    streams.append(until(lambda: _third(server, story), 5))
    assert not _let_in(server, story)
    with closing(connect(url)) as bus:
        fetch_all(bus, END_SESSIONS, {"names": ["trainyard live seats"]})
    time.sleep(CHECK_SECONDS + 1)  # by then they are locked again
    assert not any(_let_in(server, story) for _ in range(6))
    assert server.process is not None
    for worker in psutil.Process(server.process.pid).children():
        worker.kill()
    until(lambda: _served(lambda: _let_in(server, story)), 10)
    for stream in streams:
        stream.close()


def _third(server: Server, story: Story) -> Stream | None:
    stream = Stream(server.port, story.path("events"))
    return stream if stream.status == 200 else None


def _served(ask: Callable[[], bool]) -> bool:
    """False while the killed workers are replaced."""
    try:
        return ask()
    except OSError:
        return False


def test_two_hundred_clients__on_one_server_are_told_at_once(live_server: Server, story: Story) -> None:
    streams = [Stream(live_server.port, story.path("events")) for _ in range(100)]
    clients = [WebSocket(live_server.port, story.path("progress")) for _ in range(100)]
    for client in clients:
        client.say({"type": "subscribe"})
    assert {one.next().event for one in streams} == {one.next()["type"] for one in clients} == {"snapshot"}
    story.status("running")
    assert {one.next().data["status"] for one in streams} == {one.next()["status"] for one in clients} == {"running"}
    assert not _let_in(live_server, story)
    polled = live_server.http.get(f"/api/v0/data_pipeline/tasks/{story.task_id}")
    assert polled.status_code == 200  # they hold no thread
    story.step("ddl_generation", 2)
    story.status("completed")
    for stream in streams:
        assert [int(one.id) for one in stream] == story.ids[1:]
    for client in clients:
        assert [one["event_id"] for one in client.rest()] == story.ids[1:]
    until(lambda: _let_in(live_server, story), 5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server__ends_within_two_seconds_whoever_follows(start_server: StartServer, number: signal.Signals) -> None:
    server = start_server()
    story = Story(connect(server.environment["DATABASE_URL"]))
    with Stream(server.port, story.path("events")) as stream, WebSocket(server.port, story.path("progress")) as client:
        stream.next()
        client.say({"type": "subscribe"})
        client.next()
        assert server.process is not None
        began = time.monotonic()
        server.process.send_signal(number)
        assert server.process.wait(10) == 0
        assert time.monotonic() - began < 2
        assert list(stream) == []


def test_token__may_come_in_the_query_and_is_not_logged(start_server: StartServer) -> None:
    secret = "only for this test, and long enough"
    server = start_server(JWT_SECRET=secret)
    token, _ = issue(Settings(jwt_secret=secret), "reader", "viewer")
    story = Story(connect(server.environment["DATABASE_URL"]))
    with Stream(server.port, story.path("events")) as stream:
        assert stream.status == 401
    with pytest.raises(Refused) as refused:
        WebSocket(server.port, story.path("progress?token=no"))
    assert (refused.value.status, refused.value.code) == (401, "unauthenticated")
    with Stream(server.port, story.path(f"events?token={token}")) as stream:
        assert stream.next().event == "snapshot"
    with WebSocket(server.port, story.path(f"progress?token={token}")) as client:
        client.say({"type": "subscribe"})
        assert client.next()["type"] == "snapshot"
    assert server.http.get("/api/v0/data_pipeline/tasks", params={"token": token}).status_code == 401
    assert token not in server.log.read_text()


def test_slow_client__is_closed_and_goes_on_where_it_was(live_server: Server, story: Story) -> None:
    """It takes nothing until the server has dropped it; what it was sent by then is without a gap."""
    story.status("running")
    with Stream(live_server.port, story.path("logs/events?tail=0")) as stream:
        for _ in range(40):
            story.log("x" * 2000, lines=500)
        time.sleep(3)
        told = []
        try:
            for one in stream:
                told.append(int(one.id))
        except ConnectionError:
            pass
    assert told and len(told) < 20_000
    story.status("completed")
    while True:
        with Stream(live_server.port, story.path("logs/events"), {"Last-Event-ID": str(told[-1])}) as stream:
            if stream.status == 204:
                break
            told += [int(one.id) for one in stream]
    assert len(told) == 20_000 and told == sorted(set(told))
