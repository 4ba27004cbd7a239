"""The user_preferences table: what a user wants where a request says nothing. The caller owns the transaction."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from bus.db import Connection, execute, fetch_one
from bus.queries import load
from bus.rows import Row


@dataclass(frozen=True, slots=True)
class Preferences(Row):
    """Of one user; None = nothing said."""

    user_id: str
    default_workflow_id: int | None = None
    default_timeout: int | None = None  # minutes
    preferred_date: str | None = None  # a form of dates, as the user's client has it
    notification_preferences: dict[str, Any] = field(default_factory=dict)


def get(connection: Connection, user_id: str) -> Preferences:
    """What is recorded of the user; of one who has said nothing, nothing is preferred."""
    row = fetch_one(connection, load("preferences").get_preferences, {"user_id": user_id})
    return Preferences.of(row) if row else Preferences(user_id)


def put(connection: Connection, wanted: Preferences) -> None:
    """Record them in place of the old ones."""
    notifications = json.dumps(wanted.notification_preferences, ensure_ascii=False)
    values = asdict(wanted) | {"notification_preferences": notifications}
    execute(connection, load("preferences").put_preferences, values)
