"""How the server is."""

from __future__ import annotations

import psycopg2
from flask import Blueprint, Response

from bus.db import fetch_one
from bus.errors import BusUnavailable
from bus.queries import load
from server import VERSION
from server.answers import as_json
from server.context import context
from server.operation import operation
from server.schemas.server import Health

blueprint = Blueprint("health", __name__, url_prefix="/api/v1")


@operation(
    blueprint,
    "GET",
    "/health",
    summary="Whether server, bus and dispatcher are up",
    tag="server",
    role=None,
    answer=Health,
    enveloped=False,
)
def health() -> Response:
    state: Health = {
        "status": "unavailable",
        "version": VERSION,
        "database": "down",
        "dispatcher": "unknown",
        "running": 0,
        "queued": 0,
    }
    try:
        with context().pool.session() as connection:
            row = fetch_one(connection, load("dispatcher").server_health, {}) or {}
    except (BusUnavailable, psycopg2.Error):
        return as_json(state, 503)
    state["status"] = "ok" if row["dispatches"] else "degraded"
    state["database"] = "up"
    state["dispatcher"] = "running" if row["dispatches"] else "stopped"
    state["running"], state["queued"] = row["running"], row["queued"]
    return as_json(state)
