"""A notification as the API and the command line show it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from bus.notifications import Notification
from server.schemas.notifications import NotificationRow


def notification_row(one: Notification) -> NotificationRow:
    """A line of the outbox; ``next_at`` is None once nothing follows."""
    return {
        "delivery_id": one.delivery_id,
        "event_id": one.event_id,
        "event": one.event,
        "channel": one.channel,
        "target": shown(one.target) if one.channel == "webhook" else one.target,
        "status": one.status,
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
