"""The read-only views with the names and columns of the specification."""

from __future__ import annotations

import psycopg2
import pytest
from stand import finished, new_task, started

from bus import logs
from bus.db import Connection, execute, fetch_all, fetch_one
from bus.log_file import parse_line
from tests.postgres import INSERT_OUTPUT

COLUMNS = {
    "data_pipeline_tasks": "id task_type status parameters result error_message step_status output_directory "
    "created_at started_at completed_at created_by db_name business_context",
    "data_pipeline_task_executions": "id task_id execution_step status started_at completed_at error_message "
    "execution_result execution_id force_executed files_cleaned",
    "data_pipeline_task_logs": "id task_id execution_id log_level message step_name module_name function_name "
    "timestamp extra_data",
    "data_pipeline_task_outputs": "id task_id execution_id file_type file_name file_path file_size content_hash "
    "description created_at modified_at is_primary is_downloadable",
}


@pytest.fixture
def filled(bus: Connection) -> str:
    """A task with a row in every table."""
    task = new_task(bus, db_name="shop")
    execution = started(bus, task.task_id)
    line = parse_line(0, "2024-05-01 12:00:00 [ERROR] ddl_generation.read: 出错")
    logs.copy(bus, task.task_id, [(execution.execution_id, line)])
    row = {"execution_id": execution.execution_id, "step": "ddl_generation", "file_name": "a.ddl", "file_type": "ddl",
           "size_bytes": 3, "sha256": "00", "description": None, "is_primary": True,
           "modified_at": execution.created_at}  # fmt: skip
    execute(bus, INSERT_OUTPUT, row | {"task_id": task.task_id})
    return task.task_id


@pytest.mark.parametrize("view", COLUMNS)
def test_view__columns(bus: Connection, filled: str, view: str) -> None:
    row = fetch_one(bus, f"SELECT * FROM {view} LIMIT 1", {})
    assert row is not None
    assert set(row) == set(COLUMNS[view].split())


@pytest.mark.parametrize("view", COLUMNS)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id", "INSERT INTO {} (id) VALUES (NULL)"])
def test_view__read_only(bus: Connection, filled: str, view: str, statement: str) -> None:
    with pytest.raises(psycopg2.Error, match=f"the view {view} is read-only"):
        execute(bus, statement.format(view), {})


def test_view__values(bus: Connection, filled: str) -> None:
    task = fetch_one(bus, "SELECT * FROM data_pipeline_tasks", {})
    assert task is not None
    assert (task["id"], task["status"], task["db_name"]) == (filled, "in_progress", "shop")
    assert task["step_status"]["ddl_generation"] == "running"
    (log,) = fetch_all(bus, "SELECT * FROM data_pipeline_task_logs", {})
    assert (log["log_level"], log["step_name"], log["module_name"]) == (
        "ERROR",
        "ddl_generation",
        "ddl_generation.read",
    )
    (output,) = fetch_all(bus, "SELECT * FROM data_pipeline_task_outputs", {})
    assert (output["file_path"], output["file_size"]) == (f"./training_data/{filled}/a.ddl", 3)
    steps = fetch_all(bus, "SELECT execution_step FROM data_pipeline_task_executions ORDER BY id", {})
    assert [row["execution_step"] for row in steps] == ["complete", "ddl_generation"]


@pytest.mark.parametrize(("end", "status"), [("completed", "partial_completed"), ("failed", "failed")])
def test_view__status_as_the_specification_has_it(bus: Connection, end: str, status: str) -> None:
    finished(bus, new_task(bus).task_id, "ddl_generation", end)
    assert fetch_all(bus, "SELECT status FROM data_pipeline_tasks", {}) == [{"status": status}]
