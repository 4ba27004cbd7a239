"""What a user prefers: changing it, and what it means for a request."""

from __future__ import annotations

from dataclasses import replace

from bus import preferences, workflows
from bus.db import Connection, transaction
from bus.errors import InvalidInput
from bus.preferences import Preferences
from server.schemas.preferences import ChangedPreferences


def change(connection: Connection, user_id: str, changed: ChangedPreferences) -> Preferences:
    """Set those that are given; all of them as they are then. WorkflowNotFound for a default that does not exist."""
    given = changed.model_dump(exclude_unset=True, exclude_none=False)
    if "notification_preferences" in given:
        wanted = changed.notification_preferences
        given["notification_preferences"] = wanted.model_dump(exclude_none=True) if wanted else {}
    if changed.default_workflow_id is not None:
        workflows.active(connection, changed.default_workflow_id)
    with transaction(connection):
        now = replace(preferences.get(connection, user_id), **given)
        preferences.put(connection, now)
    return now


def named_or_default(connection: Connection, key: str | int | None, user_id: str | None) -> str | int:
    """The workflow that a request names, else the default one of its user; InvalidInput where there is neither."""
    if key is None and user_id is not None:
        key = preferences.get(connection, user_id).default_workflow_id
    if key is None:
        raise InvalidInput(
            "workflow_name: name a workflow; no default one is set.",
            "workflow_name: 请指定工作流，用户未设置默认工作流",
            [{"field": "workflow_name", "error": "name a workflow; no default one is set"}],
            [{"field": "workflow_name", "error": "请指定工作流，用户未设置默认工作流"}],
        )
    return key
