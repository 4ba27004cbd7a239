"""A step that is a task of another workflow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from engine import Engine
from test_graph_runs import command

from bus import tasks, workflows
from bus.db import connect, fetch_all
from bus.rows import Task
from server import dispatcher

pytestmark = pytest.mark.slow


@contextmanager
def dispatched(engine: Engine) -> Iterator[None]:
    """Somebody launches what the steps request."""
    done = threading.Event()

    def turn() -> None:
        connection = connect(engine.settings.database_url)
        while not done.wait(0.1):
            dispatcher.turn(connection, engine.settings, launch_grace_seconds=60)  # for no sub-task
        connection.close()

    thread = threading.Thread(target=turn)
    thread.start()
    yield
    done.set()
    thread.join()


def name_of(engine: Engine, version_id: int) -> str:
    return workflows.of_version(engine.connection, version_id).name


def children(engine: Engine, task: Task) -> list[Task]:
    rows = fetch_all(engine.connection, "SELECT task_id FROM tasks WHERE parent_task_id = %(id)s ORDER BY number",
                     {"id": task.task_id})  # fmt: skip
    return [tasks.get(engine.connection, row["task_id"]) for row in rows]


def test_subtask__runs_beyond_the_limit_that_its_parent_holds(engine: Engine) -> None:
    inner = name_of(engine, engine.workflow(command("leave", "echo hello > left.txt"), max_running=1))
    step = {"id": "sub", "kind": "workflow", "workflow": inner}
    with dispatched(engine):
        task = engine.run(engine.task(engine.workflow(step, max_running=1)))
    (child,) = children(engine, task)
    assert (task.status, child.status, child.parent_task_id) == ("completed", "completed", task.task_id)
    assert task.result is not None
    assert task.result["sub"]["task_id"] == child.task_id
    assert (engine.directory(child) / "left.txt").read_text() == "hello\n"


def test_subtask__its_failure_is_the_steps(engine: Engine) -> None:
    inner = name_of(engine, engine.workflow(command("no", "exit 3")))
    step = {"id": "sub", "kind": "workflow", "workflow": inner, "retry_count": 0}
    with dispatched(engine):
        task = engine.run(engine.task(engine.workflow(step), language="en"))
    assert (task.status, task.error_code) == ("failed", "subtask_failed")
    assert "ended with exit code 3" in (task.error_message or "")


@pytest.mark.parametrize(
    ("asked_in", "sentence"), [("en", "There is no workflow 'nowhere'."), ("zh", "工作流不存在: 'nowhere'")]
)
def test_subtask__of_a_workflow_that_is_not_there(engine: Engine, asked_in: str, sentence: str) -> None:
    step = {"id": "sub", "kind": "workflow", "workflow": "nowhere"}
    task = engine.run(engine.task(engine.workflow(step), asked_in=asked_in))
    assert (task.error_code, task.error_message) == ("workflow_not_found", sentence)


def test_subtask__of_the_pipeline_with_an_unknown_parameter(engine: Engine) -> None:
    workflows.publish(engine.connection)
    step = {"id": "sub", "kind": "workflow", "workflow": "data_pipeline", "workflow_parameters": {"tables": "a"}}
    task = engine.run(engine.task(engine.workflow(step), asked_in="en"))
    fault = "workflow_parameters.tables: there is no such parameter; did you mean table_list?"
    assert (task.error_code, task.error_message, children(engine, task)) == ("unknown_parameter", fault, [])


def test_subtask__is_cancelled_with_its_parent(engine: Engine) -> None:
    inner = name_of(engine, engine.workflow(command("long", "sleep 600")))
    task = engine.task(engine.workflow({"id": "sub", "kind": "workflow", "workflow": inner}))
    with dispatched(engine):
        engine.control().start(task.task_id)
        engine.until(lambda: [child for child in children(engine, task) if child.status == "running"])
        engine.control().cancel(task.task_id)
        assert engine.ended(task).status == "cancelled"
        engine.until(lambda: [child.status for child in children(engine, task)] == ["cancelled"])


def test_subtask__a_workflow_that_starts_itself_comes_to_an_end(engine: Engine) -> None:
    """Through another name, so that the definition does not show it."""
    version = engine.workflow(command("first", "true"))
    name, workflow = name_of(engine, version), workflows.of_version(engine.connection, version)
    step = {"id": "sub", "kind": "workflow", "workflow": name}
    again = engine.definition(step)
    workflows.add_version(engine.connection, workflow.id, again | {"workflow": workflow.definition["workflow"]})
    with dispatched(engine):
        task = engine.run(engine.task(workflows.active(engine.connection, name).version_id, language="en"), seconds=60)
    assert (task.status, task.error_code) == ("failed", "subtask_failed")
    everyone = fetch_all(engine.connection, "SELECT error_code FROM tasks ORDER BY number", {})
    assert [row["error_code"] for row in everyone][-1] == "too_deep"
