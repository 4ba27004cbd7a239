"""Who of Trainyard is connected to the database server at present."""

from __future__ import annotations

from bus.db import Connection, fetch_all
from bus.queries import load


def others(connection: Connection) -> dict[str, int]:
    """How many sessions each other part (``trainyard server``, ``trainyard executor``) has open, over all databases."""
    rows = fetch_all(connection, load("sessions").sessions_of_trainyard, {})
    return {row["application_name"]: row["count"] for row in rows}
