"""The application: what it is made of, and nothing else."""

from __future__ import annotations

from flask import Flask, request

from bus.settings import Settings
from server import failures
from server.context import Context, Launch, context
from server.pool import Pool
from server.routes import v0_executions, v0_logs, v0_tasks

SESSIONS = 16  # of the bus, per server process
BLUEPRINTS = (v0_tasks, v0_executions, v0_logs)


def create_app(settings: Settings, bus_url: str, launch: Launch) -> Flask:
    """The WSGI application. ``bus_url`` is a migrated database; ``launch`` starts the executor of an admitted execution."""
    app = Flask("server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_limit_bytes
    Context(settings, Pool(bus_url, SESSIONS), launch).attach(app)
    app.before_request(_refuse_large_body)
    failures.register(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    return app


def _refuse_large_body() -> None:
    """By its announced length, before a byte of it is read; what comes unannounced is counted while it is read."""
    limit = context().settings.upload_limit_bytes
    if (request.content_length or 0) > limit:
        raise failures.too_large(limit)
