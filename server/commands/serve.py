"""``trainyard serve``: gunicorn as a library, one process per worker, a sender in each, the dispatcher in one."""

from __future__ import annotations

import logging
import os
import socket
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from bus.db import connect
from bus.settings import Settings, read_settings
from server import dispatcher, launcher
from server.commands.listener import listen
from server.commands.terminal import say
from server.notifications import sender
from server.startup import wait_for_bus

if TYPE_CHECKING:
    from flask import Flask

BUS_SECONDS = 30  # for a database that comes up after us
THREADS = 8
LIMITS = {
    "limit_request_line": 8190,  # bytes
    "limit_request_fields": 64,
    "limit_request_field_size": 8190,  # bytes; a token needs less than one
    "timeout": 60,  # seconds without a sign of life from a worker
    "graceful_timeout": 1,  # seconds; work that must not be lost is not done here
    "keepalive": 5,
}


@click.command()
@click.option("--host", help="Address to bind to; others than loopback need JWT_SECRET.  [HOST, 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="[PORT, 8084]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [WEB_WORKERS, 2]")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Run the server.

    Ctrl-C or SIGTERM ends it within two seconds. Tasks that run go on, and the next server shows them.
    """
    settings = read_settings()
    settings = replace(
        settings,
        host=host or settings.host,
        port_text=str(port or settings.port),
        workers_text=str(workers or settings.workers),
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s [%(levelname)s] %(name)s: %(message)s")
    listener = listen(settings)
    url = wait_for_bus(settings, BUS_SECONDS)
    with closing(connect(url, application="trainyard startup")) as connection:
        dispatcher.turn(connection, settings, launch_grace_seconds=0)
    _announce(settings)
    try:
        Server(settings, url, listener).run()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)  # taking all modules down would take half a second


class Server(BaseApplication):  # type: ignore[misc]
    """The application under gunicorn. Imports and the pool are made before the fork, sessions and threads after it."""

    def __init__(self, settings: Settings, bus_url: str, listener: socket.socket) -> None:
        self._settings, self._bus_url, self._listener = settings, bus_url, listener
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings, from ours alone."""
        values: dict[str, Any] = {
            "bind": f"fd://{self._listener.detach()}",
            "workers": self._settings.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "post_worker_init": self._start_threads,
            "worker_exit": _leave,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "trainyard",
            **LIMITS,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        from server.app import create_app

        found = replace(self._settings, database_url=self._bus_url)  # so that no executor need look for it
        return create_app(self._settings, self._bus_url, partial(launcher.launch, found))

    def _start_threads(self, worker: object) -> None:
        dispatcher.start(self._settings)
        sender.start(self._settings)


def _leave(arbiter: object, worker: Any) -> None:
    """End the process: a thread that waits for a slow client would keep it, after its master was killed for ever."""
    if worker.booted:
        os._exit(0)


def _announce(settings: Settings) -> None:
    """Where the server is, who may use it, where the data lie."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    place = f"http://{host}:{settings.port}"
    if settings.jwt_secret:
        say(
            f"Trainyard on {place}, with tokens; documentation: {place}/docs",
            f"Trainyard 运行于 {place}，需要令牌；文档: {place}/docs",
        )
    else:
        say(
            f"Trainyard on {place}, open to everybody on this machine (no JWT_SECRET); documentation: {place}/docs",
            f"Trainyard 运行于 {place}，本机用户均可访问（未设置 JWT_SECRET）；文档: {place}/docs",
        )
    bus = "DATABASE_URL" if settings.database_url else str(settings.home / "postgres")
    say(f"Tasks in {settings.training_data}, records in {bus}", f"任务目录 {settings.training_data}，数据库 {bus}")
    sys.stdout.flush()
