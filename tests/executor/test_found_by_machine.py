"""Small tests of what the state machine (tests/acceptance/test_engine_machine.py), or thinking about it, has found."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
from engine import Engine
from test_graph_runs import command

from bus import db, executions, identity, liveness, outputs, requests, tasks, workflows
from bus.definitions import normalised
from bus.leftovers import MARK, end_processes, run_mark
from bus.limits import Limits
from bus.requests import Request
from bus.rows import Task
from executor.claim import claim
from executor.link import Link
from server.dispatcher import Dispatcher, turn

pytestmark = pytest.mark.slow
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_subtask__lets_nobody_in_who_waits_for_a_limit(engine: Engine) -> None:
    """It is made without limits, since it has a slot; that was taken for leave to admit everybody."""
    definition = {"name": "below", "steps": [command("a", "true")]}
    with db.transaction(engine.connection):
        workflows.create(engine.connection, normalised(definition))
    above = engine.task(engine.workflow({"id": "sub", "kind": "workflow", "workflow": "below"}))
    waiting = [engine.task(engine.workflow(command("a", "true"))) for _ in range(2)]
    one = Limits(most=1)
    requests.request_execution(engine.connection, above.task_id, Request(), one)
    for task in waiting:
        requests.request_execution(engine.connection, task.task_id, Request(queue=True), one)
    below = tasks.NewTask(workflows.active(engine.connection, "below").version_id, "below", {},
                          parent_task_id=above.task_id, parent_step="sub")  # fmt: skip
    with db.transaction(engine.connection):
        task_id = tasks.free_id(engine.connection, "task_20240101_000000")
        tasks.create(engine.connection, task_id, below, f"./{task_id}")
    requests.request_execution(engine.connection, task_id, Request(queue=True))
    assert [tasks.get(engine.connection, task.task_id).admitted_at for task in waiting] == [None, None]


def test_by_hand__keeps_to_the_limits(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_RUNNING_TASKS", "1")
    running, waiting, by_hand = (engine.task(engine.workflow(command("a", "true"))) for _ in range(3))
    requests.request_execution(engine.connection, running.task_id, Request())
    requests.request_execution(engine.connection, waiting.task_id, Request(queue=True), Limits(most=1))
    script = Path(__file__).parents[2] / "executor" / "task_executor.py"
    arguments = [sys.executable, str(script), "--task-id", by_hand.task_id, "--execution-mode", "complete"]
    assert subprocess.run(arguments, timeout=30, stderr=subprocess.DEVNULL).returncode == 1
    assert tasks.get(engine.connection, waiting.task_id).admitted_at is None


def test_pause__of_a_run_that_has_seen_one_withdrawn_at_its_end(engine: Engine) -> None:
    """That the first end was refused was remembered, so the run went on after the second, which was not."""
    task = engine.task(engine.workflow(command("a", "true")))
    execution = requests.request_execution(engine.connection, task.task_id, Request())
    claimed = claim(db.connect(engine.settings.database_url), execution.execution_id, os.urandom(16).hex())
    assert claimed is not None
    session = db.connect(engine.settings.database_url)
    link = Link(session, lambda: session, claimed.execution)
    paused = dict.fromkeys(("error_code", "error_message", "exit_code", "result", "peak_memory_bytes"))
    paused |= {"status": "paused", "from_statuses": ["running"]}
    link.record("executions", "end_execution", paused)
    assert link.refused
    executions.request_stop(engine.connection, task.task_id, "pause")
    link.record("executions", "end_execution", paused)
    assert (engine.status(task), link.refused) == ("paused", False)


def test_dispatcher__hears_what_comes_with_an_answer(engine: Engine) -> None:
    """The notice was read from the socket already, so nothing is left to be selected."""
    dispatcher = Dispatcher(engine.settings)
    dispatcher.turn()
    session = dispatcher._connection
    assert session is not None
    db.execute(engine.connection, "NOTIFY trainyard_queue", {})
    engine.until(lambda: db.execute(session, "SELECT 1", {}) and session.notifies)
    begun = time.monotonic()
    assert dispatcher._is_called(session, 5)
    assert time.monotonic() - begun < 1
    dispatcher.lost()


def test_dispatcher__launches_at_once_what_the_request_of_another_let_in(engine: Engine) -> None:
    task = engine.task(engine.workflow(command("a", "true")))
    requests.request_execution(engine.connection, task.task_id, Request(queue=True), Limits(closed=True))
    db.execute(engine.connection, "UPDATE executions SET created_at = created_at - interval '3 seconds'", {})
    requests.admit_waiting(engine.connection)  # as a request would
    assert [one.task_id for one in executions.never_launched(engine.connection, 2)] == [task.task_id]


def test_cancel__of_what_is_started_in_this_moment(engine: Engine) -> None:
    """It was answered as if it were done, and the task ran on."""
    task = engine.task(engine.workflow(command("a", "sleep 600")))
    other = db.connect(engine.settings.database_url)
    thread = threading.Thread(target=lambda: engine.control().cancel(task.task_id))
    with db.transaction(other):
        locked = tasks.lock(other, task.task_id)
        workflow = workflows.of_version(other, locked.workflow_version_id)
        requests.record_request(other, locked, workflow, Request())
        thread.start()
        time.sleep(0.3)  # it waits for the task, and will find it live
    thread.join(10)
    assert engine.status(task) == "cancelled"


def test_cancel__stands_although_the_executor_is_killed(engine: Engine) -> None:
    task = engine.task(engine.workflow(command("a", "touch ran; sleep 600")))
    _, pid = engine.start(task)
    engine.until(lambda: (engine.directory(task) / "ran").exists())
    os.kill(pid, signal.SIGSTOP)  # it does not get to it
    engine.control().cancel(task.task_id)
    os.kill(pid, signal.SIGKILL)
    engine.until(lambda: liveness.apply_verdict(engine.connection, engine.settings))
    assert engine.status(task) == "cancelled"


def test_executor_killed__nothing_of_its_command_is_left(engine: Engine) -> None:
    """Not even what left the group of the step, whose process nobody has recorded."""
    task = engine.task(engine.workflow(command("a", "setsid sleep 600 & echo $! > pid; setsid sleep 600")))
    _, pid = engine.start(task)
    noted = engine.directory(task) / "pid"
    engine.until(lambda: noted.exists() and noted.read_text().strip())
    below = psutil.Process(pid).children(recursive=True)
    assert len(below) >= 2
    os.kill(pid, signal.SIGKILL)
    engine.until(lambda: liveness.apply_verdict(engine.connection, engine.settings))
    assert [process for process in below if identity.started(process.pid) is not None] == []


def test_end_processes__of_that_run_alone() -> None:
    """Another installation on this machine may have an execution of the same name, not one with the same token."""
    marks = [run_mark("exec_1", token) for token in ("one", "two")]
    ours, other = (subprocess.Popen(SLEEP, env=os.environ | {MARK: f"{mark}.a.1"}) for mark in marks)
    end_processes(marks[0])
    assert ours.wait(5) == -signal.SIGKILL
    assert other.poll() is None
    other.kill()
    other.wait()


def test_executor_killed__recorded_files_are_as_they_are(engine: Engine) -> None:
    """A second run changes one file of the first and removes another, and is killed before it can record that."""
    script = "if [ -e 1 ]; then echo new > 1; rm 2; touch ran; sleep 600; else echo old | tee 1 > 2; exit 1; fi"
    task = engine.run(engine.task(engine.workflow(command("a", script))))
    assert {"1", "2"} < set(_recorded(engine, task))
    engine.control().resume(task.task_id)
    engine.until(lambda: (engine.directory(task) / "ran").exists())
    os.kill(_live(engine, task)["pid"], signal.SIGKILL)
    engine.until(lambda: liveness.apply_verdict(engine.connection, engine.settings))
    recorded = _recorded(engine, task)
    assert "2" not in recorded
    assert recorded["1"] == hashlib.sha256(b"new\n").hexdigest()


def test_pause__between_two_attempts_records_what_the_first_has_changed(engine: Engine) -> None:
    step = command("a", "if [ -e 1 ]; then echo new > 1; exit 1; else echo old > 1; fi", retry_count=3,
                   retry_delay_seconds=60)  # fmt: skip
    task = engine.run(engine.task(engine.workflow(step, command("b", "exit 1", "a"))))
    assert "1" in _recorded(engine, task)
    engine.control().resume(task.task_id, from_step="a")
    engine.until(lambda: ("a", 2, "failed") in engine.steps(task))
    engine.control().pause(task.task_id)
    engine.until(lambda: engine.status(task) == "paused")
    assert _recorded(engine, task)["1"] == hashlib.sha256(b"new\n").hexdigest()


def test_log__what_a_crashed_server_had_not_written_is_recorded_again(engine: Engine) -> None:
    """Nothing more was said after the crash, so nobody noticed that lines were gone with it."""
    task = engine.task(engine.workflow(command("a", "echo one; touch ran; until [ -e go ]; do sleep 0.02; done")))
    engine.start(task)
    engine.until(lambda: "one" in engine.log_table(task))
    db.execute(engine.connection, "DELETE FROM logs", {})
    ours = "datname = current_database() AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
    db.execute(engine.connection, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}", {})
    engine.until(lambda: "one" in engine.log_table(task))
    (engine.directory(task) / "go").touch()
    assert engine.ended(task).status == "completed"
    assert len(engine.log_table(task)) == len(engine.log_file(task))


def test_lost__whatever_the_driver_calls_it() -> None:
    """A bus that was killed in the wrong moment failed the task with ``engine_failed``."""
    with pytest.raises(psycopg2.OperationalError), db.telling_lost():
        raise psycopg2.DatabaseError("server closed the connection unexpectedly")
    with pytest.raises(psycopg2.errors.UniqueViolation), db.telling_lost():
        raise psycopg2.errors.UniqueViolation


def test_subtask__goes_on_when_the_bus_breaks(engine: Engine) -> None:
    """The step that waits for it opens another session; neither is the sub-task made twice nor the step tried again."""
    with db.transaction(engine.connection):
        script = "touch ran; until [ -e go ]; do sleep 0.02; done"
        workflows.create(engine.connection, normalised({"name": "below", "steps": [command("a", script)]}))
    task = engine.task(engine.workflow({"id": "sub", "kind": "workflow", "workflow": "below"}))
    engine.start(task)
    of_parent = "SELECT task_id FROM tasks WHERE parent_task_id IS NOT NULL"
    below = engine.until(lambda: db.fetch_value(engine.connection, of_parent, {}))
    directory = engine.settings.training_data / below
    engine.until(lambda: _turn(engine) or (directory / "ran").exists())
    ours = "datname = current_database() AND application_name = 'trainyard sub-task'"
    db.execute(engine.connection, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}", {})
    (directory / "go").touch()
    assert engine.ended(task).status == "completed"
    assert len(db.fetch_all(engine.connection, of_parent, {})) == 1
    assert engine.steps(task) == [("sub", 1, "completed")]


def _turn(engine: Engine) -> None:
    turn(engine.connection, engine.settings, launch_grace_seconds=0)


def _recorded(engine: Engine, task: Task) -> dict[str, str]:
    return {one.file_name: one.sha256 for one in outputs.of_task(engine.connection, task.task_id)}


def _live(engine: Engine, task: Task) -> dict[str, Any]:
    return engine.until(lambda: next((row for row in engine.rows(task) if row["pid"] and not row["completed_at"]), {}))
