"""What a request needs of its application: settings, sessions, a way to start executors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from bus.db import Connection
from bus.rows import Execution
from bus.settings import Settings
from server.attempts import Attempts
from server.live.live import Live
from server.pool import Pool

Launch = Callable[[Connection, Execution], object]  # starts the executor of a committed, admitted execution


@dataclass(frozen=True, slots=True)
class Context:
    settings: Settings
    pool: Pool
    launch: Launch
    live: Live
    attempts: Attempts = field(default_factory=Attempts)

    def attach(self, app: Flask) -> None:
        app.extensions["trainyard"] = self


def context() -> Context:
    """Of the application that serves the present request."""
    return cast(Context, current_app.extensions["trainyard"])
