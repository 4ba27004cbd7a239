"""The log lines of a task."""

from __future__ import annotations

from flask import Blueprint, Response

from bus import logs, tasks
from server.answers import success
from server.context import context
from server.operation import operation
from server.schemas.logs import LogList, LogPage, LogPageRequest, LogQuery
from server.services.listing import log_filter
from server.shapes import log_row, pagination

blueprint = Blueprint("logs", __name__, url_prefix="/api/v0/data_pipeline")
TAG = "logs"


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/logs",
    summary="The newest log lines, or those that follow one",
    tag=TAG,
    query=LogQuery,
    answer=LogList,
)
def list_logs(task_id: str, query: LogQuery) -> Response:
    wanted = log_filter(level=query.level, step=query.step, search=query.search)
    newest = query.after_id is None
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        lines, total = logs.page(connection, task_id, wanted, limit=query.limit, after_id=query.after_id, newest=newest)
    rows = [log_row(line) for line in (reversed(lines) if newest else lines)]
    return success({"logs": rows, "total": total})


@operation(
    blueprint,
    "POST",
    "/tasks/<task_id>/logs/query",
    summary="A page of the log lines",
    tag=TAG,
    body=LogPageRequest,
    body_optional=True,
    answer=LogPage,
)
def query_logs(task_id: str, body: LogPageRequest) -> Response:
    wanted = log_filter(
        level=body.level, step=body.step, search=body.search, start_time=body.start_time, end_time=body.end_time
    )
    offset = (body.page - 1) * body.page_size
    with context().pool.session() as connection:
        tasks.get(connection, task_id)
        lines, total = logs.page(
            connection, task_id, wanted, limit=body.page_size, offset=offset, newest=body.sort_order == "desc"
        )
    data = {"logs": [log_row(line) for line in lines], "total": total}
    return success(data | {"pagination": pagination(body.page, body.page_size, total)})
