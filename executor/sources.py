"""The connection strings that a step's definition asks for, with passwords: for the step's stdin, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import parse_dsn

from bus import connections, vector_store
from bus.db import Connection
from bus.errors import TrainyardError
from bus.rows import Task
from bus.settings import Settings
from executor.attempt import Outcome
from executor.link import Link


@dataclass(frozen=True, slots=True)
class Sources:
    """Connection strings by the step's own name for them."""

    urls: dict[str, str]

    @property
    def secrets(self) -> list[str]:
        """The passwords in them."""
        return [password for url in self.urls.values() if (password := parse_dsn(url).get("password"))]


def connections_for(
    link: Link, settings: Settings, bus_url: str, task: Task, step: dict[str, Any]
) -> Sources | Outcome | None:
    """What the step needs, or why it cannot be had; None when the bus broke meanwhile: to be asked again."""
    wanted = _wanted(step)
    if not wanted:
        return Sources({})

    def look_up(session: Connection) -> dict[str, str]:
        return {name: _url(of, session, settings, bus_url, task) for name, of in wanted.items()}

    try:
        urls = link.ask(look_up)
    except TrainyardError as error:
        return Outcome(code=error.code, sentence=error.sentence(task.speaks))
    return None if urls is None else Sources(urls)


def _wanted(step: dict[str, Any]) -> dict[str, str]:
    """What is asked for by name; a sub-task is made on the bus."""
    wanted: dict[str, str] = step.get("connections") or {}
    return {"bus": "bus"} if step["kind"] == "workflow" else wanted


def _url(of: str, connection: Connection, settings: Settings, bus_url: str, task: Task) -> str:
    if of == "bus":
        return bus_url
    if of == "vector_store":
        return vector_store.url(settings, bus_url)
    return connections.url(settings, connections.for_task(connection, task.task_id, task.db_name))
