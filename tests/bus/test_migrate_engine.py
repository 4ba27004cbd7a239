"""A bus of the time before there were workflows of others: its tasks and versions go on under the new tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bus import migrate, requests, tasks, workflows
from bus.db import Connection, connect, execute, fetch_value
from bus.definitions import normalised
from bus.requests import Request

OLD = {
    "name": "data_pipeline",
    "description": "as it was",
    "execution": {"max_running": 1},
    "log_file": "data_pipeline.log",
    "steps": [
        {"id": "first", "name": {"zh": "一", "en": "one"}, "kind": "python", "function": "a.b:run", "depends_on": [],
         "weight": 60, "timeout_minutes": 120, "retry_count": 3, "retry_delay_seconds": 1,
         "connections": {"business": "task"}, "outputs": [{"pattern": "*.ddl", "type": "ddl", "primary": True}]},
        {"id": "second", "name": {"zh": "二", "en": "two"}, "kind": "python", "function": "a.c:run",
         "depends_on": ["first"], "weight": 40, "enabled_by": "wanted"},
    ],
}  # fmt: skip
TASK = "task_20240101_000000"


@pytest.fixture
def old_bus(database_url: str, tmp_path: Path) -> Connection:
    """The first migration alone, with a version and a task that broke off in its second step."""
    shutil.copy(migrate.MIGRATIONS / "0001_bus.sql", tmp_path)
    connection = connect(database_url)
    migrate.migrate(connection, tmp_path)
    values = {"definition": json.dumps(OLD), "task": TASK}
    execute(connection, "INSERT INTO workflows (name, version, definition) VALUES ('data_pipeline', 1, %(definition)s)",
            values)  # fmt: skip
    execute(connection, "INSERT INTO tasks (task_id, workflow_id, task_type, status, parameters, output_directory)"
            " SELECT %(task)s, id, 'old', 'failed', '{}', './x' FROM workflows", values)  # fmt: skip
    for step, status, parent in (("complete", "failed", None), ("first", "completed", "r"), ("second", "failed", "r")):
        execute(
            connection,
            "INSERT INTO executions (execution_id, task_id, parent_id, step, first_step, status, started_at,"
            " completed_at, admitted_at) VALUES (%(id)s, %(task)s, %(parent)s, %(step)s, 'first', %(status)s, now(),"
            " now(), now())",
            {"id": "r" if parent is None else step, "parent": parent, "step": step, "status": status, "task": TASK},
        )
    return connection


def test_migrate__an_old_definition_comes_out_normalised(old_bus: Connection) -> None:
    migrate.migrate(old_bus)
    workflow = workflows.active(old_bus, "data_pipeline")
    assert (workflow.version, workflow.label, workflow.log_file) == (1, "1.0.0", "data_pipeline.log")
    made = normalised(workflow.definition)
    for step, full in zip(workflow.steps, made["steps"], strict=True):
        assert {key: full[key] for key in step} == step
        assert set(full) - set(step) <= {"connections"}
    first, second = workflow.steps
    assert (first["module"], first["function"], first["retry_on"]) == ("a.b", "run", ["transient"])
    (output,) = first["output_files"]
    assert output == {"pattern": "*.ddl", "type": "ddl", "primary": True, "required": False, "description": None}
    assert second["when"] == [{"parameter": "wanted", "operator": "!=", "value": False}]


def test_migrate__an_old_task_goes_on(old_bus: Connection) -> None:
    migrate.migrate(old_bus)
    task = tasks.get(old_bus, TASK)
    assert (task.status, task.step_status) == ("failed", {"first": "completed", "second": "failed"})
    assert (task.workflow_name, task.progress, task.number) == ("data_pipeline", 60, 1)
    execution = requests.request_execution(old_bus, TASK, Request(plan=["second"], queue=True))
    assert (execution.first_step, execution.plan) == ("second", ["second"])
    assert tasks.get(old_bus, TASK).status == "running"


def test_migrate__shipped_definitions_become_the_next_version(old_bus: Connection) -> None:
    migrate.migrate(old_bus)
    workflows.publish(old_bus)
    assert workflows.active(old_bus, "data_pipeline").version == 2
    assert tasks.get(old_bus, TASK).workflow_version == 1
    workflows.publish(old_bus)
    assert fetch_value(old_bus, "SELECT count(*) FROM workflow_versions", {}) == 5
