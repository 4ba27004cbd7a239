"""The dispatcher's turn: what waits is started, and what cannot be started stands in nobody's way."""

from __future__ import annotations

from engine import Engine

from bus import requests, tasks
from bus.requests import Request
from server import dispatcher


def test_turn__launches_what_was_committed_but_never_launched(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "good"}))
    requests.request_execution(engine.connection, task.task_id, Request())
    dispatcher.turn(engine.connection, engine.settings, launch_grace_seconds=0)
    assert engine.ended(task).status == "completed"


def test_turn__what_cannot_be_launched_fails_and_the_next_goes_on(engine: Engine) -> None:
    workflow = engine.workflow({"id": "good"}, max_running=1)
    broken, fine = engine.task(workflow), engine.task(workflow)
    requests.request_execution(engine.connection, broken.task_id, Request())
    requests.request_execution(engine.connection, fine.task_id, Request(queue=True))
    engine.directory(broken).rmdir()
    engine.directory(broken).write_text("in the way")
    for _ in range(2):
        dispatcher.turn(engine.connection, engine.settings, launch_grace_seconds=0)
    failed = tasks.get(engine.connection, broken.task_id)
    assert (failed.status, failed.error_code) == ("failed", "never_started")
    assert engine.ended(fine).status == "completed"
