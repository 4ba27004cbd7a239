"""Answers to polls that need not be sent again while nothing has changed."""

from __future__ import annotations

from hashlib import blake2b

from flask import Response, request


def etagged(response: Response) -> Response:
    """The answer with a tag of its body; 304 without a body where the client has just that (If-None-Match)."""
    tag = blake2b(response.get_data(), digest_size=12).hexdigest()
    response.headers["ETag"] = f'"{tag}"'
    if "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(tag):
        response.set_data(b"")
        response.status_code = 304
        del response.headers["Content-Length"]
    return response
