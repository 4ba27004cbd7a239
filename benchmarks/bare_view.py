"""The floor of a poll: a bare Flask view that does the same one-row SELECT, under the very server that ours runs in.

    python -m benchmarks.bare_view --port 8085
"""

from __future__ import annotations

import argparse
import threading
from dataclasses import replace

import psycopg2
from flask import Flask, Response, json

from bus.db import Connection
from bus.queries import load
from bus.settings import read_settings
from server.commands.serve import Server, listen


def bare_app(url: str) -> Flask:
    """One route, one session per thread, the row as JSON and nothing else."""
    app = Flask("bare")
    sessions = threading.local()
    statement = load("tasks").get_task

    def session() -> Connection:
        if not hasattr(sessions, "connection"):
            sessions.connection = psycopg2.connect(url)
            sessions.connection.autocommit = True
        connection: Connection = sessions.connection
        return connection

    @app.get("/<task_id>")
    def show(task_id: str) -> Response:
        with session().cursor() as cursor:
            cursor.execute(statement, {"task_id": task_id})
            names = [column.name for column in cursor.description or ()]
            return json.jsonify(dict(zip(names, cursor.fetchone() or (), strict=True)))

    return app


class BareServer(Server):
    """Ours in everything but the application."""

    def load(self) -> Flask:
        return bare_app(self._bus_url)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", required=True)
    settings = replace(read_settings(), port_text=parser.parse_args().port)
    BareServer(settings, settings.database_url, listen(settings)).run()


if __name__ == "__main__":
    main()
