"""The kinds as the engine starts them: a process with a context on stdin, events on a pipe, and TERM to end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from scripted import answer, sends, serving

from bus.settings import ROOT
from executor.launches import launch_of

STOP_SECONDS = 0.5  # after TERM; the engine gives one


class Started:
    """A step's process; its events are read when it has ended."""

    def __init__(self, step: dict[str, Any], parameters: dict[str, Any], directory: Path, language: str) -> None:
        launch = launch_of(step, parameters, directory, sys.executable, language)
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [*launch.argv, str(writing)],
            stdin=subprocess.PIPE,
            pass_fds=(writing,),
            cwd=launch.cwd or ROOT,
            start_new_session=True,
        )
        os.close(writing)
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(launch.context).encode() + b"\n")
        self.process.stdin.flush()
        self._events = os.fdopen(reading, encoding="utf-8")

    def first(self) -> dict[str, Any]:
        return json.loads(self._events.readline())  # type: ignore[no-any-return]

    def ended(self) -> tuple[int, list[dict[str, Any]]]:
        """Exit code and the (remaining) events."""
        events = [json.loads(line) for line in self._events]
        return self.process.wait(30), events


@contextmanager
def started(step: dict[str, Any], directory: Path, *, speaks: str = "zh", **parameters: Any) -> Iterator[Started]:
    one = Started({"id": "s", **step}, parameters, directory, speaks)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait(30)


def test_http__result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    with serving(answer("200 OK", b'{"ok": true}')) as server:
        step = {"kind": "http", "method": "POST", "url": server.url("/${day}"), "body": {"day": "${day}"}}
        with started(step, tmp_path, day="2026-01-01") as process:
            code, events = process.ended()
    assert code == 0
    assert events[-1]["result"]["json"] == {"ok": True}
    assert server.requests[0].startswith(b"POST /2026-01-01 ")
    assert server.requests[0].endswith(b'{"day": "2026-01-01"}')


@pytest.mark.parametrize(("language", "text"), [("en", "may not call"), ("zh", "不允许访问")])
def test_http__error_in_the_language_of_the_task(tmp_path: Path, language: str, text: str) -> None:
    """Without HTTP_ALLOW_PRIVATE, as a host set by a parameter; what a parameter ``language`` says was read before."""
    with serving(answer()) as server:
        step = {"kind": "http", "url": f"http://${{host}}:{server.port}/"}
        with started(step, tmp_path, host="localhost", speaks=language, language="other") as process:
            code, events = process.ended()
        assert server.connections == 0
    assert code == 1
    error = events[-1]["error"]
    assert (error["code"], error["retryable"]) == ("private_address", False)
    assert text in error["sentence"]


def test_http__the_process_ends_though_the_server_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    with serving(sends(b"HTTP/1.1 200 OK\r\n", b"x", pause=0.1, for_ever=True)) as server:
        with started({"kind": "http", "url": server.url(), "timeout_seconds": 0.5}, tmp_path) as process:
            code, events = process.ended()
    assert (code, events[-1]["error"]["code"]) == (1, "http_timeout")


@pytest.mark.parametrize("kind", ["http", "wait_for_files"])
def test_term__ends_the_step_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    with serving(sends(b"", b"", pause=0.1, for_ever=True)) as server:
        step = {"kind": kind, "url": server.url(), "files": ["never"], "poll_seconds": 600}
        with started(step, tmp_path) as process:
            assert process.first()  # it says what it does, and does it
            asked_at = time.monotonic()
            process.process.send_signal(signal.SIGTERM)
            assert process.process.wait(30) == -signal.SIGTERM
            assert time.monotonic() - asked_at < STOP_SECONDS


def test_wait_for_files__result(tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("1")
    with started(
        {"kind": "wait_for_files", "files": ["${name}.csv"], "poll_seconds": 0.1}, tmp_path, name="day"
    ) as one:
        code, events = one.ended()
    assert code == 0
    assert events[-1]["result"] == {"files": [{"name": "day.csv", "size_bytes": 1}]}


def test_python__gets_its_definition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "step_of_a_test.py").write_text("def run(step): return {'name': step.definition['name']}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    step = {"kind": "python", "module": "step_of_a_test", "function": "run", "name": "a step"}
    with started(step, tmp_path) as process:
        assert process.ended()[1][-1] == {"result": {"name": "a step"}}


@pytest.mark.parametrize(("returned", "kind"), [("[1]", "list"), ("[]", "list"), ("0", "int"), ("'x'", "str")])
def test_python__what_is_no_object_fails_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, returned: str, kind: str
) -> None:
    (tmp_path / "step_of_a_test.py").write_text(f"def run(step): return {returned}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    step = {"kind": "python", "module": "step_of_a_test", "function": "run"}
    with started(step, tmp_path, speaks="en") as process:
        code, events = process.ended()
    error = events[-1]["error"]
    assert (code, error["code"]) == (1, "result_not_object")
    assert error["sentence"].startswith(f"step_of_a_test:run returned a value of type {kind}: ")


@pytest.mark.parametrize(
    ("returned", "result"),
    [("None", {}), ("{}", {}), ("{'day': datetime.date(2026, 1, 2), 1: None}", {"day": "2026-01-02", "1": None})],
)
def test_python__a_result_as_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, returned: str, result: dict[str, Any]
) -> None:
    (tmp_path / "step_of_a_test.py").write_text(f"import datetime\ndef run(step): return {returned}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with started({"kind": "python", "module": "step_of_a_test", "function": "run"}, tmp_path) as process:
        assert process.ended()[1][-1] == {"result": result}


@pytest.mark.parametrize("module", ["executor.steps.wait_for_files", "executor.launches", "bus.conditions"])
def test_imports__what_sends_nothing_loads_no_http(module: str) -> None:
    script = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"httpx", "psycopg2", "cryptography"} & set(loaded.stdout.split())
