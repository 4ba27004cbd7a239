"""The outbox: whom a task tells of what happened to it. The database writes the rows (see the migration), servers send.

A delivery is claimed for a lease; one that was neither recorded as sent nor as failed by its end is due again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bus.db import Connection, execute, fetch_all, fetch_value
from bus.queries import load
from bus.rows import Row, spoken

CHANNEL = "trainyard_notifications"  # of NOTIFY: something is to be sent


@dataclass(frozen=True, slots=True)
class Notification(Row):
    id: int
    delivery_id: str
    task_id: str
    event_id: int
    event: str
    channel: str
    target: str
    secret_env: str | None
    content: dict[str, Any]
    status: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None
    error: str | None
    created_at: datetime
    parameters: dict[str, Any]  # the task's
    asked_in: str | None  # the language of the request that made the task

    @property
    def language(self) -> str:
        return spoken(self.parameters, self.asked_in)


def claim(
    connection: Connection, most: int, lease_seconds: float, busy_targets: Sequence[str] = ()
) -> list[Notification]:
    """Up to ``most`` that are due, for the caller alone until the lease is over; each counts as an attempt.

    None for the targets that are busy as it is.
    """
    values = {"most": most, "lease_seconds": lease_seconds, "busy_targets": list(busy_targets)}
    return [Notification.of(row) for row in fetch_all(connection, load("notifications").claim_notifications, values)]


def sent(connection: Connection, one: Notification) -> None:
    """It has arrived, whoever holds the lease by now."""
    execute(connection, load("notifications").notification_sent, {"id": one.id})


def failed(connection: Connection, one: Notification, error: str, retry_seconds: float | None) -> bool:
    """The sentence why, and when it is due again; None = it is given up. False when another attempt has begun."""
    values = {"id": one.id, "attempts": one.attempts, "error": error, "retry_seconds": retry_seconds}
    return execute(connection, load("notifications").notification_failed, values) == 1


def page(connection: Connection, task_id: str, *, limit: int, offset: int) -> tuple[list[Notification], int]:
    """One page of a task's, in the order of what happened, and the number of all."""
    values = {"task_id": task_id, "limit": limit, "offset": offset}
    rows = fetch_all(connection, load("notifications").page_of_notifications, values)
    return [Notification.of(row) for row in rows], int(
        fetch_value(connection, load("notifications").count_notifications, {"task_id": task_id})
    )
