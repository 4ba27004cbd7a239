"""The README's commands, run as they stand (but for the port, the task id and where the virtual environment lies)."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from client import TRAINYARD, Server

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
NAMED = ("./out", "./finetune.jsonl", "our_pairs.csv")  # paths that the README takes from its reader's directory
TASK = re.compile(r"task_\d{8}_\d{6}")
FILES = ("README.md", "README.zh-CN.md")


def _commands(file: str) -> list[list[str]]:
    """The words of every command in the file's bash blocks; comments dropped, continued lines joined."""
    blocks = re.findall(r"```bash\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def _curl(server: Server, words: list[str], task_id: str | None) -> httpx.Response:
    """What curl would send."""
    url = next(word for word in words if word.startswith("http"))
    url = re.sub(r"//[\w.]+:8084", f"//127.0.0.1:{server.port}", url)
    url = TASK.sub(task_id or "", url)
    options: dict[str, Any] = {}
    if "-d" in words:
        options = {"content": words[words.index("-d") + 1].encode(), "headers": {"Content-Type": "application/json"}}
    return httpx.request("POST" if "-X" in words else "GET", url, timeout=30, **options)


def _trainyard(server: Server, words: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TRAINYARD, *words], env=server.environment, capture_output=True, text=True, timeout=180, cwd=ROOT, **more
    )


@pytest.mark.parametrize("file", FILES)
def test_commands__of_the_readme_work(server: Server, sample_url: str, tmp_path: Path, file: str) -> None:
    task_id = None
    done = set()
    (tmp_path / "our_pairs.csv").write_text("question,sql\nHow many areas?,SELECT COUNT(*) FROM bss_service_area\n")
    for words in _commands(file):
        if words[0] == "curl":
            answer = _curl(server, words, task_id)
            assert answer.is_success, (words, answer.text)
            if "execute-complete" in answer.request.url.path:
                task_id = answer.json()["data"]["task_id"]
                assert server.ended(task_id)["status"] == "completed"
            elif answer.request.url.path == "/api/tasks":
                task_id = answer.json()["task_id"]
            elif answer.request.url.path.endswith("/events"):
                assert server.get(f"/{task_id}")["status"] == "completed"
        elif words[0].endswith("trainyard") and words[1] != "serve":
            given = [str(tmp_path / word) if word in NAMED else word for word in words[1:]]
            given = [sample_url if word.startswith("postgresql://") else word for word in given]
            given = [TASK.sub(task_id or "", word) for word in given]
            result = _trainyard(server, given, input=sample_url + "\n")
            assert result.returncode == 0, (words, result.stdout, result.stderr)
        done.add(words[1] if words[0] == "make" else words[0])
    assert {"demo", "test", "setup", "curl", ".venv/bin/trainyard"} <= done
    assert list((tmp_path / "out").glob("*.ddl")) and list(tmp_path.glob("finetune*.jsonl"))


@pytest.mark.parametrize("file", FILES)
def test_targets__of_make_exist(file: str) -> None:
    targets = {words[1] for words in _commands(file) if words[0] == "make"}
    assert targets
    for target in targets:
        assert subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("file", FILES)
def test_links__lead_somewhere(file: str) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", (ROOT / file).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
