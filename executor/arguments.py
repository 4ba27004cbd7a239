"""The arguments of an executor. Read by getopt: argparse alone would take a tenth of the time until the claim."""

from __future__ import annotations

import getopt
import sys
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

USAGE = """\
usage: task_executor --task-id ID [--execution-mode complete|step] [--step-name STEP] [--execution-id EXECUTION]

Run one execution of a task: the recorded one of that id, else one that is requested now.
  --task-id ID                      the task
  --execution-mode complete|step    the whole workflow (the default), or one step
  --step-name STEP                  which, with --execution-mode step
  --execution-id EXECUTION          what the server recorded before it started this process"""
NAMES = ["help", "task-id=", "execution-mode=", "step-name=", "execution-id="]


class Arguments(NamedTuple):
    """``step`` and ``execution_id`` are None where they were not given."""

    task_id: str
    step: str | None
    execution_id: str | None


def parse(arguments: Sequence[str]) -> Arguments:
    """What the command line says; SystemExit with a sentence and 2 when it says too little or too much, 0 for help."""
    try:
        pairs, rest = getopt.getopt(list(arguments), "", NAMES)
    except getopt.GetoptError as error:
        _refuse(str(error))
    given = dict(pairs)
    if "--help" in given:
        print(USAGE)
        sys.exit(0)
    if rest:
        _refuse(f"what is {rest[0]!r} for?")
    if not given.get("--task-id"):
        _refuse("--task-id is missing")
    mode, step = given.get("--execution-mode", "complete"), given.get("--step-name")
    if mode not in ("complete", "step"):
        _refuse(f"--execution-mode is complete or step, not {mode!r}")
    if (mode == "step") != (step is not None):
        _refuse("--step-name goes with --execution-mode step, and the other way round")
    return Arguments(given["--task-id"], step, given.get("--execution-id"))


def _refuse(reason: str) -> NoReturn:
    print(f"{USAGE}\n\n{reason}", file=sys.stderr)
    sys.exit(2)
