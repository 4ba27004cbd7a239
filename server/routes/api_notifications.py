"""Who was told of a task, or will be."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import notifications, tasks
from server.answers import as_json
from server.context import context
from server.notifications.shape import notification_row
from server.operation import operation
from server.schemas.notifications import NotificationList, NotificationQuery

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
