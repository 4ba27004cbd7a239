"""Entry of an executor: ``task_executor.py --task-id ID --execution-mode complete|step [--step-name S]``.

The server names the execution that it recorded (``--execution-id``); without one, a run by hand, it is requested here,
under the same rules. Exit codes: 0 the execution ended, however; 1 it could not be started (a sentence says why);
2 the arguments are wrong; 3 it was replaced by another executor.

The claim comes first, and what it does not need is imported after it, so that the record says ``running`` at once.
"""

from __future__ import annotations

import sys

if not __package__:  # started by its path: the rooms lie beside this one
    sys.path[0] = sys.path[0].rpartition("/")[0]
    # psycopg2 looks for ssl only for locks that OpenSSL needed before 1.1; that import takes a tenth of the start.
    sys.modules["ssl"] = None  # type: ignore[assignment]
    import psycopg2  # noqa: F401

    del sys.modules["ssl"]

import os
from contextlib import closing
from functools import partial

from bus.db import bus_url, connect
from bus.errors import TrainyardError
from executor.arguments import Arguments, parse
from executor.claim import claim
from executor.insist import insist

BUS_SECONDS = 60  # how long a bus that breaks at the claim is waited for


def main(arguments: list[str]) -> int:
    """Claim, run, record; the exit code."""
    wanted = parse(arguments)
    try:
        url = os.environ.get("DATABASE_URL") or _find_bus()
        execution_id = wanted.execution_id or _request(url, wanted)
        take = partial(claim, execution_id=execution_id, run_token=os.urandom(16).hex())
        connection, claimed = insist(partial(connect, url, application="trainyard executor"), take, BUS_SECONDS)
    except TrainyardError as error:
        print(error.en, file=sys.stderr)
        return 1
    if claimed is None:
        print(
            f"{execution_id} is not waiting for an executor: it was claimed by another or has ended.", file=sys.stderr
        )
        return 1
    from bus.settings import read_settings
    from executor.run import run

    return run(read_settings(), url, connection, claimed)


def _find_bus() -> str:
    """The server says in the environment where the bus is; a run by hand may have to look for the embedded one."""
    from bus.settings import read_settings

    return bus_url(read_settings())


def _request(url: str, wanted: Arguments) -> str:
    from bus.executions import COMPLETE
    from bus.limits import limits_of
    from bus.requests import Request, request_execution
    from bus.settings import read_settings

    request, limits = Request(step=wanted.step or COMPLETE), limits_of(read_settings())
    with closing(connect(url)) as connection:
        return request_execution(connection, wanted.task_id, request, limits).execution_id


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
