"""What is left of a large request when its answer has been sent, as when it was refused by its announced length."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Response, request

LEAST_BYTES = 64 * 1024  # gunicorn takes off as much by itself
MOST_SECONDS = 1.0
_CHUNK_BYTES = 1024 * 1024


def taken_off(response: Response) -> Response:
    """Have the rest of the body read off the connection once the answer is out; for ``after_this_request``.

    Else gunicorn ends a connection that it has just promised to keep: the client loses its next request, or even the
    answer. What does not come within MOST_SECONDS is not waited for.
    """
    response.call_on_close(partial(_take_off, request.environ))
    return response


def _take_off(environ: dict[str, Any]) -> None:
    connection = environ.get("gunicorn.socket")
    if connection is None:
        return
    deadline = time.monotonic() + MOST_SECONDS
    with suppress(OSError):  # it takes too long, or has gone: gunicorn ends it
        connection.settimeout(MOST_SECONDS)
        while time.monotonic() < deadline and environ["wsgi.input"].read(_CHUNK_BYTES):
            pass
        connection.settimeout(None)
