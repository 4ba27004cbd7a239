"""Cancel, timeout, pause and the death of the executor, for a step of each kind that would not end of itself."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from engine import Engine
from test_graph_runs import command

from bus import actions, db, identity, tasks, workflows
from bus.definitions import normalised
from bus.rows import Task
from server import dispatcher

pytestmark = pytest.mark.slow
KINDS = {
    "python": {"id": "wait"},
    "blocked in C": {"id": "blocked"},
    "deaf to TERM": {"id": "deaf"},
    "command": command("sleep", "trap '' TERM; sleep 600 & setsid sleep 600; wait"),
    "http": {"id": "ask", "kind": "http", "timeout_seconds": 600},
    "wait_for_files": {"id": "files", "kind": "wait_for_files", "files": ["never"]},
    "workflow": {"id": "sub", "kind": "workflow", "workflow": "below"},
}
SUBTASK = "SELECT task_id FROM tasks WHERE parent_task_id = %(id)s"


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def step(request: pytest.FixtureRequest, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The step; what it needs is there: an address that accepts and says nothing, a workflow that does not end."""
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    with db.transaction(engine.connection):
        workflows.create(engine.connection, normalised({"name": "below", "steps": [command("a", "sleep 600")]}))
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        url = f"http://127.0.0.1:{hanging.getsockname()[1]}/"
        yield request.param | ({"url": url} if request.param.get("kind") == "http" else {})


def test_cancel(engine: Engine, step: dict[str, Any]) -> None:
    task = _running(engine, step)
    processes = _processes(engine, task)
    engine.control().cancel(task.task_id)
    assert engine.ended(task).status == "cancelled"
    _nothing_left(engine, task, processes)


def test_timeout(engine: Engine, step: dict[str, Any]) -> None:
    task = _running(engine, step | {"timeout_minutes": 0.1})
    processes = _processes(engine, task)
    ended = engine.ended(task)
    assert (ended.status, ended.error_code) == ("failed", "step_timeout")
    _nothing_left(engine, task, processes)


def test_pause__plain_waits_for_the_step_and_can_be_withdrawn(engine: Engine, step: dict[str, Any]) -> None:
    task = _running(engine, step)
    control = engine.control()
    assert actions.state_of(control.pause(task.task_id)) == "pausing"
    engine.until(lambda: not _stopped(_processes(engine, task)))
    assert actions.state_of(control.resume(task.task_id)) == "running"
    control.cancel(task.task_id)
    assert engine.ended(task).status == "cancelled"


def test_pause__at_once_stops_every_process_and_resume_lets_them_go_on(engine: Engine, step: dict[str, Any]) -> None:
    task = _running(engine, step)
    control = engine.control()
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: _all_are(engine, task, "paused"))
    processes = _processes(engine, task)
    groups = [process for process in processes if os.getpgid(process.pid) in _leaders(engine, task)]
    engine.until(lambda: _stopped(groups) == groups)
    control.resume(task.task_id)
    engine.until(lambda: _all_are(engine, task, "running") and not _stopped(groups))
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: _all_are(engine, task, "paused"))
    control.cancel(task.task_id)
    assert engine.ended(task).status == "cancelled"
    _nothing_left(engine, task, processes)


def test_executor_killed(engine: Engine, step: dict[str, Any]) -> None:
    task = _running(engine, step)
    processes = _processes(engine, task)
    os.kill(engine.rows(task)[0]["pid"], signal.SIGKILL)
    engine.until(lambda: _turn(engine) or engine.status(task) == "failed")
    _nothing_left(engine, task, processes)


def _running(engine: Engine, step: dict[str, Any]) -> Task:
    """A task whose step is at it; so is that of the sub-task, if it has one."""
    task = engine.task(engine.workflow(step))
    engine.start(task)
    engine.until(lambda: _turn(engine) or _leaders(engine, task))
    if step.get("kind") == "workflow":
        sub = engine.until(lambda: db.fetch_value(engine.connection, SUBTASK, {"id": task.task_id}))
        below = tasks.get(engine.connection, sub)
        engine.until(lambda: _turn(engine) or any(row["step_pid"] for row in engine.rows(below)))
    return task


def _turn(engine: Engine) -> None:
    dispatcher.turn(engine.connection, engine.settings, launch_grace_seconds=0)


def _family(engine: Engine, task: Task) -> list[Task]:
    """The task and its sub-tasks."""
    rows = db.fetch_all(engine.connection, SUBTASK, {"id": task.task_id})
    return [task, *(tasks.get(engine.connection, row["task_id"]) for row in rows)]


def _all_are(engine: Engine, task: Task, status: str) -> bool:
    return {engine.status(one) for one in _family(engine, task)} == {status}


def _leaders(engine: Engine, task: Task) -> list[int]:
    """The processes of the steps that run."""
    return [row["step_pid"] for one in _family(engine, task) for row in engine.rows(one) if row["step_pid"]]


def _processes(engine: Engine, task: Task) -> list[psutil.Process]:
    """Those, and whatever they have started."""
    leaders = [psutil.Process(pid) for pid in _leaders(engine, task)]
    return leaders + [below for leader in leaders for below in leader.children(recursive=True)]


def _stopped(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.status() == psutil.STATUS_STOPPED]


def _nothing_left(engine: Engine, task: Task, processes: list[psutil.Process]) -> None:
    """No process, and no sub-task that goes on."""
    engine.until(lambda: _turn(engine) or not [one for one in processes if identity.started(one.pid)], 10)
    subtasks = _family(engine, task)[1:]
    engine.until(lambda: _turn(engine) or {engine.status(one) for one in subtasks} <= {"cancelled"}, 10)
