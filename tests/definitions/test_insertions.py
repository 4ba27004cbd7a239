from __future__ import annotations

from typing import Any

import pytest
from made import OPEN, definition, faults

from server.definitions.checked import checked

DECLARED = {"required": {"x": {"type": "text"}, "y": {"type": "text"}}}


def with_parameters(step: dict[str, Any]) -> dict[str, Any]:
    return definition(step, parameters=DECLARED)


@pytest.mark.parametrize(
    "command",
    [
        ["ls", "${x}"],
        ["python3", "tool.py", "--day", "${x}"],
        ["python3", "-m", "tool", "${x}"],
        ["sh", "-c", 'ls "$1"', "sh", "${x}"],
        ["bash", "-e", "-o", "pipefail", "job.sh", "now", "${x}"],
        ["perl", "tool.pl", "${x}"],
        ["/opt/my tool/run"],
    ],
)
def test_command__parameters_that_nothing_runs(command: list[str]) -> None:
    checked(with_parameters({"command": command}), OPEN)


@pytest.mark.parametrize(
    "command",
    [
        ["${x}"],
        ["${x}", "ls"],
        ["sh", "-c", "${x}"],
        ["/bin/bash", "-c", "${x}"],
        ["bash", "-lc", "${x}"],
        ["sh", "-c", "-e", "${x}"],
        ["sh", "-c", "--", "${x}"],
        ["bash", "-o", "errexit", "-c", "${x}"],
        ["bash", "-c", "-o", "errexit", "${x}"],
        ["bash", "-o", "errexit", "${x}", "${y}"],
        ["bash", "--rcfile", "f", "${x}"],
        ["sh", "${x}"],
        ["sh", "${x}", "${y}"],
        ["dash", "-e", "${x}"],
        ["zsh", "-c", "${x}"],
        ["ksh", "-c", "${x}"],
        ["python3.11", "-c", "${x}"],
        ["perl", "-e", "${x}"],
        ["perl", "-e", "print", "-e", "${x}"],
        ["node", "--eval", "${x}"],
        ["awk", "-v", "a=b", "${x}"],
        ["env", "sh", "-c", "${x}"],
        ["env", "${x}", "${y}"],
        ["nice", "-n", "5", "${x}"],
        ["busybox", "sh", "-c", "${x}"],
        ["timeout", "5", "sh", "-c", "${x}"],
        ["xargs", "${x}"],
        ["ssh", "host", "${x}"],
        ["find", ".", "-exec", "${x}", ";"],
        ["sqlite3", "a.db", "${x}"],
        ["psql", "-c", "${x}"],
        ["vim", "-c", "${x}"],
        ["rsync", "-e", "${x}", "a", "b"],
        ["split", "--filter", "${x}", "a"],
        ["sort", "--compress-program", "${x}", "a"],
    ],
)
def test_command__no_parameter_is_run(command: list[str]) -> None:
    found = faults(with_parameters({"command": command}))
    assert all("give the parameter by env" in error for error in found.values())
    assert found


def test_command__a_parameter_is_a_whole_argument() -> None:
    found = faults(with_parameters({"command": ["ls", "a${x}", "${x}${y}"]}))
    assert {field: "whole argument" in error for field, error in found.items()} == {
        "steps.0.command.1": True,
        "steps.0.command.2": True,
    }


def test_command__a_list_unless_for_a_shell() -> None:
    assert "list of the program" in faults(with_parameters({"command": "ls -l"}))["steps.0.command"]
    assert "one text" in faults(with_parameters({"command": ["ls", "-l"], "shell": True}))["steps.0.command"]
    checked(with_parameters({"command": ["ls -l"], "shell": True}), OPEN)


@pytest.mark.parametrize("name", ["BASH_ENV", "ENV", "PATH", "PS4", "LD_PRELOAD", "PYTHONSTARTUP", "GIT_SSH_COMMAND"])
def test_env__no_parameter_says_what_is_loaded(name: str) -> None:
    found = faults(with_parameters({"command": ["bash", "job.sh"], "env": {name: "${x}"}}))
    assert found == {f"steps.0.env.{name}": "programs load or run what it says: no parameter here"}


@pytest.mark.parametrize("name", ["DAY", "GIT_AUTHOR_NAME", "PYTHONHASHSEED", "INPUT_PATH"])
def test_env__parameters_in_the_others(name: str) -> None:
    checked(with_parameters({"command": ["bash", "job.sh"], "env": {name: "${x}"}}), OPEN)


def test_shell__its_text_has_no_parameters() -> None:
    found = faults(with_parameters({"command": "ls ${x}", "shell": True}))
    assert "by env" in found["steps.0.command"]
    checked(with_parameters({"command": 'ls "$X"', "shell": True, "env": {"X": "${x}"}}), OPEN)


@pytest.mark.parametrize(
    "step",
    [
        {"command": ["ls", "${z}"]},
        {"command": ["ls"], "env": {"A": "${z}"}},
        {"url": "https://example.org/${z}"},
        {"url": "https://example.org/", "headers": {"A": "${z}"}},
        {"url": "https://example.org/", "body": {"a": [{"${z}": 1}]}},
        {"files": ["${z}.csv"]},
        {"workflow": "other", "workflow_parameters": {"a": "${z}"}},
        {"timeout_minutes": "${z}"},
    ],
)
def test_parameters__each_is_declared(step: dict[str, Any]) -> None:
    assert "the parameter z is not declared" in faults(with_parameters(step)).values()
    assert "the parameter z is not declared" in faults(definition(step)).values()


@pytest.mark.parametrize("field", ["required_files", "output_files", "cleanup_patterns"])
def test_parameters__none_in_the_patterns_of_a_step(field: str) -> None:
    assert "use *" in faults(with_parameters({field: ["${x}.csv"]}))[f"steps.0.{field}"]


def test_timeout__only_from_an_integer() -> None:
    assert faults(with_parameters({"timeout_minutes": "${x}"})) == {"steps.0.timeout_minutes": "x is no integer"}
