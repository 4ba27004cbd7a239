"""``trainyard workflows``: what is kept on the bus, and runs by a real executor."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Run

GREETING: dict[str, Any] = {
    "name": "greeting",
    "description": "说声你好",
    "steps": [{"id": "greet", "name": {"zh": "问候", "en": "Greet"}, "command": ["echo", "hello", "${whom}"]}],
    "parameters": {"optional": {"whom": {"type": "text", "default": "you", "choices": ["you", "all"]}}},
}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "greeting.json"
    path.write_text(json.dumps(GREETING), encoding="utf-8")
    return str(path)


def test_import__show_and_export(run: Run, file: str) -> None:
    assert "greeting  1.0.0  active" in run("workflows", "import", file).stdout
    assert "--update makes a new version" in run("workflows", "import", file, exit_code=1).stderr
    assert "greeting  1.0.0  active" in run("workflows", "import", file, "--update").stdout  # nothing has changed
    Path(file).write_text(json.dumps(GREETING | {"execution": {"timeout_minutes": 5}}), encoding="utf-8")
    assert "greeting  1.0.1  active" in run("workflows", "import", file, "--update").stdout
    shown = run("workflows", "show", "greeting").stdout
    assert "Greet" in shown and "optional whom: text = you" in shown and "versions: 1.0.0, 1.0.1*" in shown
    assert "问候" in run("workflows", "show", "greeting", LC_ALL="zh_CN.UTF-8").stdout
    exported = run("workflows", "export", "greeting", "--version", "1.0.0").stdout
    assert json.loads(exported)["workflow"] == {"name": "greeting", "version": "1.0.0", "description": "说声你好"}
    assert run("workflows", "import", "-", "--update", input=exported).stdout.split()[2] == "1.0.2"
    names = [one["name"] for one in json.loads(run("workflows", "list", "--json").stdout)["workflows"]]
    assert {"data_pipeline", "greeting"} <= {*names}
    assert "nobody" in run("workflows", "show", "nobody", exit_code=1).stderr


def test_states(run: Run, file: str) -> None:
    run("workflows", "import", file)
    assert "deprecated" in run("workflows", "deprecate", "greeting").stdout
    assert "deprecated" in run("workflows", "run", "greeting", exit_code=1).stderr
    assert "inactive" in run("workflows", "deactivate", "greeting").stdout
    assert "greeting" in run("workflows", "list", "--status", "inactive").stdout
    assert "active" in run("workflows", "activate", "greeting", "--version", "1.0.0").stdout


def test_run__wrong_parameters(run: Run, file: str) -> None:
    run("workflows", "import", file)
    assert "NAME=VALUE" in run("workflows", "run", "greeting", "-p", "whom", exit_code=2).stderr
    assert "parameters.whom" in run("workflows", "run", "greeting", "-p", "whom=nobody", exit_code=1).stderr
    assert "parameters.who" in run("workflows", "run", "greeting", "-p", "who=all", exit_code=1).stderr


@pytest.mark.slow
def test_run__watched_to_its_end(run: Run, file: str) -> None:
    run("workflows", "import", file)
    watched = run("workflows", "run", "greeting", "--parameter", "whom=all", "--watch").stdout
    assert "hello all" in watched and "completed" in watched and "workflow: greeting 1.0.0" in watched
    assert [line.split()[1] for line in run("tasks", "list").stdout.splitlines()] == ["WORKFLOW", "greeting"]
    run("workflows", "import", "-", input=json.dumps({**GREETING, "name": "other"}))
    for name, count in (("greeting", 1), ("other", 0)):
        assert json.loads(run("tasks", "list", "--workflow", name, "--json").stdout)["total"] == count
    assert "'nowhere'" in run("tasks", "list", "--workflow", "nowhere", exit_code=1).stderr
    broken = {**GREETING, "steps": [{"id": "fail", "command": ["false"]}]}
    run("workflows", "import", "-", "--update", input=json.dumps(broken))
    failed = json.loads(run("workflows", "run", "greeting", "--watch", "--json", exit_code=1).stdout)
    assert failed["status"] == "failed" and failed["error"]["suggestion"].endswith(".")


@pytest.mark.slow
def test_run__as_json(run: Run, file: str) -> None:
    run("workflows", "import", file)
    said = json.loads(run("workflows", "run", "greeting", "--watch", "--json").stdout)
    assert (said["status"], said["progress"]) == ("success", 100)


@pytest.mark.slow
def test_run__ctrl_c_ends_the_watching_alone(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    go_on = tmp_path / "go_on"
    wait = f"for i in $(seq 600); do [ -e {go_on} ] && exit; sleep 0.1; done"
    slow = {**GREETING, "steps": [{"id": "wait", "command": ["sh", "-c", wait]}]}
    run("workflows", "import", "-", input=json.dumps(slow))
    watching = subprocess.Popen(
        [sys.executable, "-m", "server.cli", "workflows", "run", "greeting", "--watch"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # tests in a shell's background ignore it
    )
    assert watching.stdout and watching.stdout.readline()  # it shows the log by now
    os.killpg(watching.pid, signal.SIGINT)  # as the terminal does: all of the command's group
    _, said = watching.communicate(timeout=20)
    assert watching.returncode == 130
    go_on.touch()
    task_id = said.split()[-1]
    assert said == f"The task goes on: trainyard tasks show -f {task_id}\n"
    assert "completed" in run("tasks", "show", "-f", task_id).stdout
