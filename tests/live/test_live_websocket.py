"""The WebSocket of a task."""

from __future__ import annotations

from threading import Thread

import pytest
from clients import Refused, WebSocket
from story import Story

from server.words import utc
from tests.acceptance.client import Server

pytestmark = pytest.mark.slow


def test_subscribe__snapshot_first_then_every_event_then_the_end(live_server: Server, story: Story) -> None:
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say({"type": "subscribe"})
        first = client.next()
        story.whole()
        told = client.rest()
    assert (first["type"], first["task_id"], first["status"]) == ("snapshot", story.task_id, "pending")
    assert {"progress", "current_step", "steps", "timestamp", "event_id"} <= first.keys()
    assert [one["event_id"] for one in told] == story.ids
    assert [one["timestamp"] for one in told] == [utc(event.happened_at) for event in story.events]
    assert (told[-1]["type"], told[-1]["status"], told[-1]["progress"]) == ("status", "success", 100)
    assert client.closed == 1000


def test_subscribe__with_the_last_id_goes_on_behind_it(live_server: Server, story: Story) -> None:
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say({"type": "subscribe"})
        client.next()
        story.status("running")
        told = client.take(1)
    story.step("ddl_generation", 2)
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say({"type": "subscribe", "last_event_id": told[-1]["event_id"]})
        told += client.take(2)
        story.status("completed")
        told += client.rest()
    assert [one["event_id"] for one in told] == story.ids


def test_unsubscribe__is_told_nothing_until_it_subscribes_again(live_server: Server, story: Story) -> None:
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say({"type": "subscribe"})
        client.next()
        client.say({"type": "unsubscribe"})
        client.say({"type": "what"})
        assert client.next()["type"] == "error"  # so the one before was heard
        story.status("running")
        client.say({"type": "subscribe"})
        assert (client.next()["type"], story.ids) == ("snapshot", [1])
        story.status("completed")
        assert [one["event_id"] for one in client.rest()] == [2]


def test_subscribe__again_and_again_while_things_happen(live_server: Server, story: Story) -> None:
    """After each snapshot come the events behind it, without a gap, and none from before."""
    story.status("running")
    telling = Thread(target=story.step, args=("ddl_generation", 300))
    with WebSocket(live_server.port, story.path("progress")) as client:
        telling.start()
        client.say({"type": "subscribe"})
        position = client.next()["event_id"]
        for number in range(200):
            if number % 5 == 0 or position == story.ids[-1]:  # nothing else may come: a snapshot may be of the end
                client.say({"type": "subscribe"})
            message = client.next()
            assert message["event_id"] == (position + 1) or message["type"] == "snapshot"
            assert message["event_id"] >= position
            position = message["event_id"]
        telling.join()


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", '"subscribe"', '{"type": "dance"}', '{"type": "subscribe", "last_event_id": "seven"}',
     '{"type": "subscribe", "last_event_id": -1}', '{"type": "subscribe", "last_event_id": true}', "[" * 4000],
)  # fmt: skip
def test_message__that_is_not_understood(live_server: Server, story: Story, text: str) -> None:
    with WebSocket(live_server.port, story.path("progress"), {"Accept-Language": "en"}) as client:
        client.say_text(text)
        refusal = client.next()
        assert (refusal["type"], refusal["code"]) == ("error", "bad_request")
        assert refusal["error"].startswith('Send {"type": "subscribe"}')
        client.say({"type": "subscribe"})
        assert client.next()["type"] == "snapshot"


def test_message__too_long_ends_it(live_server: Server, story: Story) -> None:
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say_text("x" * 100_000)
        assert (client.rest(), client.closed) == ([], 1009)


def test_ended_task__snapshot_then_the_end(live_server: Server, story: Story) -> None:
    story.whole()
    with WebSocket(live_server.port, story.path("progress")) as client:
        client.say({"type": "subscribe"})
        assert [one["status"] for one in client.rest()] == ["success"]


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [({"Origin": "https://evil.example"}, (403, "forbidden")), ({"Origin": "null"}, (403, "forbidden"))],
)
def test_origin__of_others_is_refused(
    live_server: Server, story: Story, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    with pytest.raises(Refused) as refused:
        WebSocket(live_server.port, story.path("progress"), headers)
    assert (refused.value.status, refused.value.code) == refusal


def test_origin__ours_is_let_in(live_server: Server, story: Story) -> None:
    headers = {"Origin": f"http://127.0.0.1:{live_server.port}"}
    with WebSocket(live_server.port, story.path("progress"), headers) as client:
        client.say({"type": "subscribe"})
        assert client.next()["type"] == "snapshot"


def test_unknown_task__is_refused_before_the_upgrade(live_server: Server) -> None:
    with pytest.raises(Refused) as refused:
        WebSocket(live_server.port, "/api/tasks/task_20200101_000000/progress")
    assert (refused.value.status, refused.value.code) == (404, "task_not_found")
