"""Advice and estimates about what real executors leave."""

from __future__ import annotations

import pytest
from engine import Engine

from bus import executions, tasks
from bus.rows import Task
from server.services import advice, estimates


def shell(script: str, **fields: object) -> dict[str, object]:
    return {"id": "work", "kind": "command", "command": ["/bin/sh", "-c", script], **fields}


def advised(engine: Engine, task: Task) -> str:
    found = advice.for_task(engine.connection, task)
    assert found is not None
    return found[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (shell("kill -9 $$"), "for want of memory (its peak: "),
        (shell("no_such_program_at_all"), "in their PATH"),
        (shell("exit 3"), "--step work"),
        (shell("sleep 9", timeout_minutes=0.005), "`timeout_minutes` of step work"),
        (shell("true", output_files=["made.txt"]), "`output_files` of step work"),
        (shell("true", required_files=["given.txt"]), "`required_files`"),
        ({"id": "work", "kind": "command", "command": ["/no/such/program"]}, "executable?"),
    ],
)
def test_advice__of_a_step_that_failed(engine: Engine, step: dict[str, object], said: str) -> None:
    task = engine.run(engine.task(engine.workflow(step), language="en"))
    assert task.status == "failed"
    told = advised(engine, task)
    assert said in told and "peak: ?" not in told
    rows = [row for row in executions.of_task(engine.connection, task.task_id, limit=9, offset=0)[0] if row.parent_id]
    assert advice.for_execution(engine.connection, task, rows[-1]) == advice.for_task(engine.connection, task)


@pytest.mark.slow
def test_advice__none_for_what_went_well(engine: Engine) -> None:
    assert advice.for_task(engine.connection, engine.run(engine.task(engine.workflow(shell("true"))))) is None


@pytest.mark.slow
def test_estimate__is_the_median_of_what_it_took_before(engine: Engine) -> None:
    workflow = engine.workflow(shell("sleep 2"))
    took = []
    for _ in range(3):
        row = engine.rows(engine.run(engine.task(workflow)))[1]
        took.append(row["completed_at"] - row["started_at"])
    task = engine.task(workflow)
    engine.start(task)
    engine.until(lambda: engine.steps(task))
    found = estimates.for_task(engine.connection, engine.settings, _now(engine, task))
    begun = engine.rows(task)[1]["started_at"]
    assert found.samples == 3 and found.completion_at is not None
    assert abs((found.completion_at - begun - sorted(took)[1]).total_seconds()) < 0.01
    engine.ended(task)
    assert estimates.for_task(engine.connection, engine.settings, _now(engine, task)).completion_at is None


def _now(engine: Engine, task: Task) -> Task:
    return tasks.get(engine.connection, task.task_id)
