"""Answers that have not changed since the client saw them are 304, without a body."""

from __future__ import annotations

from flask import Response, request


def etagged(response: Response) -> Response:
    """The response with a digest of its body as its ETag; 304 where the client has that one."""
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
