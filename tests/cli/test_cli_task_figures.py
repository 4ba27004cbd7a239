"""``trainyard tasks show``: advice, estimates, and what each step took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bus import executions, requests
from bus.db import Connection, connect, execute
from bus.requests import Request
from bus.rows import Execution
from tests.cli.command import Run

START = """
    UPDATE executions SET status = 'running', started_at = created_at + interval '2.5 s' WHERE id = %(id)s
"""
STEP = """
    INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, attempt, admitted_at,
                            started_at, completed_at, cpu_seconds, peak_memory_bytes, exit_code, error_code,
                            error_message)
    SELECT execution_id || %(step)s || %(attempt)s, task_id, execution_id, %(step)s, %(step)s, %(status)s, %(attempt)s,
           now(), now() - interval '61.5 s', now(), 4.25, 157286400, %(exit_code)s, %(code)s, %(message)s
    FROM executions WHERE id = %(id)s
"""


@pytest.fixture
def task_id(run: Run) -> str:
    run("connections", "add", "highway_db", "postgresql://r:s3cret-pw@127.0.0.1:1/highway")
    return run("tasks", "create", "--db-name", "highway_db").stdout.strip()


@pytest.fixture
def bus(task_id: str, environment: dict[str, str]) -> Iterator[Connection]:
    connection = connect(environment["DATABASE_URL"])
    yield connection
    connection.close()


def started(bus: Connection, task_id: str) -> Execution:
    execution = requests.request_execution(bus, task_id, Request())
    execute(bus, START, {"id": execution.id})
    return execution


def tried(bus: Connection, root: Execution, step: str, attempt: int, status: str, **end: Any) -> None:
    """An attempt of a step, as an executor leaves it."""
    values = {"exit_code": 0, "code": None, "message": None, **end}
    execute(bus, STEP, {"id": root.id, "step": step, "attempt": attempt, "status": status, **values})


def lines(run: Run, task_id: str, **environment: str) -> list[list[str]]:
    return [line.split() for line in run("tasks", "show", task_id, **environment).stdout.splitlines()]


def test_show__what_each_attempt_took(run: Run, bus: Connection, task_id: str) -> None:
    root = started(bus, task_id)
    tried(bus, root, "ddl_generation", 1, "failed", exit_code=1, code="step_failed")
    tried(bus, root, "ddl_generation", 2, "completed")
    shown = lines(run, task_id)
    assert ["STEP", "ATTEMPT", "STATUS", "WAITED", "TOOK", "CPU", "MEMORY", "EXIT", "ERROR"] in shown
    took = ["61.5", "s", "4.25", "s", "150.0", "MB"]
    assert ["complete", "-", "running", "2.5", "s", "-", "-", "-", "-", "-"] in shown
    assert ["ddl_generation", "1", "failed", "-", *took, "1", "step_failed"] in shown
    assert ["ddl_generation", "2", "completed", "-", *took, "0", "-"] in shown


def test_show__in_chinese(run: Run, bus: Connection, task_id: str) -> None:
    started(bus, task_id)
    assert ["步骤", "次数", "状态", "等待", "耗时", "CPU", "内存峰值", "退出码", "错误"] in lines(
        run, task_id, LC_ALL="zh_CN.UTF-8"
    )


def test_show__advice_names_the_connection(run: Run, bus: Connection, task_id: str) -> None:
    root = started(bus, task_id)
    said = {"code": "database_unreachable", "message": "Cannot connect: Connection refused."}
    tried(bus, root, "ddl_generation", 1, "failed", exit_code=1, **said)
    executions.end(
        bus, root.execution_id, "failed", run_token=None, error_code=said["code"], error_message=said["message"]
    )
    shown = run("tasks", "show", task_id).stdout
    assert "advice: The connection was refused by highway_db: is it running?" in shown
    assert "trainyard connections test highway_db" in shown
    assert "建议: highway_db 拒绝连接" in run("tasks", "show", task_id, LC_ALL="zh_CN.UTF-8").stdout


def test_show__advice_has_the_memory_of_the_attempt_that_failed(run: Run, bus: Connection, task_id: str) -> None:
    root = started(bus, task_id)
    tried(bus, root, "ddl_generation", 1, "completed")
    tried(bus, root, "qa_generation", 1, "failed", exit_code=-9, code="step_crashed")
    executions.end(bus, root.execution_id, "failed", run_token=None, error_code="step_crashed", error_message="gone")
    assert "its peak: 150 MB" in run("tasks", "show", task_id).stdout


def test_show__advice_is_of_the_latest_run(run: Run, bus: Connection, task_id: str) -> None:
    first = started(bus, task_id)
    tried(bus, first, "ddl_generation", 1, "failed", exit_code=127, code="step_crashed")
    executions.end(bus, first.execution_id, "failed", run_token=None, error_code="step_crashed", error_message="gone")
    assert "in their PATH" in run("tasks", "show", task_id).stdout
    second = requests.request_execution(bus, task_id, Request())
    assert "advice:" not in run("tasks", "show", task_id).stdout
    executions.end(bus, second.execution_id, "failed", run_token=None, error_code="never_started", error_message="late")
    assert "advice: See `.executor.out`" in run("tasks", "show", task_id).stdout


def test_show__estimates_of_what_runs_and_what_waits(run: Run, bus: Connection, task_id: str) -> None:
    root = started(bus, task_id)
    assert "done about" not in run("tasks", "show", task_id).stdout  # nothing is known yet
    for step in ("ddl_generation", "qa_generation", "sql_validation", "training_load"):
        tried(bus, root, step, 1, "completed")
    executions.end(bus, root.execution_id, "completed", run_token=None)
    assert "done about" not in run("tasks", "show", task_id).stdout  # nothing is left
    started(bus, task_id)
    shown = run("tasks", "show", task_id).stdout
    assert "done about: 20" in shown and "done by (9 times of 10): 20" in shown and "place" not in shown
    waiting = run("tasks", "create", "--db-name", "highway_db").stdout.strip()
    run("tasks", "execute", waiting, "--queue")
    shown = run("tasks", "show", waiting).stdout
    assert "place in the queue: 1" in shown and "starts about: 20" in shown


def test_show__only_the_newest_of_many(
    run: Run, bus: Connection, task_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.commands import task_figures

    monkeypatch.setattr(task_figures, "MOST_ROWS", 2)
    root = started(bus, task_id)
    for attempt in (1, 2, 3):
        tried(bus, root, "ddl_generation", attempt, "failed", exit_code=1)
    shown = lines(run, task_id)
    assert ["the", "newest", "2", "of", "4:"] in shown
    assert [line[1] for line in shown if line[0] == "ddl_generation" and len(line) > 2] == ["2", "3"]
