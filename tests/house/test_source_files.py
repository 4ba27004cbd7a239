"""Lengths, names, and what must not stand in any file."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from source import name, project_files, python_files, tree

from bus.settings import ROOT

LONGEST = 300
MEDIAN = 100
FORBIDDEN = {"manager", "handler", "helper", "processor", "orchestrator", "utils", "util", "common", "info", "simple"}
# Words of the outside interface that the specification has chosen.
OUTSIDE = {"table_list_info", "TableListInfo"}
WORKPLACE = tuple("/".join(("", *parts)) for parts in (("work", ""), ("tmp", "devpg")))
SOURCES = [*python_files(), *python_files("tests", "benchmarks"), *sorted((ROOT / "sql").rglob("*.sql"))]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_length__at_most_300_lines(path: Path) -> None:
    assert length(path) <= LONGEST


def test_length__median_below_100() -> None:
    assert statistics.median(length(path) for path in python_files()) < MEDIAN


def words(text: str) -> set[str]:
    """``TaskManager2`` and ``task_manager`` are task and manager."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)}


def defined(path: Path) -> Iterator[str]:
    """What the file defines, and its own name."""
    yield path.stem
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_words__see_through_both_spellings() -> None:
    assert words("TaskManager") == words("task_manager2") == {"task", "manager"}
    assert words("URLInfo") == {"url", "info"}


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_names__say_what_a_thing_is(path: Path) -> None:
    for one in defined(path):
        assert one in OUTSIDE or not words(one) & FORBIDDEN, f"{name(path)} defines {one}"


@pytest.mark.parametrize("path", python_files("server", "executor"), ids=name)
def test_popen__never_a_pipe_that_nobody_may_read(path: Path) -> None:
    """A child whose pipe is not read hangs after about 64 kB, and dies with whoever held the other end."""
    for node in ast.walk(tree(path)):
        used = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        assert used != "PIPE", f"{name(path)}:{getattr(node, 'lineno', 0)}"


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_annotations__everywhere(path: Path) -> None:
    functions = any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree(path)))
    assert not functions or "from __future__ import annotations" in path.read_text(encoding="utf-8")


def test_paths__of_a_workplace_stand_in_no_file() -> None:
    for path in project_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        found = [place for place in WORKPLACE if re.search(rf"(?<![\w.]){re.escape(place)}", text)]
        assert not found, f"{name(path)} names {found}"


@pytest.mark.parametrize("path", python_files("tests"), ids=name)
def test_tests__are_run_and_are_real(path: Path) -> None:
    """A test that is left out proves nothing, nor does one against a copy of our own code."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"skip", "skipif", "xfail", "importorskip"}, f"{name(path)}:{node.lineno}"
        modules = [node.module] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not any(str(module).startswith(("unittest.mock", "mock")) for module in modules), name(path)


def test_tests__have_distinct_file_names() -> None:
    """There are no packages among the tests, so two files of one name would hide each other."""
    stems = [path.stem for path in python_files("tests") if path.stem != "conftest"]
    assert len(stems) == len(set(stems)), sorted({stem for stem in stems if stems.count(stem) > 1})
