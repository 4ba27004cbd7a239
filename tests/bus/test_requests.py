from __future__ import annotations

from collections.abc import Callable

import pytest
from stand import STEPS, add_workflow, at_once, end_step, finished, new_task, row_of, started

from bus import executions, tasks
from bus.db import Connection, execute, transaction
from bus.errors import InvalidInput, LimitReached, StepNotReady, TaskBusy, TaskNotFound
from bus.requests import Request, admit_waiting, request_execution
from bus.rows import Execution


@pytest.fixture
def unlimited(bus: Connection) -> str:
    add_workflow(bus, "unlimited", None)
    return "unlimited"


def test_request_execution__is_admitted_and_shown(bus: Connection) -> None:
    task = new_task(bus)
    execution = request_execution(bus, task.task_id, Request(created_by="ann"))
    assert (execution.status, execution.step, execution.first_step) == ("queued", "complete", "ddl_generation")
    assert execution.admitted_at is not None
    shown = tasks.get(bus, task.task_id)
    assert shown.status == "running"
    assert shown.current_execution is not None
    assert shown.current_execution["execution_id"] == execution.execution_id


def test_request_execution__twenty_on_one_task(
    bus: Connection, sessions: Callable[[], Connection], unlimited: str
) -> None:
    task = new_task(bus, unlimited)
    asked = at_once([sessions() for _ in range(20)], lambda c: request_execution(c, task.task_id, Request()))
    assert sum(isinstance(one, Execution) for one in asked) == 1
    assert sum(isinstance(one, TaskBusy) for one in asked) == 19


def test_request_execution__limit_with_many_tasks(bus: Connection, sessions: Callable[[], Connection]) -> None:
    waiting = iter([new_task(bus).task_id for _ in range(10)])
    pairs = [(sessions(), next(waiting)) for _ in range(10)]
    chosen = {id(connection): task_id for connection, task_id in pairs}
    asked = at_once([c for c, _ in pairs], lambda c: request_execution(c, chosen[id(c)], Request()))
    assert sum(isinstance(one, Execution) for one in asked) == 1
    assert sum(isinstance(one, LimitReached) for one in asked) == 9


def test_request_execution__refused_leaves_no_trace(bus: Connection) -> None:
    first, second = new_task(bus), new_task(bus)
    request_execution(bus, first.task_id, Request())
    with pytest.raises(LimitReached):
        request_execution(bus, second.task_id, Request())
    assert tasks.get(bus, second.task_id).status == "pending"
    assert executions.live(bus, second.task_id) is None


def test_request_execution__queued_and_admitted_by_age(bus: Connection) -> None:
    running, *waiting = [new_task(bus) for _ in range(4)]
    first = started(bus, running.task_id)
    for task in waiting:
        assert request_execution(bus, task.task_id, Request(queue=True)).admitted_at is None
        assert tasks.get(bus, task.task_id).status == "pending"
    assert admit_waiting(bus) == []
    executions.end(bus, first.execution_id, "failed", run_token=first.run_token)
    for task in waiting:
        (admitted,) = admit_waiting(bus)
        assert admitted.task_id == task.task_id
        assert tasks.get(bus, task.task_id).status == "running"
        assert admit_waiting(bus) == []
        executions.end(bus, admitted.execution_id, "cancelled", run_token=None)


def test_request_execution__the_queue_comes_first(bus: Connection) -> None:
    """A free place is not taken by whoever comes next while somebody waits."""
    running, waiting, late = [new_task(bus) for _ in range(3)]
    first = started(bus, running.task_id)
    request_execution(bus, waiting.task_id, Request(queue=True))
    executions.end(bus, first.execution_id, "completed", run_token=first.run_token)
    with pytest.raises(LimitReached):
        request_execution(bus, late.task_id, Request())
    assert [one.task_id for one in admit_waiting(bus)] == [waiting.task_id]


def test_admit_waiting__not_what_is_to_stop(bus: Connection) -> None:
    running, waiting = new_task(bus), new_task(bus)
    first = started(bus, running.task_id)
    request_execution(bus, waiting.task_id, Request(queue=True))
    assert executions.request_stop(bus, waiting.task_id, "cancel") is not None
    executions.end(bus, first.execution_id, "completed", run_token=first.run_token)
    assert admit_waiting(bus) == []


def test_admit_waiting__not_what_is_cancelled_meanwhile(bus: Connection, sessions: Callable[[], Connection]) -> None:
    """The cancel commits while the admission waits for the row: the task must not say that it runs."""
    running, waiting = new_task(bus), new_task(bus)
    first = started(bus, running.task_id)
    queued = request_execution(bus, waiting.task_id, Request(queue=True))
    executions.end(bus, first.execution_id, "completed", run_token=first.run_token)
    cancelling, admitting = sessions(), sessions()

    def cancel(connection: Connection) -> None:
        with transaction(connection):
            executions.end(connection, queued.execution_id, "cancelled", run_token=None, from_statuses=["queued"])
            execute(connection, "SELECT pg_sleep(0.3)", {})

    def admit(connection: Connection) -> list[Execution]:
        execute(connection, "SELECT pg_sleep(0.1)", {})
        return admit_waiting(connection)

    assert at_once([cancelling, admitting], lambda c: cancel(c) if c is cancelling else admit(c)) == [None, []]
    assert tasks.get(bus, waiting.task_id).status == "cancelled"


