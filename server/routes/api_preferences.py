"""The face ``/api/users``: what a user prefers."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import preferences
from bus.preferences import Preferences
from server.answers import flat
from server.auth import Caller
from server.context import context
from server.operation import operation
from server.requests import validated
from server.schemas.preferences import ChangedPreferences, PreferencesAnswer, UserName, UserPreferences
from server.services import preferences as service

blueprint = Blueprint("api_preferences", __name__, url_prefix="/api/users/<user_id>/preferences")
TAG = "users"


@operation(blueprint, "GET", "", summary="What a user prefers", tag=TAG, answer=PreferencesAnswer, enveloped=False)
def show_preferences(user_id: str, caller: Caller) -> Response:
    user = _own(user_id, caller)
    with context().pool.session() as connection:
        return flat({"preferences": _shape(preferences.get(connection, user))})


@operation(
    blueprint,
    "PUT",
    "",
    summary="Change what a user prefers",
    tag=TAG,
    body=ChangedPreferences,
    answer=PreferencesAnswer,
    enveloped=False,
)
def change_preferences(user_id: str, body: ChangedPreferences, caller: Caller) -> Response:
    user = _own(user_id, caller)
    with context().pool.session() as connection:
        changed = service.change(connection, user, body)
    return flat({"preferences": _shape(changed)})


def _own(user_id: str, caller: Caller) -> str:
    """The name, if it is one that a user can have and the caller may speak for; InvalidInput, Forbidden."""
    caller.require_self(user_id)
    return validated(UserName, {"user_id": user_id}).user_id


def _shape(found: Preferences) -> UserPreferences:
    return {
        "user_id": found.user_id,
        "default_workflow_id": found.default_workflow_id,
        "default_timeout": found.default_timeout,
        "preferred_date": found.preferred_date,
        "notification_preferences": found.notification_preferences,
    }
