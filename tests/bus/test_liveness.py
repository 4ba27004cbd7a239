from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from stand import add_workflow, at_once, new_task, row_of, started

from bus import executions, identity, tasks
from bus.db import Connection, execute, fetch_one, transaction
from bus.identity import LOCK_CLASS
from bus.liveness import GRACE_SECONDS, apply_verdict, end_group, is_dead
from bus.queries import load
from bus.requests import Request, request_execution
from bus.settings import Settings

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own."""
    process = subprocess.Popen(SLEEP, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def row(pid: int | None, started_at: str | None, **other: Any) -> dict[str, Any]:
    """What the verdict sees: on this host unless told otherwise, silent for long."""
    me = identity.this_process()
    return {"host": me.host, "boot_id": me.boot_id, "pid": pid, "pid_started": started_at, "locked": False,
            "heartbeat_age_seconds": 9999.0, "server_age_seconds": 9999.0} | other  # fmt: skip


def test_is_dead__here_and_alive(child: subprocess.Popen[bytes]) -> None:
    assert not is_dead(row(child.pid, identity.started(child.pid)))


def test_is_dead__here_and_gone(child: subprocess.Popen[bytes]) -> None:
    begun = identity.started(child.pid)
    child.kill()
    child.wait()
    assert is_dead(row(child.pid, begun, locked=True, heartbeat_age_seconds=0.0))


def test_is_dead__here_and_a_zombie(child: subprocess.Popen[bytes]) -> None:
    begun = identity.started(child.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and nobody has asked for its exit code
    assert is_dead(row(child.pid, begun))


def test_is_dead__here_and_the_pid_is_another_process(child: subprocess.Popen[bytes]) -> None:
    assert is_dead(row(child.pid, "12345"))


def test_is_dead__here_before_the_machine_started_anew(child: subprocess.Popen[bytes]) -> None:
    assert is_dead(row(child.pid, identity.started(child.pid), boot_id="another boot", heartbeat_age_seconds=0.0))


@pytest.mark.parametrize(
    ("locked", "heartbeat", "server", "dead"),
    [
        (False, GRACE_SECONDS + 1.0, 9999.0, True),
        (False, GRACE_SECONDS - 1.0, 9999.0, False),
        (True, 9999.0, 9999.0, False),
        (False, 9999.0, GRACE_SECONDS - 1.0, False),  # a restart of the database dropped the lock
    ],
)
def test_is_dead__elsewhere(locked: bool, heartbeat: float, server: float, dead: bool) -> None:
    seen = row(1, "1", host="elsewhere", boot_id="x", locked=locked, heartbeat_age_seconds=heartbeat,
               server_age_seconds=server)  # fmt: skip
    assert is_dead(seen) is dead


def pretend(connection: Connection, execution_id: str, pid: int, begun: str | None) -> None:
    """Let that process be the executor."""
    statement = "UPDATE executions SET pid = %(pid)s, pid_started = %(begun)s WHERE execution_id = %(id)s"
    execute(connection, statement, {"pid": pid, "begun": begun, "id": execution_id})


def test_apply_verdict__a_dead_executor(bus: Connection, settings: Settings, child: subprocess.Popen[bytes]) -> None:
    """Its step is ended, its lines are recorded, its task fails and can be executed again."""
    task = new_task(bus)
    execution = started(bus, task.task_id)
    attempt = {"execution_id": execution.execution_id, "run_token": execution.run_token, "step": "ddl_generation",
               "attempt": 1, "files_cleaned": False, "step_pid": child.pid,
               "step_pid_started": identity.started(child.pid)}  # fmt: skip
    assert execute(bus, load("executions").start_attempt, attempt) == 1
    pretend(bus, execution.execution_id, child.pid, "another process")
    directory = settings.training_data / task.task_id
    directory.mkdir(parents=True)
    (directory / "data_pipeline.log").write_text("2024-05-01 12:00:00 [INFO] engine: last words\n", encoding="utf-8")

    assert apply_verdict(bus, settings) == [task.task_id]
    assert child.wait(timeout=5) == -9
    ended = row_of(bus, execution.execution_id)
    assert (ended.status, ended.error_code) == ("failed", "executor_died")
    buried = tasks.get(bus, task.task_id)
    assert (buried.status, buried.step_status["ddl_generation"]) == ("failed", "failed")
    assert fetch_one(bus, "SELECT message FROM logs WHERE task_id = %(id)s", {"id": task.task_id}) == {
        "message": "last words"
    }
    assert apply_verdict(bus, settings) == []
    assert request_execution(bus, task.task_id, Request(step="ddl_generation")).first_step == "ddl_generation"


def test_apply_verdict__the_living_are_left_alone(bus: Connection, settings: Settings) -> None:
    execution = started(bus, new_task(bus).task_id)
    execute(
        bus,
        "UPDATE executions SET heartbeat_at = now() - interval '2 hours', started_at = now() - interval '1 day'",
        {},
    )
    assert apply_verdict(bus, settings) == []
    assert row_of(bus, execution.execution_id).status == "running"


def test_apply_verdict__one_log_that_cannot_be_read_does_not_save_the_others(
    bus: Connection, settings: Settings
) -> None:
    add_workflow(bus, "unlimited", None)
    dead = [started(bus, new_task(bus, "unlimited").task_id) for _ in range(2)]
    for execution in dead:
        pretend(bus, execution.execution_id, 1, "never")
    directory = settings.training_data / dead[0].task_id
    directory.mkdir(parents=True)
    (directory / "run.log").write_bytes(
        b"9999-99-99 99:99:99 [INFO] a: b\n\xff\x00\\\t [INFO]\n2024-01-01 00:00:00 [LOUD] a: b\n"
    )
    assert apply_verdict(bus, settings) == [execution.task_id for execution in dead]


def test_apply_verdict__who_ended_meanwhile_is_not_called_dead(
    bus: Connection, settings: Settings, sessions: Callable[[], Connection]
) -> None:
    execution = started(bus, new_task(bus).task_id)
    pretend(bus, execution.execution_id, 1, "never")
    ending, judging = sessions(), sessions()

    def end_slowly() -> None:
        with transaction(ending):
            executions.end(ending, execution.execution_id, "completed", run_token=execution.run_token)
            execute(ending, "SELECT pg_sleep(0.3)", {})

    def judge() -> list[str]:
        execute(judging, "SELECT pg_sleep(0.1)", {})
        return apply_verdict(judging, settings)

    assert at_once([ending, judging], lambda c: end_slowly() if c is ending else judge()) == [None, []]
    assert row_of(bus, execution.execution_id).status == "completed"


def test_apply_verdict__never_started(bus: Connection, settings: Settings) -> None:
    task = new_task(bus)
    execution = request_execution(bus, task.task_id, Request())
    executions.mark_launched(bus, execution.execution_id)
    assert apply_verdict(bus, settings) == []
    execute(bus, "UPDATE executions SET launched_at = now() - make_interval(secs => %(s)s)", {"s": GRACE_SECONDS + 1})
    assert apply_verdict(bus, settings) == [task.task_id]
    assert tasks.get(bus, task.task_id).error_code == "never_started"


@pytest.mark.parametrize(
    ("language", "died", "never_started"),
    [
        ("en", "The executor process died; execute the failed step again.", "The executor process never started."),
        ("zh", "执行进程已终止，可重新执行失败的步骤", "执行进程未能启动"),
        ("both", "执行进程已终止，可重新执行失败的步骤", "执行进程未能启动"),
    ],
)
def test_apply_verdict__says_it_in_the_language_of_the_task(
    bus: Connection, settings: Settings, language: str, died: str, never_started: str
) -> None:
    add_workflow(bus, "unlimited", None)
    dead, late = (new_task(bus, "unlimited", parameters={"language": language}).task_id for _ in range(2))
    pretend(bus, started(bus, dead).execution_id, 1, "never")
    executions.mark_launched(bus, request_execution(bus, late, Request()).execution_id)
    execute(bus, "UPDATE executions SET launched_at = now() - make_interval(secs => %(s)s)", {"s": GRACE_SECONDS + 1})
    assert apply_verdict(bus, settings) == [dead, late]
    assert [tasks.get(bus, task_id).error_message for task_id in (dead, late)] == [died, never_started]


def test_running_executions__another_session_holds_the_lock(
    bus: Connection, sessions: Callable[[], Connection]
) -> None:
    started(sessions(), new_task(bus).task_id)
    seen = fetch_one(bus, load("executions").running_executions, {"lock_class": LOCK_CLASS})
    assert seen is not None and seen["locked"]
    assert 0 <= seen["heartbeat_age_seconds"] < 10
    assert seen["server_age_seconds"] > 0


def test_end_group__not_a_group_whose_pid_was_reused(child: subprocess.Popen[bytes]) -> None:
    end_group(child.pid, "another process")
    assert child.poll() is None
    end_group(child.pid, identity.started(child.pid))
    assert child.wait(timeout=5) == -9


def test_end_group__a_leader_that_is_gone_leaves_its_group(tmp_path: Any) -> None:
    """The leader has ended; its child is still in the group."""
    leader = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True)"],
        start_new_session=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    begun = identity.started(leader.pid)
    assert leader.stdout is not None
    orphan = int(leader.stdout.readline())
    leader.wait()
    orphan_begun = identity.started(orphan)
    end_group(leader.pid, begun)
    deadline = time.monotonic() + 5
    while identity.is_alive(orphan, orphan_begun):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_end_group__none(child: subprocess.Popen[bytes]) -> None:
    end_group(None, None)
    child.kill()
    child.wait()
    end_group(child.pid, "1")
