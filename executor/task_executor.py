"""Entry of an executor: ``task_executor.py --task-id ID --execution-mode complete|step [--step-name S]``.

The server names the execution that it recorded (``--execution-id``); without one, a run by hand, it is requested here,
under the same rules. Exit codes: 0 the execution ended, however; 1 it could not be started (a sentence says why);
3 it was replaced by another executor.
"""

from __future__ import annotations

import sys

if not __package__:  # started by its path: the rooms lie beside this one
    sys.path[0] = sys.path[0].rpartition("/")[0]

import argparse
import uuid
from contextlib import closing
from functools import partial

from bus.db import bus_url, connect
from bus.errors import TrainyardError
from bus.executions import COMPLETE
from bus.settings import read_settings
from executor.claim import claim
from executor.insist import insist

BUS_SECONDS = 60  # how long a bus that breaks at the claim is waited for


def main(arguments: list[str] | None = None) -> int:
    """Claim, run, record. Imports of the run come after the claim, so that the record says ``running`` at once."""
    options = _parser().parse_args(arguments)
    settings = read_settings()
    try:
        url = bus_url(settings)
        execution_id = options.execution_id or _request(url, options)
        take = partial(claim, execution_id=execution_id, run_token=str(uuid.uuid4()))
        connection, claimed = insist(partial(connect, url, application="trainyard executor"), take, BUS_SECONDS)
    except TrainyardError as error:
        print(error.en, file=sys.stderr)
        return 1
    if claimed is None:
        print(
            f"{execution_id} is not waiting for an executor: it was claimed by another or has ended.", file=sys.stderr
        )
        return 1
    from executor.run import run

    return run(settings, url, connection, claimed)


def _request(url: str, options: argparse.Namespace) -> str:
    from bus.requests import Request, request_execution

    with closing(connect(url)) as connection:
        return request_execution(connection, options.task_id, Request(step=options.step_name or COMPLETE)).execution_id


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="task_executor", description="Run one execution of a task.")
    parser.add_argument("--task-id", required=True)
    parser.add_argument("--execution-mode", choices=("complete", "step"), default="complete")
    parser.add_argument("--step-name", help="the step, with --execution-mode step")
    parser.add_argument("--execution-id", help="the recorded execution; without it one is requested")
    return parser


if __name__ == "__main__":
    sys.exit(main())
