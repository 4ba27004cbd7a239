"""Estimates of the tasks on a real bus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from stand import add_workflow, claim, end_step, new_task, started

from bus import estimates, executions, tasks, workflows
from bus.db import Connection, execute, fetch_all
from bus.definitions import normalised
from bus.estimates import Estimates
from bus.limits import Limits
from bus.requests import Request, admit_waiting, request_execution
from bus.rows import Execution, Task

STEPS = ("fetch", "check", "store")
ONE = Limits(most=1)


@pytest.fixture
def workflow(bus: Connection) -> str:
    add_workflow(bus, "topup", None, STEPS)
    return "topup"


def ran(connection: Connection, workflow: str, seconds: float, days_ago: float = 1) -> None:
    """A completed run whose every step took that long."""
    root = started(connection, new_task(connection, workflow).task_id)
    for step in STEPS:
        end_step(connection, root, step, "completed")
    executions.end(connection, root.execution_id, "completed", run_token=root.run_token)
    shift(connection, root, seconds, days_ago)


def shift(connection: Connection, root: Execution, seconds: float, days_ago: float) -> None:
    """Let the steps of a run have been done then, and taken so long."""
    execute(
        connection,
        "UPDATE executions SET completed_at = now() - %(days)s * interval '1 day',"
        " started_at = now() - %(days)s * interval '1 day' - %(seconds)s * interval '1 s' WHERE parent_id = %(id)s",
        {"days": days_ago, "seconds": seconds, "id": root.execution_id},
    )


def estimated(connection: Connection, task: Task, limits: Limits = ONE) -> Estimates:
    return estimates.of_task(connection, task.task_id, limits)


def seconds_from_now(moment: datetime | None) -> float:
    assert moment is not None
    return (moment - datetime.now(UTC)).total_seconds()


def queued(connection: Connection, workflow: str, limits: Limits = ONE, **fields: Any) -> Task:
    task = new_task(connection, workflow, **fields)
    request_execution(connection, task.task_id, Request(queue=True), limits)
    return task


def test_running__median_and_nine_of_ten(bus: Connection, workflow: str) -> None:
    for seconds in range(10, 121, 10):
        ran(bus, workflow, seconds)
    task = new_task(bus, workflow)
    started(bus, task.task_id)
    found = estimated(bus, task)
    assert seconds_from_now(found.completion_at) == pytest.approx(3 * 65, abs=5)
    assert seconds_from_now(found.completion_p90_at) == pytest.approx(3 * 109, abs=5)
    assert (found.samples, found.start_at, found.queue_position) == (12, None, None)


def test_running__what_is_done_or_used_counts_no_more(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 100)
    task = new_task(bus, workflow)
    root = started(bus, task.task_id)
    end_step(bus, root, "fetch", "completed")
    assert seconds_from_now(estimated(bus, task).completion_at) == pytest.approx(200, abs=5)
    execute(bus, "UPDATE executions SET status = 'running', completed_at = NULL, started_at = now() - interval '40 s'"
            " WHERE parent_id = %(id)s", {"id": root.execution_id})  # fmt: skip
    assert seconds_from_now(estimated(bus, task).completion_at) == pytest.approx(260, abs=5)


def test_running__one_step_alone(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 100)
    task = new_task(bus, workflow)
    started(bus, task.task_id, "fetch")
    assert seconds_from_now(estimated(bus, task).completion_at) == pytest.approx(100, abs=5)


def test_history__none_is_told(bus: Connection, workflow: str) -> None:
    task = new_task(bus, workflow)
    started(bus, task.task_id)
    assert estimated(bus, task) == Estimates()


def test_history__of_another_workflow_or_too_old_is_none(bus: Connection, workflow: str) -> None:
    add_workflow(bus, "other", None, STEPS)
    ran(bus, "other", 5)
    ran(bus, workflow, 5, days_ago=91)
    task = new_task(bus, workflow)
    started(bus, task.task_id)
    assert estimated(bus, task) == Estimates()


def test_history__all_versions_count_the_newest_fifty(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 1000, days_ago=2)
    for _ in range(50):
        ran(bus, workflow, 10)
    known = workflows.active(bus, workflow)
    changed = normalised({**known.definition, "workflow": {"name": workflow, "version": "2.0.0"}})
    added = workflows.add_version(bus, known.id, changed)
    workflows.activate(bus, known.id, added.version_id, "")
    task = new_task(bus, workflow)
    assert task.workflow_label == "2.0.0"
    started(bus, task.task_id)
    found = estimated(bus, task)
    assert found.samples == 50
    assert seconds_from_now(found.completion_p90_at) == pytest.approx(30, abs=5)


def test_idle__nothing_lives(bus: Connection, workflow: str) -> None:
    assert estimated(bus, new_task(bus, workflow)) == Estimates()


def test_frozen__nobody_knows(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 10)
    task = new_task(bus, workflow)
    root = started(bus, task.task_id)
    execute(bus, "UPDATE executions SET frozen_at = now() WHERE execution_id = %(id)s", {"id": root.execution_id})
    assert estimated(bus, task) == Estimates()


def test_queued__starts_when_those_before_it_have_ended(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 10)
    first = queued(bus, workflow)
    second, third = queued(bus, workflow), queued(bus, workflow)
    assert estimated(bus, first).queue_position is None  # let in
    found = estimated(bus, third)
    assert found.queue_position == 2
    assert seconds_from_now(found.start_at) == pytest.approx(60, abs=5)
    assert seconds_from_now(found.completion_at) == pytest.approx(90, abs=5)
    assert estimated(bus, second).queue_position == 1


def test_queued__unknown_start_where_the_running_one_has_no_history(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 10)
    add_workflow(bus, "unheard", None, ("a",))
    queued(bus, "unheard")
    found = estimated(bus, queued(bus, workflow))
    assert (found.queue_position, found.start_at, found.completion_at) == (1, None, None)


def test_queued__limits_of_user_and_workflow_count(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 10)
    limits = Limits(most=5, most_of_user=1)
    for owner in ("ann", "bob"):
        queued(bus, workflow, limits, created_by=owner)
    assert seconds_from_now(estimated(bus, queued(bus, workflow, limits, created_by="ann"), limits).start_at) > 20
    add_workflow(bus, "single", 1, STEPS)
    ran(bus, "single", 20)
    queued(bus, "single")
    assert seconds_from_now(estimated(bus, queued(bus, "single"), Limits(most=9)).start_at) == pytest.approx(60, abs=5)


def test_position__is_the_order_in_which_they_are_let_in(bus: Connection, workflow: str) -> None:
    limits = Limits(most=1, ageing_seconds=60)
    queued(bus, workflow, limits)
    waiting = [queued(bus, workflow, limits, priority=priority) for priority in (0, 5, -3, 5, 1, 0, 2)]
    for age, task in zip((900, 0, 300, 30, 0, 10, 0), waiting, strict=True):
        execute(bus, "UPDATE executions SET created_at = created_at - %(age)s * interval '1 s' WHERE task_id = %(id)s",
                {"age": age, "id": task.task_id})  # fmt: skip
    told = sorted(waiting, key=lambda task: estimated(bus, task, limits).queue_position or 0)
    execute(bus, "UPDATE executions SET status = 'cancelled', completed_at = now() WHERE admitted_at IS NOT NULL", {})
    let_in = [one.task_id for one in admit_waiting(bus, Limits(most=9, ageing_seconds=60))]
    assert [task.task_id for task in told] == let_in


def test_position__of_many(bus: Connection, workflow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimates, "MOST_RUNS", 3)
    ran(bus, workflow, 10)
    *_, last = (queued(bus, workflow) for _ in range(5))
    assert estimated(bus, last) == Estimates(queue_position=4)


def test_stopped__is_not_in_the_queue(bus: Connection, workflow: str) -> None:
    queued(bus, workflow)
    first, second = queued(bus, workflow), queued(bus, workflow)
    executions.request_stop(bus, first.task_id, "cancel")
    assert estimated(bus, first) == Estimates()
    assert estimated(bus, second).queue_position == 1


def test_parameters__switch_steps_off(bus: Connection) -> None:
    """Who never loads has no history of loading, and needs none."""
    python = {"kind": "python", "module": "m", "function": "f"}
    load = {"id": "load", "when": [{"parameter": "load", "operator": "!=", "value": False}], **python}
    workflows.create(bus, normalised({"name": "maybe", "steps": [{"id": "fetch", **python}, load]}))
    root = started(bus, new_task(bus, "maybe").task_id)
    end_step(bus, root, "fetch", "completed")
    end_step(bus, root, "load", "skipped")
    executions.end(bus, root.execution_id, "completed", run_token=root.run_token)
    shift(bus, root, 10, 1)
    loading, not_loading = (new_task(bus, "maybe", parameters={"load": load}) for load in (True, False))
    for task in (loading, not_loading):
        started(bus, task.task_id)
    assert estimated(bus, loading) == Estimates()
    assert seconds_from_now(estimated(bus, not_loading).completion_at) == pytest.approx(10, abs=5)


def test_history__is_found_by_its_index(bus: Connection, workflow: str) -> None:
    from bus.queries import load

    execute(bus, "SET enable_seqscan = off", {})
    values = estimates.HISTORY | {"workflow_version_ids": [1]}
    plan = fetch_all(bus, f"EXPLAIN {load('estimates').step_durations}", values)
    assert any("executions_step_history" in row["QUERY PLAN"] for row in plan)


def test_claimed__of_a_task_that_runs_is_told_the_same_before_its_first_step(bus: Connection, workflow: str) -> None:
    ran(bus, workflow, 10)
    task = queued(bus, workflow)
    before = seconds_from_now(estimated(bus, task).completion_at)
    live = executions.live(bus, task.task_id)
    assert live is not None and claim(bus, live.execution_id) is not None
    assert tasks.get(bus, task.task_id).status == "running"
    assert before == pytest.approx(seconds_from_now(estimated(bus, task).completion_at), abs=5)
    assert before - timedelta(seconds=30).total_seconds() < 5
