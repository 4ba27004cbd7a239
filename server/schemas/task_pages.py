"""Pages of the list of tasks, as the earlier system asked for them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AliasChoices, Field, model_validator
from typing_extensions import TypedDict

from bus.tasks import SortKey
from server.schemas.fault_words import wrong
from server.schemas.fields import Moment, Name, Request
from server.schemas.logs import Pagination
from server.schemas.tasks import FROM, TO, TaskSummary

RENAMED = {"field": "sort_by", "order": "sort_order"}


class TaskPageRequest(Request):
    """A page of tasks, counted from 1.

    Filters stand at the top or in ``filters``; the order in ``sort_by`` and ``sort_order``, or in ``sort``.
    """

    page: int = Field(1, ge=1, le=10**9)
    page_size: int = Field(20, ge=1, le=1000)
    status: Name | None = None
    created_by: Name | None = None
    db_name: Name | None = None
    task_type: Name | None = None
    start_time: Moment | None = Field(None, validation_alias=AliasChoices("start_time", *FROM))
    end_time: Moment | None = Field(None, validation_alias=AliasChoices("end_time", *TO))
    sort_by: SortKey = "created_at"
    sort_order: Literal["asc", "desc"] = "desc"

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        flat: dict[str, Any] = {}
        for group in ("filters", "sort"):
            inner: object = given.get(group) or {}
            if not isinstance(inner, dict):
                raise wrong(f"{group} must be a JSON object", f"{group} 应为对象")
            flat.update((RENAMED.get(str(key), str(key)), value) for key, value in inner.items())
        return flat | {key: value for key, value in given.items() if key not in ("filters", "sort")}


class TaskPage(TypedDict):
    tasks: list[TaskSummary]
    total: int
    pagination: Pagination
