"""The verdict over running executions: which executors are dead, and what that does to their tasks.

On the executor's own host its identity decides, at once. From elsewhere: its advisory lock is free and its heartbeat
is older than 30 s, with as much grace after a restart of the database, which drops every lock. Never by elapsed time
alone.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from bus import executions, identity, leftovers, logs, tasks, workflows
from bus.db import Connection, fetch_all
from bus.identity import LOCK_CLASS
from bus.queries import load
from bus.rows import Execution, Task
from bus.settings import Settings

HEARTBEAT_SECONDS = 5
GRACE_SECONDS = 30
# What a task is told, in English and Chinese.
DIED = ("The executor process died; execute the failed step again.", "执行进程已终止，可重新执行失败的步骤")
CANCELLED = ("Cancelled.", "已取消")
NEVER_STARTED = ("The executor process never started.", "执行进程未能启动")


def is_dead(row: dict[str, Any]) -> bool:
    """Whether the executor of a running execution (a row of ``running_executions``) is dead."""
    if identity.is_here(row["host"], row["boot_id"]):
        return not identity.is_alive(row["pid"], row["pid_started"])
    if identity.has_rebooted(row["host"], row["boot_id"]):
        return True
    silent = min(row["heartbeat_age_seconds"], row["server_age_seconds"]) > GRACE_SECONDS
    return silent and not row["locked"]


def apply_verdict(connection: Connection, settings: Settings) -> list[str]:
    """End the executions whose executor died or never came; the tasks concerned."""
    rows = fetch_all(connection, load("executions").running_executions, {"lock_class": LOCK_CLASS})
    dead = [row["task_id"] for row in rows if is_dead(row) and _bury(connection, settings, row)]
    late = executions.never_claimed(connection, GRACE_SECONDS)
    return dead + [execution.task_id for execution in late if give_up(connection, execution)]


def _bury(connection: Connection, settings: Settings, row: dict[str, Any]) -> bool:
    """Whether it was still to be ended. Its step is ended first: a next run must find the directory to itself."""
    if identity.is_here(row["host"], row["boot_id"]):
        for pid, pid_started in row["step_processes"]:
            end_group(pid, pid_started)
        leftovers.end_processes(leftovers.run_mark(row["execution_id"], row["run_token"]))
    task = tasks.get(connection, row["task_id"])
    workflow = workflows.of_version(connection, task.workflow_version_id)
    directory = settings.training_data / task.task_id
    with suppress(OSError):  # a file that cannot be read must not keep the dead alive, and the other rows waiting
        logs.fill_in(connection, task.task_id, row["execution_id"], directory / Path(workflow.log_file).name)
        leftovers.measure_changed(connection, task.task_id, directory)
    cancelled = row["stop_requested"] == "cancel"  # what was asked for is done, if not by whom it was asked
    ended = executions.end(
        connection,
        row["execution_id"],
        "cancelled" if cancelled else "failed",
        run_token=row["run_token"],
        from_statuses=["running"],
        error_code="cancelled" if cancelled else "executor_died",
        error_message=_for(task, CANCELLED if cancelled else DIED),
    )
    executions.stop_subtasks(connection, task.task_id)
    return ended is not None


def give_up(connection: Connection, execution: Execution) -> bool:
    """End an execution for which no executor comes; whether none came in the last moment after all."""
    ended = executions.end(
        connection,
        execution.execution_id,
        "failed",
        run_token=None,
        from_statuses=["queued"],
        error_code="never_started",
        error_message=_for(tasks.get(connection, execution.task_id), NEVER_STARTED),
    )
    return ended is not None


def _for(task: Task, sentence: tuple[str, str]) -> str:
    """The sentence in the language of the task."""
    en, zh = sentence
    return en if task.speaks == "en" else zh


def end_group(pid: int | None, pid_started: str | None) -> None:
    """KILL a step's process group, if its leader is that very process, or is gone and its pid was not given anew."""
    if pid is None or identity.started(pid) not in (None, pid_started):
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # empty, or somebody else's by now
        return
