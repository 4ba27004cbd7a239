"""A file of a task as a response: streamed, with its ETag, in ranges if they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Response, request, send_file
from werkzeug.http import parse_range_header

from bus.settings import Settings
from server.services import files

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


# A page or picture to look at here: it may have scripts, since files can be uploaded, and none of them runs.
SHOWN_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


def file_response(settings: Settings, task_id: str, name: str) -> Response:
    """The file as an attachment, an SVG to look at; UnsafeName, FileNotFound."""
    file, found = files.open_file(settings, task_id, name)
    response = send_file(
        file,
        as_attachment=not name.lower().endswith(".svg"),
        download_name=name.rpartition("/")[2],
        conditional=False,
        etag=f"{found.st_mtime_ns:x}-{found.st_size:x}",
        last_modified=datetime.fromtimestamp(int(found.st_mtime), UTC),
    )
    response.headers.extend(SHOWN_HEADERS)
    response.content_length = found.st_size
    response.make_conditional(_single_range(), accept_ranges=True, complete_length=found.st_size)
    return response


def _single_range() -> WSGIEnvironment:
    """The request, less a Range that is none or several: then the whole file is the right answer (RFC 9110, 14.2)."""
    given = parse_range_header(request.headers.get("Range"))
    if given is not None and given.units == "bytes" and len(given.ranges) == 1:
        return request.environ
    return {key: value for key, value in request.environ.items() if key != "HTTP_RANGE"}
