"""What following tasks live takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from server.schemas.fields import Name, Query, split_names

MOST_TASKS = 50
TaskIds = Annotated[list[Name], BeforeValidator(split_names), Field(min_length=1, max_length=MOST_TASKS)]


class LiveQuery(Query):
    """What headers say otherwise, which browsers cannot set for such connections."""

    token: str | None = Field(None, max_length=8000, description="instead of the Authorization header")


class StreamQuery(LiveQuery):
    last_event_id: str | None = Field(
        None, max_length=4000, description="instead of the Last-Event-ID header: go on behind that one"
    )


class TasksQuery(StreamQuery):
    task_ids: TaskIds = Field(description=f"comma separated, at most {MOST_TASKS}")


class LogStreamQuery(StreamQuery):
    level: Name | None = Field(None, description="that level and graver ones")
    tail: int = Field(100, ge=0, le=1000, description="lines to begin with")
