"""The queue over real executors: priority, then age; limits of all and of a user; nobody starves."""

from __future__ import annotations

from typing import Any

import pytest
from engine import Engine
from test_graph_runs import command

from benchmarks import queue
from bus import db, requests, tasks
from bus.errors import QueueFull
from bus.limits import Limits
from bus.requests import Request
from bus.rows import Task
from bus.settings import read_settings
from server import dispatcher

pytestmark = pytest.mark.slow
WAITING = Limits(closed=True)  # nobody is let in by the request itself


@pytest.fixture
def limited(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two tasks at once, one of a user, ten wait at most; a second of waiting is a point of priority."""
    limits = {"MAX_RUNNING_TASKS": "2", "MAX_RUNNING_PER_USER": "1", "MAX_QUEUED_TASKS": "10",
              "QUEUE_AGEING_SECONDS": "1"}  # fmt: skip
    for name, value in limits.items():
        monkeypatch.setenv(name, value)
    engine.settings = read_settings()
    return engine


def test_queue__order_of_priority_and_age_within_the_limits(limited: Engine) -> None:
    version = limited.workflow(command("a", "true"))
    made = [_waiting(limited, version, ["ann", "bob", "eve"][n % 3], priority=n * 7 % 4) for n in range(12)]
    dispatched = dispatcher.Dispatcher(limited.settings)
    dispatched.turn()
    limited.until(lambda: dispatched.wait(0.2) or all(limited.status(task) == "completed" for task in made), 120)
    dispatched.lost()
    queue.judge(db.fetch_all(limited.connection, queue.ROOTS, {"after": 0}), most=2, ageing_seconds=1)


def test_queue__who_has_waited_long_passes_a_newer_one_of_higher_priority(limited: Engine) -> None:
    version = limited.workflow(command("a", "true"))
    old = _waiting(limited, version, "ann", priority=0)
    db.execute(limited.connection, "UPDATE executions SET created_at = created_at - interval '8 seconds'", {})
    newer = [_waiting(limited, version, "ann", priority=priority) for priority in (5, 20)]
    order = []
    while len(order) < 3:
        [admitted] = requests.admit_waiting(limited.connection, _limits())
        order.append(admitted.task_id)
        _end(limited, admitted.execution_id)
    assert order == [newer[1].task_id, old.task_id, newer[0].task_id]


def test_queue__a_hundred_tasks_of_one_user_hold_nobody_else_back(limited: Engine) -> None:
    version = limited.workflow(command("a", "true"))
    for _ in range(100):
        _waiting(limited, version, "ann", priority=0)
    other = _waiting(limited, version, "bob", priority=0)
    admitted = requests.admit_waiting(limited.connection, _limits())
    assert (len(admitted), admitted[1].task_id) == (2, other.task_id)


def test_queue__full(limited: Engine) -> None:
    version = limited.workflow(command("a", "sleep 600"))
    control = limited.control()
    for task in [limited.task(version) for _ in range(11)]:
        requests.request_execution(limited.connection, task.task_id, Request(queue=True), _limits())
    refused = limited.task(version)
    with pytest.raises(QueueFull):
        control.start(refused.task_id)
    assert (limited.status(refused), limited.rows(refused)) == ("pending", [])


def _limits() -> Limits:
    return Limits(most=2, most_of_user=1, most_waiting=10, ageing_seconds=1)


def _waiting(engine: Engine, version: int, user: str, priority: int) -> Task:
    task = engine.task(version)
    values: dict[str, Any] = {"id": task.task_id, "user": user, "priority": priority}
    statement = "UPDATE tasks SET created_by = %(user)s, priority = %(priority)s WHERE task_id = %(id)s"
    db.execute(engine.connection, statement, values)
    requests.request_execution(engine.connection, task.task_id, Request(queue=True), WAITING)
    return tasks.get(engine.connection, task.task_id)


def _end(engine: Engine, execution_id: str) -> None:
    values = {"id": execution_id}
    db.execute(engine.connection, "UPDATE executions SET status = 'cancelled', completed_at = now()"
               " WHERE execution_id = %(id)s", values)  # fmt: skip
