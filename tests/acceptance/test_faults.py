"""Kill things at the worst moment: nothing acknowledged is lost, nothing runs twice, nobody waits for ever."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from client import API, Server, until

pytestmark = pytest.mark.slow


def _start(server: Server, url: str, **fields: object) -> str:
    return str(server.post("/execute-complete", {"db_connection": url, **fields})["task_id"])


def _with_step(server: Server, task_id: str) -> list[psutil.Process]:
    """The executor and what it has started; none until it has started something."""
    executors = list(server.executors(task_id))
    children = [child for one in executors for child in one.children(recursive=True)]
    return executors + children if children else []


def test_server_killed__task_completes_and_the_new_server_shows_it(server: Server, sample_url: str) -> None:
    task_id = _start(server, sample_url)
    server.step_runs(task_id, "ddl_generation")
    server.kill()
    time.sleep(1)  # the task goes on with no server there
    server.start()
    assert server.ended(task_id)["status"] == "completed"
    executions = server.get(f"/{task_id}/executions")["executions"]
    assert [one["step"] for one in executions].count("ddl_generation") == 1


def test_executor_killed__failed_within_two_seconds_and_executing_the_step_finishes(
    server: Server, sample_url: str
) -> None:
    task_id = _start(server, sample_url)
    server.step_runs(task_id, "qa_generation")
    killed = time.monotonic()
    for process in server.executors(task_id):
        process.kill()
    task = server.ended(task_id, 5)
    assert time.monotonic() - killed < 2
    assert (task["status"], task["error_code"]) == ("failed", "executor_died")
    server.post(f"/{task_id}/execute", {"step": "qa_generation"})
    assert server.ended(task_id)["status"] == "completed"


def test_executor_killed_while_no_server_runs__failed_at_the_next_start(server: Server, sample_url: str) -> None:
    task_id = _start(server, sample_url)
    server.step_runs(task_id, "ddl_generation")
    server.kill()
    for process in server.executors(task_id):
        process.kill()
    server.start()
    task = server.ended(task_id, 2)
    assert (task["status"], task["error_code"]) == ("failed", "executor_died")


def test_executes__of_one_task_in_parallel_run_once(server: Server, sample_url: str) -> None:
    task_id = server.post("", {"db_connection": sample_url, "table_list": ["bss_company"]})["task_id"]

    def execute(_: int) -> int:
        return server.http.post(f"{API}/{task_id}/execute", json={"step": "ddl_generation"}).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(execute, range(20)))
    assert sorted(statuses) == [202] + [409] * 19
    assert server.ended(task_id)["step_status"]["ddl_generation"] == "completed"


def test_creates__fifty_within_a_second(server: Server) -> None:
    def create(_: int) -> str:
        return str(server.post("", {"task_type": "data_workflow", "db_name": "highway_db"})["task_id"])

    with ThreadPoolExecutor(50) as pool:
        ids = list(pool.map(create, range(50)))
    assert len(set(ids)) == 50
    directories = Path(server.environment["TRAINING_DATA_DIR"])
    assert {path.name for path in directories.iterdir()} == set(ids)
    assert server.get("", limit=100)["total"] == 50


def test_cancel__ends_the_processes_within_two_seconds(server: Server, sample_url: str) -> None:
    task_id = _start(server, sample_url)
    processes = until(lambda: _with_step(server, task_id))  # a step counts as running before it has a process
    asked = time.monotonic()
    server.post(f"/{task_id}/cancel")
    assert server.ended(task_id, 5)["status"] == "cancelled"
    until(lambda: not any(process.is_running() for process in processes), 2)
    assert time.monotonic() - asked < 2


def test_limit__one_pipeline_at_a_time_unless_asked_to_queue(server: Server, sample_url: str) -> None:
    first = _start(server, sample_url)
    refused = server.http.post(f"{API}/execute-complete", json={"db_connection": sample_url})
    assert (refused.status_code, refused.json()["code"]) == (409, "limit_reached")
    assert refused.json()["error"] == "已有任务正在执行，请稍后再试"
    second = _start(server, sample_url, queue=True, table_list=["bss_company"])
    assert server.ended(first)["status"] == "completed"
    until(lambda: server.get(f"/{second}")["status"] not in ("pending", "in_progress"))
    assert server.get(f"/{second}")["status"] == "completed"
