"""Pause, freeze, resume, retry: what a person does to a run, and what the executor makes of it."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from itertools import groupby
from typing import Any

import psutil
import pytest
from engine import Engine
from test_graph_runs import command

from bus import actions, identity, liveness, tasks
from bus.db import fetch_all
from bus.errors import InvalidTransition
from bus.rows import Task

pytestmark = pytest.mark.slow
GO = "touch {0}.ran; for i in $(seq 600); do [ -e {0}.go ] && exit 0; sleep 0.02; done; exit 1"


def gated(*names: str) -> list[dict[str, Any]]:
    """Steps that each wait for a file ``<name>.go``."""
    return [
        command(name, GO.format(name), *names[place - 1 : place] if place else ()) for place, name in enumerate(names)
    ]


def running(engine: Engine, task: Task, name: str) -> None:
    engine.until(lambda: (engine.directory(task) / f"{name}.ran").exists())


def go(engine: Engine, task: Task, name: str) -> None:
    (engine.directory(task) / f"{name}.go").touch()


def test_pause__between_steps_and_resume_goes_on(engine: Engine) -> None:
    task = engine.task(engine.workflow(*gated("a", "b", "c")))
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "a")
    assert actions.allowed(control.pause(task.task_id)) == ["resume", "cancel"]
    assert engine.status(task) == "running"  # the step is still to end
    go(engine, task, "a")
    engine.until(lambda: engine.status(task) == "paused")
    assert tasks.get(engine.connection, task.task_id).step_status == {"a": "completed", "b": "pending", "c": "pending"}
    for name in ("b", "c"):
        go(engine, task, name)
    assert control.resume(task.task_id).status == "running"
    assert engine.ended(task).status == "completed"
    assert engine.steps(task) == [("a", 1, "completed"), ("b", 1, "completed"), ("c", 1, "completed")]


def test_resume__withdraws_a_pause_that_has_not_come_about(engine: Engine) -> None:
    task = engine.task(engine.workflow(*gated("a", "b")))
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "a")
    control.pause(task.task_id)
    assert control.resume(task.task_id).status == "running"
    go(engine, task, "a")
    go(engine, task, "b")
    assert engine.ended(task).status == "completed"
    assert len([row for row in engine.rows(task) if row["parent_id"] is None]) == 1


def test_pause__of_what_waits_in_the_queue(engine: Engine) -> None:
    version = engine.workflow(*gated("a"), max_running=1)
    first, second = engine.task(version), engine.task(version)
    control = engine.control()
    control.start(first.task_id)
    running(engine, first, "a")
    assert (control.start(second.task_id).status, actions.state_of(tasks.get(engine.connection, second.task_id))) == (
        "pending",
        "queued",
    )
    assert control.pause(second.task_id).status == "paused"
    go(engine, first, "a")
    engine.ended(first)
    go(engine, second, "a")
    assert control.resume(second.task_id).status == "running"
    assert engine.ended(second).status == "completed"


@pytest.mark.parametrize("kind", ["command", "blocked", "deaf"])
def test_freeze__processes_and_clocks_stand_still(engine: Engine, kind: str) -> None:
    """A command, a function blocked in C, and one that ignores TERM; each limited to less than the pause lasts."""
    beats = "i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo $i > beat; sleep 0.05; done"
    step = command("beats", beats) if kind == "command" else {"id": f"beats_{kind}"}
    task = engine.task(engine.workflow(step | {"timeout_minutes": 6 / 60}))
    control = engine.control()
    control.start(task.task_id)
    beat = engine.directory(task) / "beat"
    engine.until(lambda: beat.exists() and beat.read_text().strip())
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: engine.status(task) == "paused")
    time.sleep(0.2)
    before = beat.read_text()
    time.sleep(5)
    assert beat.read_text() == before
    assert actions.allowed(tasks.get(engine.connection, task.task_id)) == ["resume", "cancel"]
    assert control.resume(task.task_id).status == "running"
    assert engine.ended(task).status == "completed", engine.log_table(task)


def test_freeze__of_what_was_to_pause_after_its_step(engine: Engine) -> None:
    task = engine.task(engine.workflow(*gated("a", "b")))
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "a")
    control.pause(task.task_id)
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: engine.status(task) == "paused")
    assert engine.steps(task) == [("a", 1, "running")]
    for name in ("a", "b"):
        go(engine, task, name)
    control.resume(task.task_id)
    assert engine.ended(task).status == "completed"


def test_freeze__can_be_cancelled(engine: Engine) -> None:
    task = engine.task(engine.workflow(*gated("a", "b")))
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "a")
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: engine.status(task) == "paused")
    control.cancel(task.task_id)
    assert engine.ended(task).status == "cancelled"
    statement = "SELECT status FROM events WHERE task_id = %(id)s ORDER BY id"
    told = fetch_all(engine.connection, statement, {"id": task.task_id})
    seen = [status for status, _ in groupby(row["status"] for row in told)]
    assert seen[-3:] == ["paused", "running", "cancelled"]  # while it is cancelled it does not say that it is paused


def test_freeze__executor_killed_leaves_nothing_running(engine: Engine) -> None:
    task = engine.task(engine.workflow(*gated("a", "b")))
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "a")
    control.pause(task.task_id, immediate=True)
    engine.until(lambda: engine.status(task) == "paused")
    root, step = engine.rows(task)
    os.kill(root["pid"], signal.SIGKILL)
    engine.until(lambda: liveness.apply_verdict(engine.connection, engine.settings))
    assert engine.status(task) == "failed"
    engine.until(lambda: _gone(step["step_pid"]))
    go(engine, task, "a")
    go(engine, task, "b")
    assert control.resume(task.task_id).status == "running"
    assert engine.ended(task).status == "completed"


def test_resume__from_the_failed_step_with_a_changed_parameter(engine: Engine) -> None:
    """A run of 21 steps is paused at the seventh and breaks at the thirteenth; what lies before is not touched."""
    ids = [f"s{number}" for number in range(1, 22)]
    scripts = dict.fromkeys(ids, "") | {"s7": f"({GO.format('s7')}) && ", "s13": '[ "$MODE" = good ] && '}
    steps = [
        command(name, f"{scripts[name]}date +%s%N > {name}.txt", *ids[place - 1 : place] if place else (),
                env={"MODE": "${mode}"}, output_files=[f"{name}.txt"], retry_count=1, retry_delay_seconds=0.05)
        for place, name in enumerate(ids)
    ]  # fmt: skip
    task = engine.task(engine.workflow(*steps), mode="bad")
    control = engine.control()
    control.start(task.task_id)
    running(engine, task, "s7")
    control.pause(task.task_id)
    time.sleep(0.3)
    go(engine, task, "s7")
    engine.until(lambda: engine.status(task) == "paused")
    control.resume(task.task_id)
    failed = engine.ended(task)
    assert (failed.status, [one for one, how in failed.step_status.items() if how == "failed"]) == ("failed", ["s13"])
    before = {name: _digest(engine, task, name) for name in ids[:12]}
    assert control.resume(task.task_id, {"mode": "good"}).status == "running"
    done = engine.ended(task)
    assert (done.status, done.parameters["mode"]) == ("completed", "good")
    assert {name: _digest(engine, task, name) for name in ids[:12]} == before
    thirteenth = [("s13", 1, "failed"), ("s13", 2, "failed"), ("s13", 3, "completed")]
    others = [[(name, 1, "completed")] for name in ids]
    assert engine.steps(task) == [row for one in (*others[:12], thirteenth, *others[13:]) for row in one]
    rows = {row["step"]: row for row in engine.rows(task) if row["parent_id"]}
    assert (rows["s7"]["completed_at"] - rows["s7"]["started_at"]).total_seconds() >= 0.3
    assert all(row["completed_at"] > row["started_at"] for row in rows.values())


def test_resume__from_a_named_step_redoes_what_stands_on_it(engine: Engine) -> None:
    steps = [command("a", "true"), command("b", "true", "a"), command("c", "exit 1", "b")]
    task = engine.run(engine.task(engine.workflow(*steps)))
    engine.control().resume(task.task_id, from_step="b")
    assert engine.ended(task).status == "failed"
    assert engine.steps(task) == [
        ("a", 1, "completed"), ("b", 1, "completed"), ("c", 1, "failed"), ("b", 2, "completed"), ("c", 2, "failed"),
    ]  # fmt: skip


def test_retry__runs_all_of_it_again_and_keeps_the_old_attempts(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow(command("a", "true"), command("b", "exit 1", "a"))))
    engine.control().retry(task.task_id)
    engine.ended(task)
    assert [row[:2] for row in engine.steps(task)] == [("a", 1), ("b", 1), ("a", 2), ("b", 2)]


@pytest.mark.parametrize("action", ["start", "pause", "resume", "retry", "cancel"])
def test_control__what_is_over_is_over(engine: Engine, action: str) -> None:
    task = engine.run(engine.task(engine.workflow(command("a", "true"))))
    with pytest.raises(InvalidTransition, match="completed") as refused:
        getattr(engine.control(), action)(task.task_id)
    assert refused.value.allowed == ["delete"]


def _digest(engine: Engine, task: Task, name: str) -> tuple[str, int]:
    file = engine.directory(task) / f"{name}.txt"
    return hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns


def _gone(pid: int) -> bool:
    """Whether that process has ended (a zombie has, too)."""
    return identity.started(pid) is None


def test_wait__costs_no_processor_time(engine: Engine) -> None:
    """Neither frozen past its time limit nor waiting for the next attempt does the executor turn in circles."""
    frozen = engine.task(engine.workflow(command("a", "touch a.ran; sleep 600", timeout_minutes=0.08)))
    retried = engine.task(engine.workflow(command("b", "exit 1", retry_count=9, retry_delay_seconds=60)))
    for task in (frozen, retried):
        engine.control().start(task.task_id)
    running(engine, frozen, "a")
    engine.control().pause(frozen.task_id, immediate=True)
    engine.until(lambda: engine.status(frozen) == "paused")
    engine.until(lambda: ("b", 1, "failed") in engine.steps(retried))
    pids = [engine.rows(task)[0]["pid"] for task in (frozen, retried)]
    before = [psutil.Process(pid).cpu_times().user for pid in pids]
    time.sleep(6)
    for pid, used in zip(pids, before, strict=True):
        assert psutil.Process(pid).cpu_times().user - used < 0.5
    for task in (frozen, retried):
        engine.control().cancel(task.task_id)
        assert engine.ended(task).status == "cancelled"
