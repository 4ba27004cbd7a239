"""The application: what it is made of, and nothing else."""

from __future__ import annotations

from functools import partial

from flask import Flask, after_this_request, request
from flask_cors import CORS

from bus.settings import Settings
from server import failures, unread
from server.context import Context, Launch
from server.live.live import Live
from server.pool import Pool
from server.routes import (
    api_definitions,
    api_notifications,
    api_preferences,
    api_task_control,
    api_task_records,
    api_task_validation,
    api_tasks,
    api_workflows,
    connections,
    docs,
    health,
    live,
    login,
    metrics,
    v0_databases,
    v0_exchange,
    v0_executions,
    v0_files,
    v0_logs,
    v0_reports,
    v0_table_lists,
    v0_tasks,
    v1_executions,
    v1_runs,
    v1_workflow_tasks,
    v1_workflows,
)
from server.same_machine import require_same_machine

SESSIONS = 16  # of the bus, per server process
ROUTES = (
    *(v0_tasks, v0_executions, v0_logs, v0_files, v0_reports, v0_table_lists, v0_exchange, v0_databases),
    *(api_tasks, api_task_control, api_task_records, api_task_validation, api_preferences),
    *(api_workflows, api_definitions),
    *(v1_workflows, v1_workflow_tasks, v1_runs, v1_executions),
    *(api_notifications, live, connections, login, health, metrics, docs),
)


def create_app(settings: Settings, bus_url: str, launch: Launch) -> Flask:
    """The WSGI application.

    ``bus_url`` is a migrated database; ``launch(connection, execution)`` starts an executor.
    """
    app = Flask("server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.upload_limit_bytes
    app.url_map.merge_slashes = False  # //etc/passwd is refused as it stands, not redirected to something else
    Context(settings, Pool(bus_url, SESSIONS), launch, Live(bus_url, settings.max_live_clients)).attach(app)
    app.before_request(partial(_guard, settings))
    failures.register(app)
    for module in ROUTES:
        app.register_blueprint(module.blueprint)
    if settings.cors_origins:
        CORS(app, origins=settings.cors_origins)
    return app


def _guard(settings: Settings) -> None:
    """What is refused before anything else is looked at; one hook, since every poll pays for each.

    A large body is known by its announced length, before a byte of it is read; what comes unannounced is counted while
    it is read.
    """
    require_same_machine(settings, request)
    announced = (request.content_length or 0) if request.environ.get("CONTENT_LENGTH") else 0
    if announced > unread.LEAST_BYTES:
        after_this_request(unread.taken_off)
    if announced > settings.upload_limit_bytes:
        raise failures.too_large(settings.upload_limit_bytes)
