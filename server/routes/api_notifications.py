"""Who was told of a task, or will be."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response

from bus import notifications, tasks
from bus.notifications import Notification
from server.answers import as_json
from server.context import context
from server.operation import operation
from server.schemas.notifications import NotificationList, NotificationQuery, NotificationRow

blueprint = Blueprint("api_notifications", __name__, url_prefix="/api/tasks")


@operation(
    blueprint,
    "GET",
    "/<task_id>/notifications",
    summary="Who was told of a task, or will be, and what came of it",
    tag="notifications",
    query=NotificationQuery,
    answer=NotificationList,
    enveloped=False,
)
def list_notifications(task_id: str, query: NotificationQuery) -> Response:
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        found, total = notifications.page(connection, task_id, limit=query.limit, offset=query.offset)
    return as_json({"success": True, "notifications": [notification_row(one) for one in found], "total": total})


def notification_row(one: Notification) -> NotificationRow:
    """A line of the outbox; ``next_at`` is None once nothing follows."""
    return {
        "delivery_id": one.delivery_id,
        "event_id": one.event_id,
        "event": one.event,  # type: ignore[typeddict-item]  # the table checks the words
        "channel": one.channel,  # type: ignore[typeddict-item]
        "target": shown(one.target) if one.channel == "webhook" else one.target,
        "status": one.status,  # type: ignore[typeddict-item]
        "attempts": one.attempts,
        "next_at": _utc(one.next_at) if one.status == "waiting" else None,
        "sent_at": _utc(one.sent_at) if one.sent_at else None,
        "error": one.error,
        "created_at": _utc(one.created_at),
    }


def shown(url: str) -> str:
    """Without user, password, query and fragment, any of which may be a key."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "?"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
