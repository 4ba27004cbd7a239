"""wait_for_files: which files count, when, and where it may look."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from contexts import MakeContext

from executor.step_error import StepError
from executor.steps import wait_for_files
from executor.steps.wait_for_files import Awaited

POLL = {"poll_seconds": 0.05}


class Waiting:
    """A step that waits in a thread of its own; it ends with the test's process at the latest."""

    def __init__(self, context: Any) -> None:
        self.result: dict[str, Any] | None = None
        self._thread = threading.Thread(target=self._run, args=(context,), daemon=True)
        self._thread.start()

    def _run(self, context: Any) -> None:
        self.result = wait_for_files.run(context)

    def ended(self, seconds: float = 5.0) -> dict[str, Any]:
        self._thread.join(seconds)
        assert self.result is not None, "still waiting"
        return self.result

    def still(self, seconds: float = 0.4) -> bool:
        self._thread.join(seconds)
        return self._thread.is_alive()


def write(path: Path, size: int = 1, age_seconds: float = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (time.time() - age_seconds,) * 2)
    return path


def test_run__files_that_are_there(context: MakeContext) -> None:
    step = context(files=["*.csv", "sub/b.txt", "**/*.txt"], **POLL)
    write(step.directory / "a.csv", 3)
    write(step.directory / "sub" / "b.txt", 0)
    (step.directory / "no.csv").mkdir()
    assert wait_for_files.run(step) == {
        "files": [{"name": "a.csv", "size_bytes": 3}, {"name": "sub/b.txt", "size_bytes": 0}]
    }


def test_run__waits_until_each_pattern_has_one(context: MakeContext, events: list[dict[str, Any]]) -> None:
    step = context(files=["a_*.csv", "b.csv"], **POLL)
    waiting = Waiting(step)
    assert waiting.still()
    write(step.directory / "a_1.csv")
    assert waiting.still()
    write(step.directory / "b.csv")
    assert [file["name"] for file in waiting.ended()["files"]] == ["a_1.csv", "b.csv"]
    assert events == [
        {"progress": [0.0, "still waiting for: a_*.csv, b.csv"]},
        {"progress": [0.5, "still waiting for: b.csv"]},
    ]


def test_ready__a_file_that_grows_is_not(tmp_path: Path) -> None:
    one = Awaited("a", tmp_path, "a")
    for size in range(1, 15):
        file = write(tmp_path / "a", size, age_seconds=100)  # only the size tells
        assert not one.ready(0, 0)
    assert one.ready(0, 0) == {file: 14}


def test_ready__a_file_that_is_written_anew_at_the_same_size_is_not(tmp_path: Path) -> None:
    one = Awaited("a", tmp_path, "a")
    for number in range(14):
        file = write(tmp_path / "a", 5, age_seconds=100 - number)
        assert not one.ready(0, 0)
    assert one.ready(0, 0) == {file: 5}


def test_run__old_enough(context: MakeContext) -> None:
    step = context(files=["a", "b"], minimum_age_seconds=30, **POLL)
    write(step.directory / "a", age_seconds=60)
    write(step.directory / "b")
    waiting = Waiting(step)
    assert waiting.still(0.6)
    write(step.directory / "b", age_seconds=60)
    waiting.ended()


def test_run__from_the_future_but_no_age_is_asked_for(context: MakeContext) -> None:
    step = context(files=["a"], **POLL)
    write(step.directory / "a", age_seconds=-3600)
    Waiting(step).ended()


def test_run__large_enough(context: MakeContext) -> None:
    step = context(files=["a*"], minimum_size_bytes=10, **POLL)
    write(step.directory / "a1", 9)
    waiting = Waiting(step)
    assert waiting.still()
    write(step.directory / "a2", 10)
    assert waiting.ended()["files"] == [{"name": "a2", "size_bytes": 10}]


@pytest.mark.parametrize("pattern", ["../x", "a/../../x", "/etc/hostname", "/", "a\0b", "//etc/hostname"])
def test_run__elsewhere_is_refused_at_once(context: MakeContext, pattern: str) -> None:
    with pytest.raises(StepError, match="WAIT_DIRECTORIES") as caught:
        wait_for_files.run(context(files=[pattern]))
    assert caught.value.code == "path_not_allowed"
    assert "WAIT_DIRECTORIES" in caught.value.zh


def test_run__below_a_directory_that_is_allowed(
    context: MakeContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed, other = tmp_path / "in", tmp_path / "in_other"
    monkeypatch.setenv("WAIT_DIRECTORIES", f"{tmp_path / 'no'}, {allowed}/")
    file = write(allowed / "day" / "a.csv", 2)
    write(other / "b.csv")
    step = context(files=[f"{allowed}/*/a.csv"], **POLL)
    assert wait_for_files.run(step)["files"] == [{"name": str(file), "size_bytes": 2}]
    for pattern in (f"{other}/b.csv", f"{allowed}/../in_other/b.csv", str(allowed), f"{allowed}_other/b.csv"):
        with pytest.raises(StepError, match="WAIT_DIRECTORIES"):
            wait_for_files.run(context(files=[pattern]))


def test_ready__symbolic_links_lead_nowhere_else(
    context: MakeContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = tmp_path / "in"
    monkeypatch.setenv("WAIT_DIRECTORIES", str(allowed))
    write(tmp_path / "secret" / "s.csv")
    write(allowed / "real.csv")
    for place in (allowed, context().directory):
        (place / "link.csv").symlink_to(tmp_path / "secret" / "s.csv")
        (place / "dir").symlink_to(tmp_path / "secret")
    for pattern in (
        "link.csv",
        "dir/s.csv",
        "**/s.csv",
        f"{allowed}/link.csv",
        f"{allowed}/dir/*",
        f"{allowed}/**/s.csv",
    ):
        one = wait_for_files.awaited(pattern, context().directory)
        assert [one.ready(0, 0), one.ready(0, 0)] == [{}, {}]
    real = wait_for_files.awaited(f"{allowed}/*", context().directory)
    assert [real.ready(0, 0), real.ready(0, 0)] == [{}, {allowed / "real.csv": 1}]


def test_run__too_much_to_look_at(context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("executor.globbing.MOST_ENTRIES", 3)
    step = context(files=["**/x"], **POLL)
    for number in range(4):
        write(step.directory / str(number))
    with pytest.raises(StepError) as caught:
        wait_for_files.run(step)
    assert caught.value.code == "too_many_files"


def test_run__in_chinese(context: MakeContext, events: list[dict[str, Any]]) -> None:
    step = replace(context(files=["a"], **POLL), language="zh")
    waiting = Waiting(step)
    assert waiting.still(0.2)
    write(step.directory / "a")
    waiting.ended()
    assert events[0] == {"progress": [0.0, "仍在等待: a"]}
