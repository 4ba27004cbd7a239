"""``trainyard demo``, the whole of it, on an embedded PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import embedded
from tests.cli.command import TRAINYARD

DEMO_SECONDS = 600


@pytest.fixture
def demo_environment(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Settings of a fresh checkout, everything below a temporary directory."""
    unset = {"DATABASE_URL": "", "VECTOR_DATABASE_URL": "", "EMBEDDER": "", "DEMO_EXIT": "1"}
    yield {**os.environ, **environment, **unset}
    embedded.stop(Path(environment["TRAINYARD_HOME"]))


def _demo(environment: dict[str, str], *arguments: str) -> str:
    command = [*TRAINYARD, "demo", *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=DEMO_SECONDS)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.slow
def test_demo__twice(demo_environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        output = _demo(demo_environment, "--port", str(port))
    assert f"Port {port} is taken" in output
    assert re.search(r"Sample database highway_db: 20 tables, 1\d\d,\d\d\d rows", output)
    task_id = re.search(r"task_\d{8}_\d{6}", output)
    assert task_id
    result = json.loads((Path(demo_environment["TRAINING_DATA_DIR"]) / task_id[0] / "task_result.json").read_text())
    assert result["status"] == "completed"
    assert re.search(r"^ +20  tables$", output, re.MULTILINE) and "/docs" in output
    shipped = result["steps"]["sql_validation"]["result"]["valid"]
    assert re.search(rf"^ +{shipped}  pairs$", output, re.MULTILINE), "as many as are in the file"
    assert f"/tasks/{task_id[0]}/report.html\n" in output and f"/tasks/{task_id[0]}/files/download/er.svg\n" in output
    found = re.search(r"^0\.\d{3}  (\w.*)\n((?: {4}.*\n)+)", output, re.MULTILINE)
    assert found, "no pair was found in the store"
    said = {"bss_service_area", "a.company_id", "GROUP", "DESC"}
    assert "服务区最多" in found[1] and said <= {*found[2].split()}, "not what was asked"
    home = Path(demo_environment["TRAINYARD_HOME"])
    assert embedded.status(home)["running"] is False, "the demo leaves the PostgreSQL behind that it started"

    embedded.ensure_running(home)
    again = _demo(demo_environment, "--port", str(port))
    assert embedded.status(home)["running"] is True, "the demo stops a PostgreSQL that was there before"
    assert "sql: 0 new" in again or "sql：新增 0" in again
