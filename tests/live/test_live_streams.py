"""Server-sent events: a snapshot first, then everything once and in order, also across connections."""

from __future__ import annotations

import pytest
from clients import Stream, WebSocket
from story import Story

from bus.db import Connection
from server.words import utc
from tests.acceptance.client import Server

pytestmark = pytest.mark.slow


def test_task__snapshot_first_then_every_event_as_the_table_has_it(live_server: Server, story: Story) -> None:
    with Stream(live_server.port, story.path("events")) as stream:
        assert stream.answer.headers["Content-Type"].startswith("text/event-stream")
        assert stream.answer.headers["Cache-Control"] == "no-store"
        assert stream.answer.headers["X-Accel-Buffering"] == "no"
        first = stream.next()
        story.whole()
        told = list(stream)
    assert (first.event, first.data["status"], first.data["progress"]) == ("snapshot", "pending", 0)
    assert first.data["steps"][0] == {"step_name": "ddl_generation", "status": "pending"}
    assert [int(one.id) for one in told] == story.ids
    for one, event in zip(told, story.events, strict=True):
        assert (one.event, one.data["event_id"], one.data["progress"]) == (event.kind, event.id, event.progress)
        assert one.data["timestamp"] == utc(event.happened_at)
        assert one.data.get("step_name") == event.step
    assert [one.data["status"] for one in told if one.event == "status"] == ["running", "success"]
    assert [one.data["step_status"] for one in told if one.event == "step"] == ["running", "success"] * 2


def test_task__reconnecting_in_the_middle_misses_and_doubles_nothing(live_server: Server, story: Story) -> None:
    with Stream(live_server.port, story.path("events")) as stream:
        stream.next()
        story.status("running")
        story.step("ddl_generation", 2)
        told = stream.take(2)
    story.step("qa_generation", 1)
    with Stream(live_server.port, story.path("events"), {"Last-Event-ID": told[-1].id}) as stream:
        told += stream.take(3)
        story.status("completed")
        told += stream.take(1)
    with Stream(live_server.port, story.path(f"events?last_event_id={told[-1].id}")) as stream:
        told += list(stream)
    assert [int(one.id) for one in told] == story.ids


def test_task__a_long_story_is_told_from_the_beginning(live_server: Server, story: Story) -> None:
    story.status("running")
    story.step("ddl_generation", 600)
    story.status("completed")
    with Stream(live_server.port, story.path("events"), {"Last-Event-ID": "0"}) as stream:
        assert [int(one.id) for one in stream] == story.ids


def test_task__when_it_has_ended_and_all_is_told_the_client_is_told_not_to_come(
    live_server: Server, story: Story
) -> None:
    story.whole()
    with Stream(live_server.port, story.path("events")) as stream:
        (last,) = list(stream)
    assert (last.event, last.data["status"], last.data["event_id"]) == ("snapshot", "success", story.ids[-1])
    with Stream(live_server.port, story.path("events"), {"Last-Event-ID": last.id}) as stream:
        assert stream.status == 204


def test_task__one_that_failed_and_is_taken_up_at_once_goes_on(live_server: Server, story: Story) -> None:
    with Stream(live_server.port, story.path("events")) as stream:
        stream.next()
        for status in ("running", "failed", "running", "completed"):
            story.status(status)
        assert [one.data["status"] for one in stream] == ["running", "failed", "running", "success"]


def test_tasks__one_stream_whose_ids_say_the_position_in_each(live_server: Server, bus: Connection) -> None:
    stories = [Story(bus) for _ in range(3)]
    path = f"/api/events?task_ids={','.join(one.task_id for one in stories)}"
    with Stream(live_server.port, path) as stream:
        told = stream.take(3)
        for one in stories:
            one.status("running")
        told += stream.take(2)
    assert [one.event for one in told] == ["snapshot"] * 3 + ["status"] * 2
    for one in stories:
        one.status("completed")
    with Stream(live_server.port, path, {"Last-Event-ID": told[-1].id}) as stream:
        told += list(stream)
    for one in stories:
        mine = [each.data["event_id"] for each in told if each.data["task_id"] == one.task_id]
        assert mine == [0, *one.ids]
    assert told[-1].id == ",".join(f"{one.task_id}:2" for one in stories)
    with Stream(live_server.port, path, {"Last-Event-ID": told[-1].id}) as stream:
        assert stream.status == 204


def test_tasks__snapshots_only_of_those_that_the_last_id_does_not_name(live_server: Server, bus: Connection) -> None:
    known, new = Story(bus), Story(bus)
    known.status("running")
    known.status("paused")
    path = f"/api/events?task_ids={known.task_id},{new.task_id},{known.task_id}"
    with Stream(live_server.port, path, {"Last-Event-ID": f"{known.task_id}:1"}) as stream:
        told = stream.take(2)
    assert [(one.event, one.data["task_id"], one.data["event_id"]) for one in told] == [
        ("snapshot", new.task_id, 0),
        ("status", known.task_id, 2),
    ]
    assert told[-1].id == f"{known.task_id}:2,{new.task_id}:0"


def test_quiet_stream__says_that_it_is_still_there(live_server: Server, story: Story) -> None:
    with (
        Stream(live_server.port, story.path("events")) as stream,
        WebSocket(live_server.port, story.path("progress")) as client,
    ):
        lines = [stream.answer.readline() for _ in range(7)]
        assert (lines[0], lines[-1]) == (b"retry: 1000\n", b": still here\n")
        assert client.pinged()


def test_log__last_lines_then_each_as_it_comes(live_server: Server, story: Story) -> None:
    story.status("running")
    story.log("before", lines=150)
    with Stream(live_server.port, story.path("logs/events?tail=2")) as stream:
        told = stream.take(2)
        story.log("meanwhile", lines=1500)
        story.log("wrong", "ERROR")
        story.status("failed")
        story.log("after all")  # the tail of the log, which is written in batches
        told += list(stream)
    messages = [one.data["message"] for one in told]
    expected = ["before 149", "before 150", *(f"meanwhile {n}" for n in range(1, 1501)), "wrong 1", "after all 1"]
    assert messages == expected
    with Stream(live_server.port, story.path("logs/events"), {"Last-Event-ID": told[-3].id}) as stream:
        assert [one.data["message"] for one in stream] == ["wrong 1", "after all 1"]
    with Stream(live_server.port, story.path("logs/events"), {"Last-Event-ID": told[-1].id}) as stream:
        assert stream.status == 204


def test_log__of_a_level(live_server: Server, story: Story) -> None:
    for level in ("ERROR", "INFO", "WARNING", "DEBUG"):
        story.log(level, level)
    with Stream(live_server.port, story.path("logs/events?level=warning")) as stream:
        told = stream.take(2)
        story.log("small", "INFO")
        story.log("grave", "CRITICAL")
        told += stream.take(1)
    assert [one.data["level"] for one in told] == ["error", "warning", "critical"]


def test_deleted_task__ends_its_streams(live_server: Server, story: Story) -> None:
    with Stream(live_server.port, story.path("events")) as stream:
        stream.next()
        assert live_server.http.delete(f"/api/v0/data_pipeline/tasks/{story.task_id}").status_code == 200
        assert list(stream) == []
