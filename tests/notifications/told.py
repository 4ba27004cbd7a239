"""Short ways to tasks that tell somebody, and to what they have told."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bus import notifications, workflows
from bus.db import Connection, execute, fetch_all
from bus.definitions import normalised
from bus.notifications import Notification
from bus.rows import Task
from tests.bus.stand import new_task

ALL = ["started", "completed", "failed", "paused", "resumed", "cancelled"]
_numbers = itertools.count(1)


def workflow(bus: Connection, **channels: list[dict[str, Any]]) -> str:
    """The name of a new workflow with those ``notifications``."""
    name = f"telling_{next(_numbers)}"
    step = {"id": "one", "kind": "command", "command": ["true"]}
    workflows.create(bus, normalised({"name": name, "steps": [step], "notifications": channels}))
    return name


def telling(bus: Connection, url: str, events: Sequence[str] = ALL, **more: Any) -> Task:
    """A task whose workflow calls that webhook."""
    parameters = more.pop("parameters", {})
    return new_task(bus, workflow(bus, webhook=[{"url": url, "events": list(events), **more}]), parameters=parameters)


def prefer(bus: Connection, user: str, preferences: object) -> None:
    """Record what that user wants to be told."""
    statement = (
        "INSERT INTO user_preferences (user_id, notification_preferences) VALUES (%(user)s, %(preferences)s)"
        " ON CONFLICT (user_id) DO UPDATE SET notification_preferences = %(preferences)s"
    )
    execute(bus, statement, {"user": user, "preferences": json.dumps(preferences)})


def move(bus: Connection, task: Task, status: str, code: str | None = None, message: str | None = None) -> None:
    """What executor and server do to a task's row when its status changes."""
    statement = (
        "UPDATE tasks SET status = %(status)s, error_code = %(code)s, error_message = %(message)s"
        " WHERE task_id = %(task_id)s"
    )
    execute(bus, statement, {"task_id": task.task_id, "status": status, "code": code, "message": message})


def outbox(bus: Connection, task: Task) -> list[Notification]:
    """All of the task's."""
    return notifications.page(bus, task.task_id, limit=1000, offset=0)[0]


def said(bus: Connection, task: Task) -> list[tuple[str, str]]:
    """Event and target of each."""
    return [(one.event, one.target) for one in outbox(bus, task)]


def due(bus: Connection) -> None:
    """Let the time pass until everything that waits is due."""
    execute(bus, "UPDATE notifications SET next_at = now() WHERE status = 'waiting'", {})


def status_events(bus: Connection, task: Task) -> list[dict[str, Any]]:
    statement = "SELECT id, status FROM events WHERE task_id = %(id)s AND kind = 'status' ORDER BY id"
    return fetch_all(bus, statement, {"id": task.task_id})


def notification(target: str, *, channel: str = "webhook", event: str = "failed", **more: Any) -> Notification:
    """One as it would be claimed, of no task that exists."""
    content = {"workflow": "nightly", "workflow_version": "1.0.0", "status": "failed", "progress": 40,
               "error_code": "step_failed", "error_message": "表不存在", "timestamp": "2026-01-02T03:04:05.000006Z",
               }  # fmt: skip
    now = datetime.now(UTC)
    fields = {"id": 1, "delivery_id": "6c1b6c2e-0000-4000-8000-000000000001", "task_id": "task_20260102_030405",
              "event_id": 7, "event": event, "channel": channel, "target": target, "secret_env": None,
              "content": content, "status": "waiting", "attempts": 1, "next_at": now, "sent_at": None, "error": None,
              "created_at": now, "parameters": {}, "asked_in": None}  # fmt: skip
    return Notification.of(fields | more)
