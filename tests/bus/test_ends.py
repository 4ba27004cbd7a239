"""Claiming and ending executions, and what that says of the task."""

from __future__ import annotations

from collections.abc import Callable

import psycopg2
import pytest
from stand import STEPS, add_workflow, at_once, claim, end_step, finished, new_task, row_of, started

from bus import executions, tasks
from bus.db import Connection, execute, fetch_one
from bus.identity import LOCK_CLASS
from bus.queries import load
from bus.requests import Request, request_execution
from bus.rows import Execution


def test_claim__says_who_runs_it_and_starts_the_first_step(bus: Connection) -> None:
    task = new_task(bus)
    execution = started(bus, task.task_id)
    assert execution.status == "running"
    assert execution.run_token and execution.host and execution.pid and execution.pid_started
    rows, total = executions.of_task(bus, task.task_id, limit=10, offset=0)
    assert total == 2
    assert [(row.step, row.status, row.parent_id) for row in rows] == [
        ("complete", "running", None),
        ("ddl_generation", "running", execution.execution_id),
    ]
    shown = tasks.get(bus, task.task_id)
    assert shown.status == "running"
    assert shown.started_at is not None
    assert shown.step_status["ddl_generation"] == "running"


def test_claim__a_single_step_has_no_child(bus: Connection) -> None:
    task = new_task(bus)
    started(bus, task.task_id, "ddl_generation")
    assert executions.of_task(bus, task.task_id, limit=10, offset=0)[1] == 1


def test_claim__ten_at_once(bus: Connection, sessions: Callable[[], Connection]) -> None:
    task = new_task(bus)
    execution_id = request_execution(bus, task.task_id, Request()).execution_id
    claimed = at_once([sessions() for _ in range(10)], lambda connection: claim(connection, execution_id))
    assert sum(isinstance(one, Execution) for one in claimed) == 1
    assert sum(one is None for one in claimed) == 9


def test_claim__holds_the_lock_until_its_session_ends(bus: Connection, sessions: Callable[[], Connection]) -> None:
    task, owner = new_task(bus), sessions()
    started(owner, task.task_id)

    def locked() -> bool:
        row = fetch_one(bus, load("executions").running_executions, {"lock_class": LOCK_CLASS})
        assert row is not None
        return bool(row["locked"])

    assert locked()
    owner.close()
    for _ in range(100):
        if not locked():
            return
        execute(bus, "SELECT pg_sleep(0.02)", {})
    pytest.fail("the lock outlived its session by two seconds")


@pytest.mark.parametrize("end", ["cancelled", "failed"])
def test_claim__not_what_has_ended(bus: Connection, end: str) -> None:
    task = new_task(bus)
    execution_id = request_execution(bus, task.task_id, Request()).execution_id
    executions.end(bus, execution_id, end, run_token=None)
    assert claim(bus, execution_id) is None


def test_claim__not_what_waits_in_the_queue(bus: Connection) -> None:
    started(bus, new_task(bus).task_id)
    waiting = request_execution(bus, new_task(bus).task_id, Request(queue=True))
    assert claim(bus, waiting.execution_id) is None


def test_one_live_execution_per_task__is_the_rule_of_the_database(bus: Connection) -> None:
    execution = started(bus, new_task(bus).task_id)
    insert = "INSERT INTO executions (execution_id, task_id, step, first_step) VALUES ('second', %(id)s, 'a', 'a')"
    with pytest.raises(psycopg2.errors.UniqueViolation, match="executions_one_live_per_task"):
        execute(bus, insert, {"id": execution.task_id})


@pytest.mark.parametrize("token", [None, "00000000-0000-4000-8000-000000000000"])
def test_end__another_token_is_refused(bus: Connection, token: str | None) -> None:
    execution = started(bus, new_task(bus).task_id)
    assert executions.end(bus, execution.execution_id, "completed", run_token=token) is None
    assert row_of(bus, execution.execution_id).status == "running"
    assert tasks.get(bus, execution.task_id).status == "running"


