"""How steps become processes: what is in the arguments, and that it is all that is in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.settings import ROOT
from executor.launches import LONGEST_TEXT, Launch, launch_of
from executor.step_error import StepError

HERE = Path("/some/task")
STEP_PROGRAM = ["python", str(ROOT / "executor" / "python_step.py")]


def command(*argv: Any, **more: Any) -> dict[str, Any]:
    return {"id": "s", "kind": "command", "command": list(argv), **more}


def launched(step: dict[str, Any], **parameters: Any) -> Launch:
    return launch_of(step, parameters, HERE, "python")


def test_launch_of__command() -> None:
    step = command("echo", "${day}", "--x=${day}", "${n}", "${flag}", env={"DAY": "on ${day}, ${n}", "N": 1})
    launch = launched(step, day="2026-01-01; rm -rf /", n=3, flag=True)
    assert launch.argv == ["echo", "2026-01-01; rm -rf /", "--x=${day}", "3", "true"]
    assert launch.env == {"DAY": "on 2026-01-01; rm -rf /, 3", "N": "1"}
    assert launch.cwd == HERE
    assert launch.context is None


def test_launch_of__a_parameter_without_value_is_an_empty_argument() -> None:
    launch = launched(command("a", "${none}", "${missing}", "b", env={"X": "<${missing}>"}), none=None)
    assert launch.argv == ["a", "", "", "b"]
    assert launch.env == {"X": "<>"}


def test_launch_of__what_a_parameter_holds_is_not_filled_again() -> None:
    assert launched(command("echo", "${a}"), a="${b}", b="secret").argv == ["echo", "${b}"]


@pytest.mark.parametrize("given", ["echo ${HOME} | wc", ["echo ${HOME} | wc"]])
def test_launch_of__shell_takes_its_text_as_it_stands(given: Any) -> None:
    step = {"id": "s", "kind": "command", "shell": True, "command": given, "env": {"V": "${p}"}}
    launch = launched(step, HOME="; touch hacked", p="$(touch hacked)")
    assert launch.argv == ["/bin/sh", "-c", "echo ${HOME} | wc"]
    assert launch.env == {"V": "$(touch hacked)"}


@pytest.mark.parametrize(
    "step",
    [
        command("echo", "${p}"),
        command("echo", env={"X": "${p}"}),
        {"id": "s", "kind": "command", "shell": True, "command": "true", "env": {"X": "a${p}"}},
    ],
)
@pytest.mark.parametrize("value", ["a\0b", "\ud800", "x" * (LONGEST_TEXT + 1)], ids=["NUL", "half", "long"])
def test_launch_of__what_no_process_can_get(step: dict[str, Any], value: str) -> None:
    with pytest.raises(StepError) as caught:
        launched(step, p=value)
    assert caught.value.code == "invalid_argument"
    assert value not in caught.value.sentence


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50))
def test_launch_of__any_text_arrives_as_one_argument(value: str) -> None:
    assert launched(command("echo", "${p}", "end"), p=value).argv == ["echo", value, "end"]


METACHARACTERS = "; $(touch x) `touch x` | & > x < \"'\\ \n * ? ~ {a,b} # ! $HOME ${HOME} %s -rf"


def test_launch_of__metacharacters_reach_a_real_process_unchanged(tmp_path: Path) -> None:
    show = "import os, sys; sys.stdout.write(sys.argv[1] + '|' + os.environ['P'])"
    step = command(sys.executable, "-c", show, "${p}", env={"P": "${p}"})
    launch = launch_of(step, {"p": METACHARACTERS}, tmp_path, sys.executable)
    done = subprocess.run(
        launch.argv, cwd=launch.cwd, env=os.environ | launch.env, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"{METACHARACTERS}|{METACHARACTERS}"
    assert list(tmp_path.iterdir()) == []


def test_launch_of__python() -> None:
    step = {"id": "s", "kind": "python", "module": "examples.topup", "function": "submit", "name": "${p}"}
    launch = launched(step, p=1)
    assert launch == Launch(
        STEP_PROGRAM,
        None,
        {},
        {
            "step": "s",
            "function": "examples.topup:submit",
            "directory": "/some/task",
            "parameters": {"p": 1},
            "connections": {},
            "definition": step,
            "language": "zh",
        },
    )


def test_launch_of__http() -> None:
    step = {"id": "s", "kind": "http", "url": "http://h/${p}?x=${q}", "headers": {"X-${p}": "${p}"}, "method": "PUT",
            "body": {"list": ["${p}", 1, None], "${p}": "${missing}"}, "name": "${p}"}  # fmt: skip
    launch = launched(step, p="v", q=False)
    assert launch.argv == STEP_PROGRAM
    assert launch.context is not None
    assert launch.context["function"] == "executor.steps.http:run"
    assert launch.context["definition"] == step | {
        "url": "http://h/v?x=false",
        "headers": {"X-v": "v"},
        "body": {"list": ["v", 1, None], "v": ""},
    }
    assert step["url"] == "http://h/${p}?x=${q}"


def test_launch_of__wait_for_files() -> None:
    launch = launched({"id": "s", "kind": "wait_for_files", "files": ["${day}/*.csv"], "poll_seconds": 2}, day="d")
    assert launch.context is not None
    assert launch.context["function"] == "executor.steps.wait_for_files:run"
    assert launch.context["definition"]["files"] == ["d/*.csv"]


def test_launch_of__workflow_keeps_the_type_of_a_whole_parameter() -> None:
    given = {"n": "${n}", "text": "no. ${n}", "missing": "${missing}", "fixed": 1}
    step = {"id": "s", "kind": "workflow", "workflow": "other", "workflow_parameters": given}
    launch = launched(step, n=5)
    assert launch.context is not None
    assert launch.context["function"] == "executor.steps.workflow:run"
    filled = {"n": 5, "text": "no. 5", "missing": None, "fixed": 1}
    assert launch.context["definition"]["workflow_parameters"] == filled
    assert given["n"] == "${n}"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://h.example/e?x=${p}", "https://h.example/e?x=a%20b%26c%2Fd%23f"),
        ("https://h.example/${p}/x", "https://h.example/a%20b%26c/d%23f/x"),
        ("${whole}", "https://h.example/x?y=1"),
        ("https://${host}/x", "https://h.example:8080/x"),
    ],
)
def test_launch_of__a_value_in_a_url_stays_one_part_of_it(url: str, sent: str) -> None:
    step = {"id": "s", "kind": "http", "url": url}
    values = {"p": "a b&c/d#f", "whole": "https://h.example/x?y=1", "host": "h.example:8080"}
    launch = launch_of(step, values, Path("/task"), "python")
    assert launch.context is not None
    assert launch.context["definition"]["url"] == sent
