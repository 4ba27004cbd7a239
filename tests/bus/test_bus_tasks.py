from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import get_args

import pytest
from stand import at_once, finished, new_task, started

from bus import executions, tasks, workflows
from bus.db import Connection, execute, transaction
from bus.errors import TaskNotFound
from bus.requests import Request, request_execution
from bus.rows import Task
from bus.tasks import Filter, NewTask, SortKey

BASE = "task_20240501_120000"


def create_free(connection: Connection) -> str:
    """A task under the first free id of one second."""
    workflow = workflows.active(connection, "data_pipeline")
    with transaction(connection):
        task_id = tasks.free_id(connection, BASE)
        return tasks.create(
            connection, task_id, NewTask(workflow.version_id, "data_pipeline", {}), f"./{task_id}"
        ).task_id


def test_free_id__fifty_at_once_are_distinct(bus: Connection, sessions: Callable[[], Connection]) -> None:
    made = at_once([sessions() for _ in range(50)], create_free)
    assert set(map(str, made)) == {BASE, *(f"{BASE}_{number}" for number in range(2, 51))}


def test_free_id__starts_where_it_is_told(bus: Connection) -> None:
    assert tasks.free_id(bus, BASE, first=3) == f"{BASE}_3"


def test_create__is_pending_with_its_steps(bus: Connection) -> None:
    task = new_task(bus, db_name="shop", parameters={"table_list": ["订单"]})
    assert (task.status, task.progress, task.current_execution) == ("pending", 0, None)
    assert task.parameters == {"table_list": ["订单"]}
    assert task.step_status == {
        "ddl_generation": "pending",
        "qa_generation": "pending",
        "sql_validation": "pending",
        "training_load": "pending",
    }


@pytest.mark.parametrize("call", [tasks.get, tasks.lock])
def test_get__unknown(bus: Connection, call: Callable[[Connection, str], Task]) -> None:
    with pytest.raises(TaskNotFound):
        call(bus, "task_20240101_999999")


@pytest.fixture
def shelf(bus: Connection) -> Iterator[list[str]]:
    """Seven tasks a day apart, oldest first; the third completed a step, the fifth failed."""
    made = [new_task(bus, db_name="ab"[n % 2], created_by="ann" if n < 4 else None).task_id for n in range(7)]
    finished(bus, made[2], "ddl_generation")
    finished(bus, made[4], "ddl_generation", "failed")
    statement = (
        "UPDATE tasks SET created_at = '2024-03-01'::timestamptz + %(n)s * interval '1 day' WHERE task_id = %(id)s"
    )
    for number, task_id in enumerate(made):
        execute(bus, statement, {"n": number, "id": task_id})
    yield made


def ids(page: tuple[list[Task], int]) -> list[str]:
    return [task.task_id for task in page[0]]


def test_page__pages_and_total(bus: Connection, shelf: list[str]) -> None:
    first, total = tasks.page(bus, Filter(), limit=3, offset=0)
    assert [task.task_id for task in first] == shelf[:-4:-1]
    assert total == 7
    assert ids(tasks.page(bus, Filter(), limit=3, offset=6)) == [shelf[0]]
    assert tasks.page(bus, Filter(), limit=3, offset=7) == ([], 7)


def test_page__filters(bus: Connection, shelf: list[str]) -> None:
    def found(**wanted: object) -> set[int]:
        page, total = tasks.page(bus, Filter(**wanted), limit=50, offset=0)  # type: ignore[arg-type]
        assert total == len(page)
        return {shelf.index(task.task_id) for task in page}

    day = tasks.get(bus, shelf[0]).created_at
    assert found(statuses=["failed"]) == {4}
    assert found(statuses=["failed", "partial_completed"]) == {2, 4}
    assert found(created_by="ann") == {0, 1, 2, 3}
    assert found(db_name="b", created_by="ann") == {1, 3}
    assert found(task_type="other") == set()
    assert found(created_from=day + timedelta(days=5)) == {5, 6}
    assert found(created_from=day + timedelta(days=1), created_to=day + timedelta(days=2)) == {1, 2}


