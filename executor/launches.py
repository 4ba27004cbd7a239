"""How a step of each kind becomes a process. Nothing is started here, and no shell sees a parameter.

Parameters come into a command as whole arguments or by its environment, into the other kinds by their context.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bus.placeholders import PLACEHOLDER, filled, names_in, text_of
from bus.settings import ROOT
from executor.step_error import StepError

LONGEST_TEXT = 131_071  # bytes of one argument or variable: what Linux takes
FUNCTIONS = {
    "http": "executor.steps.http:run",
    "wait_for_files": "executor.steps.wait_for_files:run",
    "workflow": "executor.steps.workflow:run",
}
# The parts of a definition in which placeholders stand for parameters.
PLACES = {"http": ("url", "headers", "body"), "wait_for_files": ("files",), "workflow": ("workflow_parameters",)}


@dataclass(frozen=True, slots=True)
class Launch:
    """What is to be started. ``cwd`` None = the executor's own; ``env`` comes on top of what every step gets.

    ``context`` goes to stdin as JSON, with ``connections`` still empty; None = a command, which reads nothing there.
    """

    argv: list[str]
    cwd: Path | None = None
    env: dict[str, str] = field(default_factory=dict)
    context: dict[str, Any] | None = None


def launch_of(
    step: Mapping[str, Any], task_parameters: Mapping[str, Any], directory: Path, python: str, language: str = "zh"
) -> Launch:
    """The process of a normalised step; ``python`` is the interpreter of the kinds that are functions.

    ``language`` is what the task speaks: ``zh`` or ``en``.

    A parameter without a value is an empty text. StepError (``invalid_argument``) for a text that no process can get.
    """
    if step["kind"] == "command":
        return _command(step, task_parameters, directory)
    function = FUNCTIONS.get(step["kind"]) or f"{step['module']}:{step['function']}"
    context = {
        "step": step["id"],
        "function": function,
        "directory": str(directory),
        "parameters": dict(task_parameters),
        "connections": {},
        "definition": _filled_in(step, task_parameters),
        "language": language,
    }
    return Launch([python, str(ROOT / "executor" / "python_step.py")], context=context)


def _command(step: Mapping[str, Any], parameters: Mapping[str, Any], directory: Path) -> Launch:
    command = step["command"]
    if step.get("shell") is True:
        # Its text is the author's to the last letter: what looks like a placeholder is the shell's own variable.
        argv = ["/bin/sh", "-c", command if isinstance(command, str) else command[0]]
    else:
        argv = [_argument(one, parameters) for one in command]
    env = {name: text_of(_fill(value, parameters)) for name, value in (step.get("env") or {}).items()}
    for number, text in enumerate(argv):
        _check(f"argument {number}", text)
    for name, text in env.items():
        _check(f"variable {name!r}", f"{name}={text}")
    return Launch(argv, directory, env)


def _argument(given: Any, parameters: Mapping[str, Any]) -> str:
    whole = PLACEHOLDER.fullmatch(given) if isinstance(given, str) else None
    return text_of(parameters.get(whole[1]) if whole else given)


def _filled_in(step: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The step's definition; a parameter that is all of a sub-task's parameter keeps its type."""
    definition = dict(step)
    for place in PLACES.get(step["kind"], ()):
        if place in step:
            definition[place] = _fill(step[place], parameters)
    if step["kind"] == "http":
        definition["url"] = _address(step["url"], parameters)
    if step["kind"] == "workflow":
        for name, value in (step.get("workflow_parameters") or {}).items():
            if isinstance(value, str) and (whole := PLACEHOLDER.fullmatch(value)):
                definition["workflow_parameters"][name] = parameters.get(whole[1])
    return definition


def _address(url: str, parameters: Mapping[str, Any]) -> str:
    """The url: behind the host a value is part of its path or of one field of its query, whatever is in it."""

    def text(found: re.Match[str]) -> str:
        before, value = url[: found.start()], text_of(parameters.get(found[1]))
        if "/" not in before.partition("://")[2] and "?" not in before:
            return value
        return quote(value, safe="" if "?" in before else "/")

    return PLACEHOLDER.sub(text, url)


def _fill(value: Any, parameters: Mapping[str, Any]) -> Any:
    return filled(value, {name: parameters.get(name) for name in names_in(value)})


def _check(place: str, text: str) -> None:
    """Hold a text to what the operating system takes: no NUL, encodable, not too long."""
    try:
        size = len(os.fsencode(text))
    except UnicodeEncodeError:
        size = LONGEST_TEXT + 1
    if "\0" not in text and size <= LONGEST_TEXT:
        return
    raise StepError(
        f"The command cannot be started: {place} holds a NUL or half a character, or is longer than {LONGEST_TEXT}"
        " bytes; check the parameters of the task.",
        f"命令无法启动：{place} 含有 NUL 或不完整的字符，或超过 {LONGEST_TEXT} 字节，请检查任务参数",
        code="invalid_argument",
    )
