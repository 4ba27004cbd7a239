"""Reading requests: JSON that can be stored, and models that say which field is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Never, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import FileStorage

from bus.errors import InvalidInput, MalformedJson, UnsupportedEncoding
from server.answers import note_language
from server.context import context
from server.failures import too_large
from server.schemas.sentences import field_errors
from server.services.names import unsafe

DEEPEST = 50  # levels of a body
Model = TypeVar("Model", bound=BaseModel)


def json_body(*, optional: bool = False) -> dict[str, Any]:
    """The body, a JSON object; with ``optional``, nothing is an empty one.

    MalformedJson, InvalidInput, UnsupportedEncoding, TooLarge.
    """
    return as_object(json_value({} if optional else None))


def as_object(value: object) -> dict[str, Any]:
    """The value, which must be a JSON object; InvalidInput."""
    if not isinstance(value, dict):
        raise InvalidInput(
            "The body must be a JSON object.",
            "请求体应为 JSON 对象",
            [{"field": "", "error": "object"}],
            [{"field": "", "error": "应为对象"}],
        )
    return value


def json_value(nothing: object = None) -> object:
    """The body, whatever JSON it is; an empty one is ``nothing``, unless that is None."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() not in ("", "identity"):
        raise UnsupportedEncoding(encoding)
    raw = request.get_data()
    limit = context().settings.upload_limit_bytes
    if request.content_length is None and len(raw) >= limit:  # a body of unannounced length is cut there, silently
        raise too_large(limit)
    if nothing is not None and not raw.strip():
        return nothing
    body = parsed_json(raw)
    note_language(body)
    return body


def parsed_json(raw: bytes) -> object:
    """The value; MalformedJson."""
    try:
        return json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(f"The body is not valid JSON: {error}.", f"请求体不是合法的 JSON: {error}") from None


def validated(model: type[Model], given: Mapping[str, Any]) -> Model:
    """The model made from ``given``; InvalidInput names every wrong field."""
    _refuse_unstorable(given, "")
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise field_errors(error) from None


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON value")


def _refuse_unstorable(value: object, field: str) -> None:
    """PostgreSQL stores neither NUL nor half a surrogate pair; JSON has no infinity; nobody needs fifty levels."""
    if field.count(".") > DEEPEST:
        raise wrong_field(field.partition(".")[0], "it is nested too deeply", "嵌套层次过深")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise wrong_field(field, "it holds a character that cannot be stored", "含有无法保存的字符")
    elif isinstance(value, float) and not math.isfinite(value):
        raise wrong_field(field, "the number is too large", "数值过大")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_unstorable(key, field or "body")
            _refuse_unstorable(inner, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _refuse_unstorable(inner, f"{field}.{place}")


def wrong_field(field: str, en: str, zh: str) -> InvalidInput:
    """The refusal of one field."""
    details, zh_details = ([{"field": field, "error": said}] for said in (en, zh))
    return InvalidInput(f"{field}: {en}.", f"{field}: {zh}", details, zh_details)


def uploaded(field: str) -> FileStorage:
    """The file of a multipart form, named as the client named it; InvalidInput when there is none, UnsafeName."""
    file = request.files.get(field)
    if file is not None and "\\" in file.headers.get("Content-Disposition", ""):
        raise unsafe(file.filename or "")  # the form's parser drops backslashes: this is not the name that was sent
    if file is None or not file.filename:
        raise wrong_field(
            field, "send it as a file of a multipart/form-data body", "请以 multipart/form-data 形式上传该文件"
        )
    return file