@pytest.mark.parametrize("sort", get_args(SortKey))
def test_page__sorts_both_ways_with_nothing_last(bus: Connection, shelf: list[str], sort: str) -> None:
    for descending in (True, False):
        page, _ = tasks.page(bus, Filter(), limit=50, offset=0, sort=sort, descending=descending)
        values = [getattr(task, sort) for task in page]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=descending)
        assert values[: len(known)] == known
        assert len(page) == 7


def test_active__what_runs_before_what_completed(bus: Connection) -> None:
    assert tasks.active(bus) is None
    done, running = new_task(bus), new_task(bus)
    for step in ("ddl_generation", "qa_generation", "sql_validation", "training_load"):
        finished(bus, done.task_id, step)
    assert tasks.active(bus).task_id == done.task_id  # type: ignore[union-attr]
    started(bus, running.task_id)
    assert tasks.active(bus).task_id == running.task_id  # type: ignore[union-attr]


def test_delete__takes_everything_but_not_what_is_live(bus: Connection) -> None:
    task = new_task(bus)
    execution = started(bus, task.task_id)
    assert not tasks.delete(bus, task.task_id)
    executions.end(bus, execution.execution_id, "failed", run_token=execution.run_token)
    assert tasks.delete(bus, task.task_id)
    assert executions.of_task(bus, task.task_id, limit=10, offset=0) == ([], 0)


def test_cancel_idle__only_what_is_not_live(bus: Connection) -> None:
    idle, live = new_task(bus), new_task(bus)
    request_execution(bus, live.task_id, Request())
    assert tasks.cancel_idle(bus, idle.task_id, ["pending"])
    assert not tasks.cancel_idle(bus, idle.task_id, ["pending"])
    assert not tasks.cancel_idle(bus, live.task_id, ["pending", "running"])
    assert tasks.get(bus, idle.task_id).status == "cancelled"


def test_cancel_idle__waits_for_a_request_that_is_being_made(
    bus: Connection, sessions: Callable[[], Connection]
) -> None:
    """A request that is about to commit must be seen: else a cancelled task would run."""
    busy, task = new_task(bus), new_task(bus)
    started(bus, busy.task_id)  # so that the next one waits in the queue, its task pending
    asking, cancelling = sessions(), sessions()

    def ask_then_commit(connection: Connection) -> None:
        with transaction(connection):
            tasks.lock(connection, task.task_id)
            execute(connection, "SELECT pg_sleep(0.3)", {})
            insert = (
                "INSERT INTO executions (execution_id, task_id, step, first_step) VALUES ('x', %(id)s, 'complete', 'a')"
            )
            execute(connection, insert, {"id": task.task_id})
            tasks.show_requested(connection, [task.task_id], admitted=False)

    def cancel_meanwhile(connection: Connection) -> bool:
        execute(connection, "SELECT pg_sleep(0.1)", {})
        return tasks.cancel_idle(connection, task.task_id, ["pending"])

    results = at_once([asking, cancelling], lambda c: ask_then_commit(c) if c is asking else cancel_meanwhile(c))
    assert results == [None, False]
    assert tasks.get(bus, task.task_id).status == "pending"


def test_use_table_list__unless_tables_are_named(bus: Connection) -> None:
    plain, named = new_task(bus), new_task(bus, parameters={"table_list": ["a"]})
    assert tasks.use_table_list(bus, plain.task_id, "table_list.txt")
    assert tasks.get(bus, plain.task_id).parameters == {"table_list_file": "table_list.txt"}
    assert tasks.use_table_list(bus, plain.task_id, "other.txt")
    assert tasks.get(bus, plain.task_id).parameters == {"table_list_file": "other.txt"}
    assert not tasks.use_table_list(bus, named.task_id, "table_list.txt")


def test_existing__which_are_tasks(bus: Connection) -> None:
    task = new_task(bus)
    assert tasks.existing(bus, [task.task_id, "task_20240101_999999"]) == {task.task_id}
    assert tasks.existing(bus, []) == set()
