"""Taking an execution: whoever's UPDATE finds the row still queued has it, with a token that fences out the others."""

from __future__ import annotations

import uuid

from bus import identity
from bus.clock import stamp
from bus.db import Connection, execute, fetch_one
from bus.executions import STOP_CHANNEL
from bus.liveness import LOCK_CLASS
from bus.queries import load
from bus.rows import Execution


def claim(connection: Connection, execution_id: str) -> Execution | None:
    """The execution, now running and ours, its first step recorded; None when it is not queued (any more)."""
    me = identity.this_process()
    values = {
        "execution_id": execution_id,
        "run_token": str(uuid.uuid4()),
        "host": me.host,
        "boot_id": me.boot_id,
        "pid": me.pid,
        "pid_started": me.pid_started,
        "stamp": stamp().replace("_", ""),
        "lock_class": LOCK_CLASS,
    }
    row = fetch_one(connection, load("executions").claim_execution, values)
    if row is None:
        return None
    execute(connection, f"LISTEN {STOP_CHANNEL}", {})
    return Execution.of(row)
