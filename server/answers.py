"""What every answer has in common: the envelope, the language of its sentences, the form of its times."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, g, request

from bus.errors import InvalidInput, InvalidTransition, TrainyardError

LANGUAGE_OF_BODY = "language_of_body"
Sentence = tuple[str, str]  # Chinese, English
HEADERS = {401: ("WWW-Authenticate", "Bearer"), 429: ("Retry-After", "5"), 503: ("Retry-After", "1")}
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder for every answer


def success(data: Any, message: Sentence | None = None, *, status: int = 200) -> Response:
    """``{"success": true, "message"?: ..., "data": ...}``."""
    if message is None:
        return as_json({"success": True, "data": data}, status)
    return as_json({"success": True, "message": message[language() == "en"], "data": data}, status)


def flat(fields: Mapping[str, Any], message: Sentence | None = None, *, status: int = 200) -> Response:
    """``{"success": true, **fields, "message"?: ...}``, as the faces of the other specifications have it."""
    said = {} if message is None else {"message": message[language() == "en"]}
    return as_json({"success": True, **fields, **said}, status)


def failure(error: TrainyardError, *, request_id: str | None = None) -> Response:
    """``{"success": false, "error": ..., "code": ...}``, with ``details`` per field where the input was at fault."""
    body: dict[str, Any] = {"success": False, "error": error.sentence(language()), "code": error.code}
    if request_id is not None:
        body["request_id"] = request_id
    if isinstance(error, InvalidInput) and error.details:
        body["details"] = error.told(language())
    if isinstance(error, InvalidTransition) and error.allowed is not None:
        body["allowed_actions"] = list(error.allowed)
    response = as_json(body, error.status)
    if error.status in HEADERS:
        response.headers.add(*HEADERS[error.status])
    return response


def as_json(body: object, status: int = 200) -> Response:
    """A JSON response with Chinese as it is and the keys in their order."""
    return Response(_ENCODE(body), status, content_type="application/json")


def language() -> str:
    """``zh`` unless the client prefers English: by its header, or without one by what its body asks for."""
    if "Accept-Language" in request.headers:
        return request.accept_languages.best_match(("zh", "en")) or "zh"
    return "en" if g.get(LANGUAGE_OF_BODY) == "en" else "zh"


def note_language(body: object) -> None:
    """Remember the ``language`` of a body that was read, at its top or among its ``parameters``."""
    if isinstance(body, dict):
        inner = body.get("parameters")
        said = body.get("language") or (inner.get("language") if isinstance(inner, dict) else None)
        setattr(g, LANGUAGE_OF_BODY, said)


def local(moment: datetime | None) -> str | None:
    """``YYYY-MM-DDTHH:MM:SS`` in local time, which the sessions of the bus speak."""
    return None if moment is None else moment.isoformat()[:19]
