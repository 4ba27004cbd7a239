"""Log lines."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field
from typing_extensions import TypedDict

from server.schemas.fields import Moment, Name, Query, Request


class LogQuery(Query):
    """Without ``after_id`` the newest lines, with it those that follow; either way the oldest stands first."""

    level: Name | None = Field(None, description="that level and graver ones")
    step: Name | None = Field(None, validation_alias=AliasChoices("step", "step_name"))
    search: Name | None = Field(None, validation_alias=AliasChoices("search", "keyword"))
    after_id: int | None = Field(None, ge=0, le=2**62)
    limit: int = Field(100, ge=1, le=10_000)


class LogPageRequest(Request):
    """A page of log lines, counted from 1."""

    page: int = Field(1, ge=1, le=10**9)
    page_size: int = Field(50, ge=1, le=1000)
    level: Name | None = Field(None, description="that level and graver ones")
    step: Name | None = Field(None, validation_alias=AliasChoices("step", "step_name"))
    search: Name | None = Field(None, validation_alias=AliasChoices("search", "keyword"))
    start_time: Moment | None = None
    end_time: Moment | None = None
    sort_order: Literal["asc", "desc"] = "desc"


class LogRow(TypedDict):
    id: int
    timestamp: str
    level: str
    step_name: str | None
    logger: str
    message: str
    execution_id: str | None


class LogList(TypedDict):
    logs: list[LogRow]
    total: int


class Pagination(TypedDict):
    page: int
    page_size: int
    total: int
    total_pages: int


class LogPage(TypedDict):
    logs: list[LogRow]
    total: int
    pagination: Pagination
