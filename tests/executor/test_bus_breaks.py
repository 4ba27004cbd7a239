"""The bus breaks at each statement of an executor in turn: the task completes, each step ran once, no line is lost."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from engine import Engine
from test_graph_runs import command

from bus import connections, requests
from bus.db import execute
from bus.requests import Request
from bus.rows import Task
from server import launcher
from tests.cutting_proxy import CuttingProxy

pytestmark = pytest.mark.slow
STATEMENTS = 35  # a few more than a run of these two steps makes
AT_ONCE = 7
STEPS = [command("a", "echo one"), {"id": "good", "connections": {"business": "task"}}]


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("first", range(1, STATEMENTS, AT_ONCE))
def test_bus_breaks__at_any_statement(engine: Engine, first: int, answered: bool) -> None:
    version = engine.workflow(*STEPS)
    with ExitStack() as stack:
        proxies = [stack.enter_context(closing(CuttingProxy(engine.settings.database_url, at, answered=answered)))
                   for at in range(first, first + AT_ONCE)]  # fmt: skip
        tasks = [_start(engine, version, proxy) for proxy in proxies]
        for task in tasks:
            ended = engine.ended(task)
            assert ended.status == "completed", (ended, (engine.directory(task) / launcher.OUTPUT).read_text())
            assert engine.steps(task) == [("a", 1, "completed"), ("good", 1, "completed")]
            assert [line.split(": ", 1)[1] for line in engine.log_file(task)] == engine.log_table(task)
        last = first + AT_ONCE > STATEMENTS
        assert all(proxy.cut for proxy in proxies) != last  # so every statement had its turn


def test_bus_answers_nothing__is_not_waited_for_without_end(engine: Engine) -> None:
    """It can be joined, and every question fails as on a full disk."""
    statements = (
        "CREATE FUNCTION full_disk() RETURNS boolean LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END$$",
        "ALTER TABLE connections RENAME TO kept",
        "CREATE VIEW connections AS SELECT * FROM kept WHERE full_disk()",
    )
    task = engine.task(engine.workflow(STEPS[1] | {"retry_count": 0}))
    url = "postgresql://reader@db.example:5432/shop"
    connections.put(engine.connection, engine.settings, task.task_id, url, task_id=task.task_id)
    for statement in statements:
        execute(engine.connection, statement, {})
    ended = engine.run(task, seconds=60)
    assert (ended.status, ended.error_code) == ("failed", "bus_unavailable")


def _start(engine: Engine, version: int, proxy: CuttingProxy) -> Task:
    task = engine.task(version)
    url = "postgresql://reader@db.example:5432/shop"
    connections.put(engine.connection, engine.settings, task.task_id, url, task_id=task.task_id)
    execution = requests.request_execution(engine.connection, task.task_id, Request())
    launcher.launch(replace(engine.settings, database_url=proxy.url), engine.connection, execution)
    return task
