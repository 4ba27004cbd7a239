"""kill -9 of the embedded PostgreSQL that is bus, business database and store at once, in the middle of a task."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg2
import pytest
from client import Server

from bus import embedded
from bus.db import database_beside
from data_pipeline.samples import highway
from tests.postgres import as_url

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("step", ["ddl_generation", "qa_generation", "training_load"])
def test_postgres_killed__task_completes_and_the_table_has_every_line(tmp_path: Path, step: str) -> None:
    home = tmp_path / "home"
    url = embedded.ensure_running(home)
    environment = {"DATABASE_URL": "", "TRAINYARD_HOME": str(home), "TRAINING_DATA_DIR": str(tmp_path / "data"),
                   "EMBEDDER": "hash", "VECTOR_DATABASE_URL": ""}  # fmt: skip
    server = Server(environment, tmp_path / "server.log")
    try:
        sample = _sample(url)
        server.start()
        task_id = server.post("/execute-complete", {"db_connection": sample})["task_id"]
        server.step_runs(task_id, step)
        os.kill(embedded.status(home)["pid"], signal.SIGKILL)
        time.sleep(3)
        assert server.ended(task_id)["status"] == "completed"
        lines = (tmp_path / "data" / task_id / "data_pipeline.log").read_text("utf-8").splitlines()
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT message FROM logs WHERE task_id = %s ORDER BY position", [task_id])
            assert [row[0] for row in cursor] == [line.split(": ", 1)[1] for line in lines]
    finally:
        server.stop()
        embedded.stop(home)


def _sample(url: str) -> str:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE highway_db")
    connection.close()
    sample = database_beside(url, "highway_db")
    highway.load(sample)
    return as_url(sample)
