"""The floor of a poll: a bare Flask view that does the same one-row SELECT, under the very server that ours runs in.

The SELECT is prepared, as ours is: what is compared is everything around it.

    python -m benchmarks.bare_view --port 8085
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import psycopg2
from flask import Flask, Response

from bus.db import Connection
from bus.queries import load
from bus.settings import read_settings
from server.commands.listener import listen
from server.commands.serve import Server


def bare_app(url: str) -> Flask:
    """One route: a session that lies idle (the last used first, which is the fastest), the row, JSON; nothing else."""
    app = Flask("bare", static_folder=None)
    idle: list[Connection] = []

    def connect() -> Connection:
        connection: Connection = psycopg2.connect(url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"PREPARE poll (text) AS {load('tasks').get_task.replace('%(task_id)s', '$1')}")
        return connection

    @app.get("/<task_id>")
    def show(task_id: str) -> Response:
        try:
            connection = idle.pop()
        except IndexError:
            connection = connect()
        with connection.cursor() as cursor:
            cursor.execute("EXECUTE poll (%s)", (task_id,))
            row = cursor.fetchone() or ()
            names = [column.name for column in cursor.description or ()]
        idle.append(connection)
        text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)
        return Response(text, content_type="application/json")

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
