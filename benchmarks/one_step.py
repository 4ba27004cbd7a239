"""One step of the pipeline in a process of its own, as a run has it, with its time and the memory that it took.

python -m benchmarks.one_step < {"name": ..., "directory": ..., "parameters": {}, "connections": {}}
"""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bus.settings import ROOT

_KILOBYTES = 1 if sys.platform != "darwin" else 1 / 1024  # that ru_maxrss counts in


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process took: seconds from start to end, and the most megabytes that it held at once."""

    seconds: float
    megabytes: float


def run_step(name: str, directory: Path, parameters: Mapping[str, Any], connections: Mapping[str, str]) -> Taken:
    """Run a step in a new process; RuntimeError when it fails."""
    given = {"name": name, "directory": str(directory), "parameters": parameters, "connections": connections}
    return run_python(["-m", __name__], json.dumps(given))


def run_python(arguments: Sequence[str], given: str = "") -> Taken:
    """Run a new Python with that on its standard input; RuntimeError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdin=subprocess.PIPE, text=True)
    assert process.stdin is not None
    with process.stdin:
        process.stdin.write(given)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"python {' '.join(arguments)} ended with {process.returncode}")
    return Taken(time.perf_counter() - started, usage.ru_maxrss * _KILOBYTES / 1024)


def main() -> None:
    given = json.load(sys.stdin)
    logging.basicConfig(level=logging.ERROR)
    step = SimpleNamespace(
        directory=Path(given["directory"]),
        parameters=given["parameters"],
        connections=given["connections"],
        logger=logging.getLogger("benchmark"),
        progress=lambda fraction, message="": None,
    )
    gc.disable()  # this and the rest as executor/python_step.py has it
    run = import_module(f"data_pipeline.steps.{given['name']}").run
    gc.freeze()
    gc.enable()
    run(step)
    gc.freeze()


if __name__ == "__main__":
    main()
