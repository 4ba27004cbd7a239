"""The journeys of the specification, as a client walks them: its requests, its answers, its words."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import psycopg2
import pytest
from client import API, Server

from tests.postgres import as_url
from tests.specification import CREATE_TASK

pytestmark = pytest.mark.slow
STEPS = ["ddl_generation", "qa_generation", "sql_validation", "training_load"]


def _add(server: Server, name: str, url: str) -> None:
    answer = server.http.post("/api/v0/connections", json={"name": name, "url": url})
    assert answer.is_success, answer.text


def test_step_by_step__as_the_specification_has_it(server: Server, sample_url: str) -> None:
    _add(server, "highway_db", sample_url)
    created = server.http.post(API, json=CREATE_TASK).json()
    assert (created["success"], created["message"]) == (True, "任务创建成功")
    task_id = created["data"]["task_id"]
    assert re.fullmatch(r"task_\d{8}_\d{6}", task_id)
    assert created["data"]["status"] == "pending"
    assert list(created["data"]["step_status"].items()) == [(step, "pending") for step in STEPS]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", created["data"]["created_at"])

    tables = "bss_business_day_data\nbss_car_day_count, bss_service_area\n# 注释\nops.repair_order\n"
    answer = server.http.post(f"{API}/{task_id}/files", files={"file": ("tables.txt", tables.encode("gbk"))})
    assert answer.is_success, answer.text
    for step, progress in zip(STEPS, (40, 70, 90, 100), strict=True):
        started = server.http.post(f"{API}/{task_id}/execute", json={"step": step}).json()
        assert (started["success"], started["message"], started["data"]["status"]) == (
            True,
            "步骤执行已启动",
            "running",
        )
        assert re.fullmatch(rf"{task_id}_step_{step}_exec_\d{{14}}", started["data"]["execution_id"])
        task = server.ended(task_id)
        assert (task["progress"], task["step_status"][step]) == (progress, "completed"), task
    assert task["status"] == "completed"
    executions = server.get(f"/{task_id}/executions")["executions"]
    assert [(one["step"], one["status"]) for one in executions] == [(step, "completed") for step in STEPS]
    assert all(isinstance(one["duration"], int) for one in executions)

    files = {file["file_name"]: file for file in server.get(f"/{task_id}/files")["files"]}
    assert {"bss_car_day_count.ddl", "ops__repair_order_detail.md", "metadata.txt", "task_config.json"} <= set(files)
    assert "bss_company.ddl" not in files
    pair_file = next(file for name, file in files.items() if name.endswith("_pair.json"))
    assert re.fullmatch(r"qs_highway_db_\d{8}_\d{6}_pair\.json", pair_file["file_name"])
    pairs = server.http.get(pair_file["download_url"]).json()
    _all_execute(sample_url, [pair["sql"] for pair in pairs])
    with zipfile.ZipFile(BytesIO(server.http.get(f"{API}/{task_id}/files/zip").content)) as archive:
        assert set(archive.namelist()) == set(files)


def test_complete__of_all_tables_in_english(server: Server, sample_url: str, database_url: str) -> None:
    _add(server, "highway_db", sample_url)
    task_id = server.post("/execute-complete", {"db_name": "highway_db", "language": "en"})["task_id"]
    task = server.ended(task_id)
    assert (task["status"], task["progress"]) == ("completed", 100)
    logs = server.get(f"/{task_id}/logs", limit=1000)
    assert logs["total"] == len(logs["logs"])
    assert not re.search(
        r"[\u4e00-\u9fff]", "".join(line["message"] for line in logs["logs"] if line["step_name"] is None)
    )
    steps = [row["step"] for row in server.get(f"/{task_id}/executions")["executions"]]
    assert steps == ["complete", *STEPS]


def test_ddl_files__run_in_order_in_an_empty_database(
    server: Server, sample_url: str, make_database: Callable[..., str]
) -> None:
    task_id = server.post("", {"db_connection": sample_url})["task_id"]
    server.post(f"/{task_id}/execute", {"step": "ddl_generation"})
    assert server.ended(task_id)["status"] == "partial_completed"
    directory = Path(server.environment["TRAINING_DATA_DIR"]) / task_id
    files = sorted(directory.glob("*.ddl"))
    assert len(files) == 20
    with psycopg2.connect(make_database()) as connection, connection.cursor() as cursor:
        for file in files:
            cursor.execute(file.read_text("utf-8"))


def test_db_name__decides_which_database_is_read(server: Server, make_database: Callable[..., str]) -> None:
    for name in ("first", "second"):
        dsn = make_database()
        with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE only_in_{name} (id int PRIMARY KEY, label text)")
            cursor.execute(f"INSERT INTO only_in_{name} SELECT n, 'label ' || n FROM generate_series(1, 50) n")
        _add(server, name, as_url(dsn))
    for name in ("first", "second"):
        task_id = server.post("", {"db_name": name})["task_id"]
        server.post(f"/{task_id}/execute", {"step": "ddl_generation"})
        assert server.ended(task_id)["status"] == "partial_completed"
        ddl = [file["file_name"] for file in server.get(f"/{task_id}/files")["files"] if file["file_type"] == "ddl"]
        assert ddl == [f"only_in_{name}.ddl"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"table_list": ["bss_company", "no_such_table"]}, "no_such_table"),
        ({"table_list_file": "nowhere.txt"}, "nowhere.txt"),
    ],
)
def test_what_is_missing__is_named_and_leaves_no_file(
    server: Server, sample_url: str, fields: dict[str, object], named: str
) -> None:
    task_id = server.post("", {"db_connection": sample_url, **fields})["task_id"]
    server.post(f"/{task_id}/execute", {"step": "ddl_generation"})
    task = server.ended(task_id)
    assert task["status"] == "failed"
    assert named in task["error_message"]
    assert not list((Path(server.environment["TRAINING_DATA_DIR"]) / task_id).glob("*.ddl"))


def test_unreachable_database__is_named_without_its_password(server: Server) -> None:
    url = "postgresql://reader:s3cr3t-word@127.0.0.1:1/shop"
    task_id = server.post("", {"db_connection": url})["task_id"]
    server.post(f"/{task_id}/execute", {"step": "ddl_generation"})
    task = server.ended(task_id)
    assert (task["status"], task["error_code"]) == ("failed", "database_unreachable")
    assert "shop" in task["error_message"]
    everything = json.dumps(task) + server.http.get(f"{API}/{task_id}/logs").text
    directory = Path(server.environment["TRAINING_DATA_DIR"]) / task_id
    everything += "".join(file.read_text("utf-8") for file in _files(directory))
    assert "s3cr3t-word" not in everything


def test_unsafe_pairs__never_ship(server: Server, sample_url: str) -> None:
    task_id = server.post("", {"db_connection": sample_url, "table_list": ["bss_company"]})["task_id"]
    for step in STEPS[:2]:
        server.post(f"/{task_id}/execute", {"step": step})
        server.ended(task_id)
    directory = Path(server.environment["TRAINING_DATA_DIR"]) / task_id
    pair_file = next(directory.glob("qs_*_pair.json"))
    evil = ["DROP TABLE bss_company;", "SELECT 1; DELETE FROM bss_company;", "SELECT pg_sleep(100);",
            "WITH gone AS (DELETE FROM bss_company RETURNING 1) SELECT * FROM gone;"]  # fmt: skip
    pairs = json.loads(pair_file.read_text("utf-8")) + [{"question": f"q{n}", "sql": sql} for n, sql in enumerate(evil)]
    before = _count(sample_url)
    files = {"file": (pair_file.name, json.dumps(pairs).encode())}
    assert server.http.post(f"{API}/{task_id}/files", files=files, data={"overwrite_mode": "replace"}).is_success
    for step in STEPS[2:]:
        server.post(f"/{task_id}/execute", {"step": step})
        task = server.ended(task_id)
    assert task["status"] == "completed"
    shipped = pair_file.read_text("utf-8")
    assert not any(sql in shipped for sql in evil)
    assert _count(sample_url) == before


def _files(directory: Path) -> Iterator[Path]:
    return (path for path in directory.iterdir() if path.is_file())


def _count(url: str) -> int:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bss_company")
        return int(cursor.fetchone()[0])


def _all_execute(url: str, statements: list[str]) -> None:
    assert statements
    with (
        psycopg2.connect(url, options="-c default_transaction_read_only=on") as connection,
        connection.cursor() as cursor,
    ):
        for statement in statements:
            cursor.execute(statement)
            assert cursor.fetchone() is not None
