"""Required and cleaned files: by glob, below the task's directory, and the engine's own left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from executor import globbing
from executor.file_rules import missing, removed
from executor.globbing import matching
from executor.step_error import StepError


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """A task's directory with files, beside one that is none of its business."""
    directory = tmp_path / "task"
    for name in ("a.csv", "b.csv", "c.txt", ".hidden.csv", "sub/d.csv", "sub/deep/e.csv", ".dot/f.csv",
                 "task_config.json", "task_result.json", "task.log", ".executor.out", "[x].csv"):  # fmt: skip
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "o.csv").write_text("outside")
    (directory / "to_file").symlink_to(tmp_path / "outside" / "o.csv")
    (directory / "to_dir").symlink_to(tmp_path / "outside")
    (directory / "inner").symlink_to(directory / "sub")
    (directory / "self").symlink_to(directory)
    (directory / "loop").symlink_to("loop")
    (directory / "latest").symlink_to("a.csv")
    return directory


def names(directory: Path, pattern: str) -> list[str]:
    return [path.relative_to(directory).as_posix() for path in matching(directory, pattern)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.csv", ["[x].csv", "a.csv", "b.csv"]),
        ("./a.csv", ["a.csv"]),
        ("[ab].csv", ["a.csv", "b.csv"]),
        ("[[]x].csv", ["[x].csv"]),
        ("?.txt", ["c.txt"]),
        (".*.csv", [".hidden.csv"]),
        ("sub/*.csv", ["sub/d.csv"]),
        ("*/d.csv", ["inner/d.csv", "sub/d.csv"]),
        ("**/*.csv", ["[x].csv", "a.csv", "b.csv", "sub/d.csv", "sub/deep/e.csv"]),
        ("**/**/e.csv", ["sub/deep/e.csv"]),
        ("sub/**", ["sub/d.csv", "sub/deep/e.csv"]),
        ("**/deep/*", ["sub/deep/e.csv"]),
        ("latest", ["latest"]),
        *((pattern, []) for pattern in ("", ".", "/", "sub", "A.CSV", "[z-a].csv", "[", "loop", "loop/*", "a.csv/x")),
        *((pattern, []) for pattern in ("../outside/*", "sub/../../outside/*", "sub/../a.csv", "/etc/passwd", "..")),
        *((pattern, []) for pattern in ("to_file", "to_dir/*", "*/o.csv", "**/o.csv", "a\0.csv", "~/*")),
    ],
)
def test_matching(task: Path, pattern: str, found: list[str]) -> None:
    assert names(task, pattern) == found


def test_matching__an_absolute_pattern_of_the_directory_itself_is_refused(task: Path) -> None:
    assert names(task, f"{task}/a.csv") == []


def test_matching__ends(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(globbing, "MOST_ENTRIES", 5)
    with pytest.raises(StepError) as caught:
        list(matching(task, "**/nothing"))
    assert caught.value.code == "too_many_files"
    assert "'**/nothing'" in caught.value.sentence


def test_matching__odd_patterns_take_no_time(tmp_path: Path) -> None:
    (tmp_path / ("a" * 200)).write_text("")
    assert names(tmp_path, "*a" * 50 + "b") == []


def test_missing__names_the_patterns(task: Path) -> None:
    assert missing(task, ["a.csv", "*.xml", "sub/*.csv", "sub", "../outside/o.csv", "to_file"]) == [
        *("*.xml", "sub", "../outside/o.csv", "to_file")
    ]
    assert missing(task, []) == []
    assert missing(task / "not there", ["*"]) == ["*"]


def test_removed__what_matches_and_nothing_else(task: Path) -> None:
    assert removed(task, ["*.csv", "sub/**", "a.csv", "../outside/*"], "task.log") == [
        *("[x].csv", "a.csv", "b.csv", "sub/d.csv", "sub/deep/e.csv")
    ]
    assert (task / "sub" / "deep").is_dir()
    assert (task.parent / "outside" / "o.csv").exists()


def test_removed__never_the_engine_s_files(task: Path) -> None:
    removed(task, ["*", ".*", "**/*", "self/*", "self/.*", "self/self/*"], "task.log")
    left = {path.name for path in task.iterdir() if path.is_file() and not path.is_symlink()}
    assert left == {"task_config.json", "task_result.json", "task.log", ".executor.out"}
    assert (task.parent / "outside" / "o.csv").exists()


def test_removed__the_link_not_what_it_points_to(task: Path) -> None:
    assert removed(task, ["latest"], "task.log") == ["latest"]
    assert (task / "a.csv").exists()


def test_removed__another_log_file(task: Path) -> None:
    (task / "data_pipeline.log").write_text("")
    assert removed(task, ["*.log"], "data_pipeline.log") == ["task.log"]
