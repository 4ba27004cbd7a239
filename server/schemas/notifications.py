"""Notifications of a task."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from server.schemas.fields import Query


class NotificationQuery(Query):
    limit: int = Field(100, ge=1, le=1000, description="at most so many")
    offset: int = Field(0, ge=0, le=2**31, description="after so many, counted from the first event")


class NotificationRow(TypedDict):
    """``channel`` is webhook or email, ``status`` waiting, sent or given_up.

    ``target`` is an e-mail address, or an url without what follows its path.
    """

    delivery_id: str
    event_id: int
    event: str
    channel: str
    target: str
    status: str
    attempts: int
    next_at: str | None
    sent_at: str | None
    error: str | None
    created_at: str


class NotificationList(TypedDict):
    success: bool
    notifications: list[NotificationRow]
    total: int
