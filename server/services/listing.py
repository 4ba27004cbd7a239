"""What a query for tasks or log lines means to the bus."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bus import workflows
from bus.db import Connection
from bus.errors import InvalidInput
from bus.log_file import LEVELS
from bus.logs import LogFilter, at_least
from bus.states import TaskStatus
from bus.tasks import Filter
from server.schemas.api_tasks import TaskListQuery
from server.schemas.task_pages import TaskPageRequest
from server.schemas.tasks import TaskQuery
from server.words import STATUSES, statuses_of

_ALIASES = {"in_progress": "running"}


def task_filter(query: TaskQuery | TaskPageRequest) -> Filter:
    """The filter; InvalidInput for a status that does not exist."""
    return Filter(
        statuses=_statuses(query.status),
        created_by=query.created_by,
        db_name=query.db_name,
        task_type=query.task_type,
        created_from=query.start_time,
        created_to=query.end_time,
    )


def face_filter(connection: Connection, query: TaskListQuery) -> Filter:
    """The filter in the words of ``/api/tasks``; InvalidInput for another status, WorkflowNotFound."""
    name = query.workflow_name
    workflow_id = None if name is None else workflows.active(connection, name).id
    return Filter(statuses=face_statuses(query.status), created_by=query.user_id, workflow_id=workflow_id)


def log_filter(
    *,
    level: str | None,
    step: str | None,
    search: str | None,
    start_time: datetime | None = None,
    end_time: datetime | None = None,
) -> LogFilter:
    """The filter: ``level`` and graver ones, whatever its case; InvalidInput for a level that does not exist."""
    levels = None
    if level is not None:
        if level.upper() not in LEVELS:
            known = ", ".join(LEVELS)
            raise InvalidInput(
                f"Unknown level {level!r}; the levels are: {known}.",
                f"未知日志级别 {level!r}，可用级别: {known}",
                [{"field": "level", "error": f"one of {known}"}],
                [{"field": "level", "error": f"应为 {known} 之一"}],
            )
        levels = at_least(level.upper())
    return LogFilter(levels, step, None, search, start_time, end_time)


def _statuses(text: str | None) -> list[str] | None:
    if text is None:
        return None
    statuses = [_ALIASES.get(name, name) for name in _names(text)]
    for status in statuses:
        if status not in list(TaskStatus):
            raise _unknown_status(status, ["in_progress" if one == "running" else one for one in TaskStatus])
    return statuses


def face_statuses(text: str | None) -> list[str] | None:
    """Of tasks, for words of the faces, separated by commas; None = any; InvalidInput for another word."""
    if text is None:
        return None
    words = _names(text)
    for word in words:
        if word not in STATUSES:
            raise _unknown_status(word, STATUSES)
    return [status for word in words for status in statuses_of(word)]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _unknown_status(status: str, statuses: Iterable[str]) -> InvalidInput:
    known = ", ".join(statuses)
    return InvalidInput(
        f"Unknown status {status!r}; the statuses are: {known}.",
        f"未知状态 {status!r}，可用状态: {known}",
        [{"field": "status", "error": f"one of {known}"}],
        [{"field": "status", "error": f"应为 {known} 之一"}],
    )
