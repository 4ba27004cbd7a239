"""The guide, followed to the letter in both languages: files written, commands typed into one bash, outputs compared.

Only the port of the server and where it keeps its records and tasks are this test's own.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from client import until
from guide import Command, File, Reader, steps

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = {"first-workflow.md": "C.UTF-8", "first-workflow.zh-CN.md": "zh_CN.UTF-8"}
FROM_THE_PAGE = ("PYTHONPATH", "PYTHON_STEP_MODULES", "LC_ALL", "LC_MESSAGES")
END = "== end of the command =="
LONGEST_SECONDS = 120  # of a command


class Bash:
    """A terminal: what is exported and where one went stays so from command to command."""

    def __init__(self, environment: Mapping[str, str], directory: Path) -> None:
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=directory,
            start_new_session=True,
        )

    def run(self, command: str) -> str:
        """What the command prints, stderr included."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{{ {command}\n}} </dev/null; printf '\\n{END}\\n'\n")
        self._process.stdin.flush()
        watchdog = threading.Timer(LONGEST_SECONDS, os.killpg, (self._process.pid, signal.SIGKILL))
        watchdog.start()
        printed = "".join(iter(self._process.stdout.readline, END + "\n"))
        watchdog.cancel()
        return printed.removesuffix("\n")

    def close(self) -> None:
        """End it, and the server that was started in it."""
        self._process.communicate("kill $(jobs -p) 2>/dev/null; wait\n", timeout=30)


@pytest.fixture
def environment(database_url: str, make_database: Callable[..., str], tmp_path: Path) -> dict[str, str]:
    """A reader's home with ``~/trainyard`` in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    checkout = tmp_path / "trainyard" / ".venv"
    checkout.mkdir(parents=True)
    (checkout / "bin").symlink_to(Path(sys.executable).parent)
    kept = {name: value for name, value in os.environ.items() if name not in FROM_THE_PAGE}
    return kept | {
        "HOME": str(tmp_path),
        "DATABASE_URL": database_url,
        "VECTOR_DATABASE_URL": make_database(),
        "TRAINYARD_HOME": str(tmp_path / "home"),
        "TRAINING_DATA_DIR": str(tmp_path / "training_data"),
        "PORT": str(port),
    }


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path, page: str) -> Iterator[Bash]:
    bash = Bash({**environment, "LANG": PAGES[page]}, tmp_path)
    yield bash
    bash.close()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_guide__does_what_it_says(page: str, terminal: Bash, environment: dict[str, str]) -> None:
    reader = Reader(int(environment["PORT"]))
    for step in steps(GUIDE / page):
        if isinstance(step, File):
            (Path(terminal.run("pwd").strip()) / step.name).write_text(step.content, "utf-8")
        elif step.text == "trainyard serve":
            reader.check(step, _serve(terminal, reader.port))
        else:
            reader.check(step, _lines(terminal.run(reader.typed(step.text))))
    assert len(reader.tasks) == 4


def test_guide__is_the_same_in_both_languages() -> None:
    english, chinese = ([_bare(step) for step in steps(GUIDE / page)] for page in PAGES)
    assert english == chinese and len(english) > 20


def test_reader__refuses_what_was_not_printed() -> None:
    reader = Reader(8084)
    reader.check(Command("x", ["...", "task_20260101_000000 ... done"]), "a\nb\ntask_20270101_000001_2 is done\n")
    assert reader.typed("show task_20260101_000000") == "show task_20270101_000001_2"
    for said in ("task_20260101_000000 done", "done", "...\na"):
        with pytest.raises(AssertionError, match="prints"):
            reader.check(Command("x", said.split("\n")), "task_20270101_000009 done\n")


def _serve(terminal: Bash, port: int) -> str:
    """Start it in the background, where the page has a second terminal; what it said."""
    terminal.run("trainyard serve > ~/server.log 2>&1 &")
    until(lambda: _healthy(port))
    return _lines(terminal.run("cat ~/server.log"))


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/health").status_code == 200
    except httpx.TransportError:
        return False


def _lines(printed: str) -> str:
    return printed.rstrip("\n") + "\n" if printed.strip() else ""


def _bare(step: File | Command) -> object:
    """What both pages must have in common: files but for comments and descriptions, commands but for their language."""
    if isinstance(step, File):
        return step.name, re.sub(r'(#|"""|"description": ).*', "", step.content)
    return step.text.replace(" -H 'Accept-Language: en'", "")
