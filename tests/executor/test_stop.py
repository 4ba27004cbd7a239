"""Stopping: cancel, the end of the executor itself, and what must not be left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine import Engine

from bus import connections, executions, identity, liveness, tasks
from server import launcher


def _running(engine: Engine, task: tasks.Task, message: str) -> None:
    engine.until(lambda: message in engine.log_table(task))


def test_cancel__ends_the_whole_tree_within_two_seconds(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "stubborn"}))
    engine.start(task)
    pids_file = engine.directory(task) / "pids"
    engine.until(lambda: pids_file.exists() and len(pids_file.read_text().split()) == 3)
    asked = time.monotonic()
    executions.request_stop(engine.connection, task.task_id, "cancel")
    assert engine.ended(task).status == "cancelled"
    assert time.monotonic() - asked < 2
    assert [pid for pid in map(int, pids_file.read_text().split()) if identity.started(pid)] == []


def test_cancel__of_a_retry_that_waits(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "flaky", "retry_count": 5, "retry_delay_seconds": 60}))
    engine.start(task)
    engine.until(lambda: any("次）" in message for message in engine.log_table(task)))
    executions.request_stop(engine.connection, task.task_id, "cancel")
    assert engine.ended(task, 3).status == "cancelled"


def test_run__children_that_left_the_group_end_with_the_step(engine: Engine) -> None:
    task = engine.run(engine.task(engine.workflow({"id": "leaves_children"})))
    assert task.result is not None
    assert identity.started(task.result["leaves_children"]["pid"]) is None


def test_executor_killed__step_ends_and_verdict_fails_the_task(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "until_told"}, {"id": "good"}))
    _, pid = engine.start(task)
    _running(engine, task, "line 20")
    step_pid = engine.until(lambda: next((row["step_pid"] for row in engine.rows(task) if row["step_pid"]), None))
    os.kill(pid, signal.SIGKILL)
    engine.until(lambda: identity.started(step_pid) is None, 2)
    assert liveness.apply_verdict(engine.connection, engine.settings) == [task.task_id]
    dead = tasks.get(engine.connection, task.task_id)
    assert (dead.status, dead.error_code) == ("failed", "executor_died")
    assert dead.step_status == {"until_told": "failed", "good": "pending"}
    assert len(engine.log_table(task)) == len(engine.log_file(task))


def test_executor_killed__executing_the_failed_step_finishes_the_task(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "until_told"}, {"id": "good"}))
    _, pid = engine.start(task)
    _running(engine, task, "line 5")
    os.kill(pid, signal.SIGKILL)
    engine.until(lambda: liveness.apply_verdict(engine.connection, engine.settings))
    (engine.directory(task) / "go").touch()
    done = engine.run(task, "until_told")
    assert (done.status, done.progress) == ("completed", 100)
    assert len(engine.log_table(task)) == len(engine.log_file(task))


def test_executor_told_to_stop__ends_its_step_and_says_so(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "wait"}))
    _, pid = engine.start(task)
    _running(engine, task, "waiting")
    os.kill(pid, signal.SIGTERM)
    assert engine.ended(task, 5).error_code == "executor_stopped"


def test_replaced__stops_without_writing(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "until_told"}))
    execution, pid = engine.start(task)
    _running(engine, task, "line 5")
    with engine.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE executions SET run_token = gen_random_uuid() WHERE execution_id = %s", [execution.execution_id]
        )
    engine.until(lambda: identity.started(pid) is None, 8)
    assert tasks.get(engine.connection, task.task_id).status == "running"


def test_second_launch__runs_nothing_twice(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "good"}))
    execution, _ = engine.start(task)
    launcher.launch(engine.settings, engine.connection, execution)
    assert engine.ended(task).status == "completed"
    assert [message for message in engine.log_table(task) if message == "on stdout"] == ["on stdout"]


def test_secrets__appear_in_no_file_log_or_environment(engine: Engine) -> None:
    step = {"id": "shows_secrets", "connections": {"business": "task"}}
    task = engine.task(engine.workflow(step))
    url = "postgresql://reader:s3cr3t-pässwörd@db.example:5432/shop"
    connections.put(engine.connection, engine.settings, task.task_id, url, task_id=task.task_id)
    done = engine.run(task)
    assert done.status == "completed"
    everything = str(done.result) + "".join(engine.log_table(task))
    everything += "".join(path.read_text("utf-8") for path in engine.directory(task).iterdir())
    assert "s3cr3t" not in everything
    assert "***" in everything


@pytest.mark.parametrize("password", ["1", "shop", "2"])
def test_secrets__a_short_one_is_hidden_and_garbles_nothing(engine: Engine, password: str) -> None:
    step = {"id": "shows_secrets", "connections": {"business": "task"}}
    task = engine.task(engine.workflow(step))
    url = f"postgresql://reader:{password}@db.example:5432/shop_12"
    connections.put(engine.connection, engine.settings, task.task_id, url, task_id=task.task_id)
    done = engine.run(task)
    said = "".join(engine.log_table(task))
    assert done.status == "completed"
    assert "password=***" in said and f"password={password}" not in said
    assert "dbname=shop_12" in said and "port=5432" in said


def test_secrets__stay_hidden_while_a_step_without_any_starts(engine: Engine) -> None:
    late = {"id": "shows_secrets_late", "connections": {"business": "task"}}
    beside = {"id": "until_told", "depends_on": []}
    task = engine.task(engine.workflow(late, beside, max_parallel=2))
    url = "postgresql://reader:s3cr3t@db.example:5432/shop"
    connections.put(engine.connection, engine.settings, task.task_id, url, task_id=task.task_id)
    engine.start(task)
    engine.until(lambda: any("waiting for go" in message for message in engine.log_table(task)))
    (engine.directory(task) / "go").touch()
    assert engine.ended(task).status == "completed"
    assert any("***" in message for message in engine.log_table(task))
    assert not any("s3cr3t" in message for message in engine.log_table(task))


def test_by_hand__requests_and_runs(engine: Engine) -> None:
    task = engine.task(engine.workflow({"id": "good"}))
    script = Path(__file__).parents[2] / "executor" / "task_executor.py"
    arguments = [
        sys.executable,
        str(script),
        "--task-id",
        task.task_id,
        "--execution-mode",
        "step",
        "--step-name",
        "good",
    ]
    assert subprocess.run(arguments, timeout=30).returncode == 0
    assert tasks.get(engine.connection, task.task_id).status == "completed"
    missing = subprocess.run([*arguments[:3], "task_20200101_000000"], timeout=30, capture_output=True, text=True)
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)
