"""Every error becomes JSON here, and only here."""

from __future__ import annotations

import uuid

import psycopg2
from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import WebsocketMismatch

from bus.errors import BadRequest, BusUnavailable, TooLarge, TrainyardError
from server.answers import failure
from server.context import context

_SENTENCES = {
    404: ("not_found", "There is no such address.", "请求的地址不存在"),
    416: ("range_not_satisfiable", "The file is shorter than the range asked for.", "请求的范围超出文件长度"),
    405: ("method_not_allowed", "This address does not know that method.", "该地址不支持此请求方法"),
}


def register(app: Flask) -> None:
    """Let the application answer errors in the shape of this API."""
    app.register_error_handler(TrainyardError, failure)
    app.register_error_handler(HTTPException, _http_failure)
    app.register_error_handler(BusUnavailable, _bus_failure)
    app.register_error_handler(psycopg2.OperationalError, _bus_failure)
    app.register_error_handler(psycopg2.InterfaceError, _bus_failure)
    app.register_error_handler(Exception, _unexpected)


def too_large(limit_bytes: int) -> TooLarge:
    """The refusal of a body over the limit."""
    limit = limit_bytes // (1024 * 1024)
    return TooLarge(f"The request is larger than {limit} MB (UPLOAD_LIMIT_MB).", f"请求超过 {limit} MB 的大小限制")


def no_websocket() -> BadRequest:
    """The refusal of a request that is none to upgrade where one is expected, or the other way round."""
    return BadRequest(
        "WebSocket is spoken at /api/tasks/{task_id}/progress, and nothing else is; server-sent events are at /events.",
        "WebSocket 仅用于 /api/tasks/{task_id}/progress，该地址也只接受 WebSocket；服务器推送事件请使用 /events",
    )


def _http_failure(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, WebsocketMismatch):
        return failure(no_websocket())
    if status == 413:
        return failure(too_large(context().settings.upload_limit_bytes))
    text = error.description or error.name
    code, en, zh = _SENTENCES.get(status, (error.name.lower().replace(" ", "_"), text, text))
    known = TrainyardError(en, zh)
    known.status, known.code = status, code
    response = failure(known)
    kept = [(key, value) for key, value in error.get_headers() if key in ("Allow", "Content-Range")]
    response.headers.extend(kept)
    return response


def _bus_failure(error: psycopg2.Error | BusUnavailable) -> Response:
    """Where the bus is and why it refuses us is for the server's log, not for whoever asks."""
    current_app.logger.error("the bus is away: %s", error)
    return failure(BusUnavailable())


def _unexpected(error: Exception) -> Response:
    """The one catch-all of a request: the trace goes to the server's log, its number to the client."""
    request_id = uuid.uuid4().hex[:12]
    current_app.logger.error("request %s failed", request_id, exc_info=error)
    unknown = TrainyardError(
        f"Something unexpected went wrong; the server's log has it under {request_id}.",
        f"服务器内部错误，详见服务器日志（编号 {request_id}）",
    )
    return failure(unknown, request_id=request_id)
