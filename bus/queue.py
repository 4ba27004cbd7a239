"""The queue: the executions that the limits hold back, as the one rule of ``admit_executions`` orders them."""

from __future__ import annotations

from collections.abc import Sequence

from bus.db import Connection, fetch_all
from bus.queries import load


def positions(connection: Connection, task_ids: Sequence[str], ageing_seconds: int | None) -> dict[str, int]:
    """Where in the queue these tasks stand, the next one at 1; those that do not wait are left out.

    ``ageing_seconds`` of waiting are worth one point of priority; None = waiting counts for nothing.
    """
    values = {"task_ids": list(task_ids), "ageing_seconds": ageing_seconds}
    return {row["task_id"]: row["place"] for row in fetch_all(connection, load("queue").queue_positions, values)}