def test_admit_waiting__several_at_once_admit_one(bus: Connection, sessions: Callable[[], Connection]) -> None:
    running, *waiting = [new_task(bus) for _ in range(5)]
    first = started(bus, running.task_id)
    for task in waiting:
        request_execution(bus, task.task_id, Request(queue=True))
    executions.end(bus, first.execution_id, "completed", run_token=first.run_token)
    admitted = at_once([sessions() for _ in range(6)], admit_waiting)
    assert [one.task_id for batch in admitted for one in batch] == [waiting[0].task_id]  # type: ignore[union-attr]


def test_request_execution__step_not_ready_unless_forced(bus: Connection) -> None:
    task = new_task(bus)
    with pytest.raises(StepNotReady, match="ddl_generation"):
        request_execution(bus, task.task_id, Request(step="qa_generation"))
    assert request_execution(bus, task.task_id, Request(step="qa_generation", force=True)).force_executed


def test_request_execution__ready_after_completed_or_skipped(bus: Connection) -> None:
    task = new_task(bus)
    finished(bus, task.task_id, "ddl_generation")
    execution = started(bus, task.task_id, "qa_generation")
    with pytest.raises(TaskBusy):
        request_execution(bus, task.task_id, Request(step="ddl_generation"))
    executions.end(bus, execution.execution_id, "completed", run_token=execution.run_token)
    assert tasks.get(bus, task.task_id).step_status["qa_generation"] == "completed"


def test_request_execution__unknown_step_and_task(bus: Connection) -> None:
    task = new_task(bus)
    with pytest.raises(InvalidInput) as refused:
        request_execution(bus, task.task_id, Request(step="ddl"))
    assert all(step in str(refused.value) for step in STEPS)
    with pytest.raises(TaskNotFound):
        request_execution(bus, "task_20240101_999999", Request())


@pytest.mark.parametrize("status", ["failed", "timeout"])
def test_request_execution__resumes_where_a_complete_run_broke_off(bus: Connection, status: str) -> None:
    task = new_task(bus)
    root = started(bus, task.task_id)
    end_step(bus, root, "ddl_generation", "completed")
    end_step(bus, root, "qa_generation", status)
    executions.end(bus, root.execution_id, status, run_token=root.run_token)
    assert tasks.get(bus, task.task_id).status == "failed"
    resumed = request_execution(bus, task.task_id, Request(step="qa_generation"))
    assert (resumed.step, resumed.first_step) == ("complete", "qa_generation")


def test_request_execution__a_completed_step_of_a_broken_run_is_just_that_step(bus: Connection) -> None:
    task = new_task(bus)
    root = started(bus, task.task_id)
    end_step(bus, root, "ddl_generation", "completed")
    end_step(bus, root, "qa_generation", "failed")
    executions.end(bus, root.execution_id, "failed", run_token=root.run_token)
    again = request_execution(bus, task.task_id, Request(step="ddl_generation"))
    assert (again.step, again.first_step) == ("ddl_generation", "ddl_generation")


def test_request_execution__cancelled_runs_are_not_resumed(bus: Connection) -> None:
    task = new_task(bus)
    root = started(bus, task.task_id)
    executions.end(bus, root.execution_id, "cancelled", run_token=root.run_token)
    assert request_execution(bus, task.task_id, Request(step="ddl_generation")).step == "ddl_generation"


def test_request_execution__two_in_a_second_have_distinct_ids(bus: Connection) -> None:
    task = new_task(bus)
    made = set()
    for _ in range(3):
        execution = request_execution(bus, task.task_id, Request(step="ddl_generation"))
        made.add(execution.execution_id)
        executions.end(bus, execution.execution_id, "cancelled", run_token=None)
    assert len(made) == 3
    assert all(one.startswith(f"{task.task_id}_step_ddl_generation_exec_") for one in made)


def test_never_launched__admitted_long_enough_and_not_started(bus: Connection) -> None:
    execution = request_execution(bus, new_task(bus).task_id, Request())
    assert executions.never_launched(bus, 60) == []
    assert [one.execution_id for one in executions.never_launched(bus, 0)] == [execution.execution_id]
    executions.mark_launched(bus, execution.execution_id)
    assert executions.never_launched(bus, 0) == []
    assert row_of(bus, execution.execution_id).launched_at is not None
