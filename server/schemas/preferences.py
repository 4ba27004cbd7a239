"""What a user prefers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import ConfigDict, Discriminator, Field, StringConstraints, Tag
from typing_extensions import TypedDict

from server.schemas.fields import Person, Query, Request

Event = Literal["started", "completed", "failed", "paused", "resumed", "cancelled"]
Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]{1,100}@[^@\s]{1,200}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S{1,2000}$")]
Events = Annotated[list[Event], Field(max_length=20)]


class _Notified(Request):
    model_config = ConfigDict(extra="forbid", strict=True)

    events: Events = Field(["completed", "failed"])


_Notification = TypeVar("_Notification", bound=_Notified)


class ByEmail(_Notified):
    address: Address


class ByWebhook(_Notified):
    url: WebAddress


# Tags become parts of pydantic's paths; in angle brackets they can be told from fields and taken out.
_Settings = Annotated[_Notification, Tag("<settings>")]
_Flag = Annotated[bool, Tag("<flag>")]
_BY_FORM = Discriminator(lambda value: "<flag>" if isinstance(value, bool) else "<settings>")


class NotificationPreferences(Request):
    """By mail, by a request to an address of the user's own, or, ``muted``, not at all.

    What else is said is kept for clients that have settings of their own, a mere true or false too.
    """

    model_config = ConfigDict(extra="allow", strict=True)

    email: Annotated[_Settings[ByEmail] | _Flag, _BY_FORM] | None = None
    webhook: Annotated[_Settings[ByWebhook] | _Flag, _BY_FORM] | None = None
    muted: bool = False


class ChangedPreferences(Request):
    """Those that are given are set, with null to nothing; the others stay."""

    model_config = ConfigDict(extra="forbid", strict=True)

    default_workflow_id: int | None = Field(None, ge=1, le=2**53, description="what a task is made of if none is named")
    default_timeout: int | None = Field(
        None, ge=1, le=525_600, description="minutes that a run may take whose workflow says nothing of it"
    )
    preferred_date: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        None, description="a form of dates; kept for clients"
    )
    notification_preferences: NotificationPreferences | None = None


class UserName(Query):
    user_id: Person


class UserPreferences(TypedDict):
    user_id: str
    default_workflow_id: int | None
    default_timeout: int | None
    preferred_date: str | None
    notification_preferences: dict[str, Any]


class PreferencesAnswer(TypedDict):
    success: bool
    preferences: UserPreferences
