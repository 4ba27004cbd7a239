"""Following tasks live: a WebSocket for one, server-sent events for one, for many and for a log."""

from __future__ import annotations

from flask import Blueprint, Response, request

from bus import events
from bus.errors import TaskNotFound
from bus.events import Snapshot
from bus.retention import TASK_ID
from server.answers import language
from server.context import context
from server.live.response import STREAM_HEADERS, LiveResponse
from server.live.stream import Stream
from server.live.websocket import Session, handshake
from server.operation import operation
from server.schemas.live import LiveQuery, LogStreamQuery, StreamQuery, TasksQuery
from server.services import live as service
from server.services.listing import log_filter

blueprint = Blueprint("live", __name__, url_prefix="/api")
TAG = "live"
MEDIA = "text/event-stream"


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/progress",
    summary='WebSocket: send {"type": "subscribe"}; a snapshot comes first, then every change until the task has ended',
    tag=TAG,
    query=LiveQuery,
    status=101,
    websocket=True,
    token_in_query=True,
)
def follow_by_websocket(task_id: str, query: LiveQuery) -> Response:
    here = context()

    def snapshot() -> Snapshot:
        with here.pool.session() as connection:
            return events.snapshot(connection, task_id)

    snapshot()  # what does not exist is refused before the upgrade
    connection, accepted = handshake(request.headers)
    return LiveResponse(Session(connection, accepted, here.live.events, snapshot, language()).talk)


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/events",
    summary="What happens to a task: a snapshot, then status, step and progress; 204 when it has ended and all is told",
    tag=TAG,
    query=StreamQuery,
    answer_media=MEDIA,
    token_in_query=True,
)
def follow_task(task_id: str, query: StreamQuery) -> Response:
    last = _last_event_id(query)
    with context().pool.session() as connection:
        stream = service.task_stream(
            connection, context().live, task_id, None if last is None else service.position(last)
        )
    return _answer(stream)


@operation(
    blueprint,
    "GET",
    "/events",
    summary="The same of several tasks in one stream; its ids say the position in each",
    tag=TAG,
    query=TasksQuery,
    answer_media=MEDIA,
    token_in_query=True,
)
def follow_tasks(query: TasksQuery) -> Response:
    last = _last_event_id(query)
    seen = {} if last is None else service.positions(last)
    for task_id in query.task_ids:
        if not TASK_ID.fullmatch(task_id):
            raise TaskNotFound(task_id)
    with context().pool.session() as connection:
        stream = service.tasks_stream(connection, context().live, query.task_ids, seen)
    return _answer(stream)


@operation(
    blueprint,
    "GET",
    "/tasks/<task_id>/logs/events",
    summary="The last lines of a task's log, then every line as it comes; 204 when it has ended and all is told",
    tag=TAG,
    query=LogStreamQuery,
    answer_media=MEDIA,
    token_in_query=True,
)
def follow_log(task_id: str, query: LogStreamQuery) -> Response:
    last = _last_event_id(query)
    position = None if last is None else service.position(last)
    levels = log_filter(level=query.level, step=None, search=None).levels
    with context().pool.session() as connection:
        stream = service.log_stream(connection, context().live, task_id, position, levels, query.tail)
    return _answer(stream)


def _last_event_id(query: StreamQuery) -> str | None:
    """A header says it when a browser comes again; None for a client that begins."""
    return request.headers.get("Last-Event-ID") or query.last_event_id or None


def _answer(stream: Stream | None) -> Response:
    """204 tells browsers not to come again."""
    if stream is None:
        return Response(status=204, headers={"Cache-Control": "no-store"})
    if request.method == "HEAD":
        return Response(headers=STREAM_HEADERS)
    return LiveResponse(stream.talk)