def test_end__only_once(bus: Connection) -> None:
    execution = started(bus, new_task(bus).task_id, "ddl_generation")
    assert (
        executions.end(bus, execution.execution_id, "completed", run_token=execution.run_token) == "partial_completed"
    )
    assert executions.end(bus, execution.execution_id, "failed", run_token=execution.run_token) is None
    assert row_of(bus, execution.execution_id).status == "completed"


@pytest.mark.parametrize(
    ("status", "task_status"), [("failed", "failed"), ("timeout", "failed"), ("cancelled", "cancelled")]
)
def test_end__badly(bus: Connection, status: str, task_status: str) -> None:
    execution = started(bus, new_task(bus).task_id)
    done = executions.end(
        bus, execution.execution_id, status, run_token=execution.run_token, error_code="c", error_message="why"
    )
    task = tasks.get(bus, execution.task_id)
    assert (done, task.status, task.error_code, task.error_message) == (task_status, task_status, "c", "why")
    assert task.completed_at is not None
    assert task.current_execution is None
    assert task.step_status["ddl_generation"] == status  # the open step ended with it


def test_end__step_by_step_to_the_end(bus: Connection) -> None:
    task = new_task(bus)
    told = [finished(bus, task.task_id, step) for step in STEPS]
    assert told == ["partial_completed", "partial_completed", "partial_completed", "completed"]
    assert tasks.get(bus, task.task_id).progress == 100


def test_end__complete_with_a_skipped_step(bus: Connection) -> None:
    root = started(bus, new_task(bus).task_id)
    for step in STEPS:
        end_step(bus, root, step, "skipped" if step == "sql_validation" else "completed")
    assert tasks.get(bus, root.task_id).progress == 100
    done = executions.end(bus, root.execution_id, "completed", run_token=root.run_token, result={"tables": 3})
    task = tasks.get(bus, root.task_id)
    assert (done, task.status, task.result) == ("completed", "completed", {"tables": 3})


def test_end__a_resumed_run_counts_what_was_done_before(bus: Connection) -> None:
    task = new_task(bus)
    root = started(bus, task.task_id)
    end_step(bus, root, "ddl_generation", "completed")
    end_step(bus, root, "qa_generation", "failed")
    executions.end(bus, root.execution_id, "failed", run_token=root.run_token)
    again = started(bus, task.task_id, "qa_generation")
    for step in STEPS[1:]:
        end_step(bus, again, step, "completed")
    assert executions.end(bus, again.execution_id, "completed", run_token=again.run_token) == "completed"


def test_end__a_failed_rerun_takes_completion_back(bus: Connection) -> None:
    task = new_task(bus)
    for step in STEPS:
        finished(bus, task.task_id, step)
    assert finished(bus, task.task_id, "qa_generation", "failed") == "failed"
    assert finished(bus, task.task_id, "qa_generation") == "completed"


def test_rerun__the_old_error_is_cleared_at_once(bus: Connection) -> None:
    task = new_task(bus)
    first = started(bus, task.task_id)
    executions.end(bus, first.execution_id, "failed", run_token=first.run_token, error_code="c", error_message="why")
    request_execution(bus, task.task_id, Request())
    shown = tasks.get(bus, task.task_id)
    assert (shown.status, shown.error_code, shown.error_message, shown.completed_at) == ("running", None, None, None)


def test_request_stop__marks_and_wakes_the_executor(bus: Connection, sessions: Callable[[], Connection]) -> None:
    task, executor = new_task(bus), sessions()
    execution = started(executor, task.task_id)
    execute(executor, f"LISTEN {executions.STOP_CHANNEL}", {})
    stopped = executions.request_stop(bus, task.task_id, "cancel")
    assert stopped is not None and stopped.stop_requested == "cancel"
    execute(executor, "SELECT 1", {})
    assert [notice.payload for notice in executor.notifies] == [execution.execution_id]
    executions.end(bus, execution.execution_id, "cancelled", run_token=execution.run_token)
    assert executions.request_stop(bus, task.task_id, "cancel") is None


def test_limit__a_workflow_without_one(bus: Connection) -> None:
    add_workflow(bus, "unlimited", None)
    for _ in range(5):
        assert started(bus, new_task(bus, "unlimited").task_id).status == "running"
