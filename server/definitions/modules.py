"""The functions of python steps: whether they may be used, and whether they are there.

They are never imported here: a module's code runs when it is imported, and it may hang or end its process. One process
imports them all, as a step's process would, and says of each how that went.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bus.faults import Fault
from bus.settings import ROOT, Settings, secret_variables
from bus.workflow_errors import ForbiddenModule
from server.definitions.graph import Places, Steps

IMPORT_SECONDS = 10.0  # for all functions of a definition
_SCRIPT = ROOT / "server" / "definitions" / "import_functions.py"
_SLOW = "importing it took too long", "导入超时"
_GONE = "importing it ended the process", "导入时进程异常退出"


def refuse_forbidden(steps: Steps, settings: Settings) -> None:
    """ForbiddenModule for the first module that lies below none of those that may be used."""
    allowed = settings.python_step_modules
    for step in steps:
        module = step.get("module")
        if module and not any(module == one or module.startswith(f"{one}.") for one in allowed):
            raise ForbiddenModule(module)


def import_faults(steps: Steps, places: Places, seconds: float = IMPORT_SECONDS) -> Iterator[Fault]:
    """Functions that cannot be imported; the caller has made sure that they may be."""
    wanted = {f"{step['module']}:{step['function']}": step for step in reversed(steps) if step["kind"] == "python"}
    if not wanted:
        return
    names = list(wanted)[::-1]
    said, timed_out = _imported(names, seconds)
    for name, answer in zip(names, said, strict=False):
        if answer:
            yield _fault(places, wanted[name], (answer, answer))
    if len(said) < len(names):
        yield _fault(places, wanted[names[len(said)]], _SLOW if timed_out else _GONE)


def _fault(places: Places, step: dict[str, str], reason: tuple[str, str]) -> Fault:
    name = f"{step['module']}:{step['function']}"
    return Fault(f"steps.{places[step['id']]}.function", f"{name}: {reason[0]}", f"{name} 无法导入: {reason[1]}")


def _imported(names: list[str], seconds: float) -> tuple[list[str], bool]:
    """What is wrong with each ("" = nothing), as far as the process came; and whether its time ran out."""
    with TemporaryDirectory(prefix="trainyard-") as directory:
        answers = Path(directory) / "answers"
        answers.touch()
        process = subprocess.Popen(
            [sys.executable, str(_SCRIPT), str(answers)],
            stdin=_file(Path(directory) / "names", json.dumps(names)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=directory,
            env={name: value for name, value in os.environ.items() if name not in secret_variables()},
            start_new_session=True,
        )
        timed_out = _ended(process, seconds)
        return [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()], timed_out
    raise AssertionError  # the directory raises what was raised in it


def _file(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    return os.open(path, os.O_RDONLY)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the end, and end whatever is left of it; whether the time ran out."""
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
