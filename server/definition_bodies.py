"""Requests that carry definitions: bounded in size, JSON as a body or as an uploaded file."""

from __future__ import annotations

from flask import request

from server.definitions.bounds import MOST_BYTES
from server.requests import Model, as_object, json_value, parsed_json, uploaded, validated, wrong_field
from server.services.definitions import too_large

FORM_BYTES = 10_000  # what a multipart body has around its file
MOST_DEFINITIONS = 100  # of one import


def definition_body() -> object:
    """The body, whatever JSON it is; TooLarge before any of it is read, MalformedJson, UnsupportedEncoding."""
    _refuse_length(request.content_length)
    _refuse_length(len(request.get_data()))  # of a body whose length was not announced
    return json_value()


def part_body(model: type[Model]) -> Model:
    """The body as that model: what becomes part of a definition is bounded as a whole one is. InvalidInput besides."""
    return validated(model, as_object(definition_body()))


def imported_body() -> list[object]:
    """The definitions to import: one, or a list of them, as the body or as the file ``file`` of a form."""
    value = _uploaded_value() if request.mimetype == "multipart/form-data" else definition_body()
    values = value if isinstance(value, list) else [value]
    if not 0 < len(values) <= MOST_DEFINITIONS:
        raise wrong_field("body", f"1 to {MOST_DEFINITIONS} definitions", f"应为 1 到 {MOST_DEFINITIONS} 个工作流定义")
    return values


def _uploaded_value() -> object:
    _refuse_length((request.content_length or 0) - FORM_BYTES)
    raw = uploaded("file").stream.read(MOST_BYTES + 1)
    _refuse_length(len(raw))
    return parsed_json(raw)


def _refuse_length(length: int | None) -> None:
    if length is not None and length > MOST_BYTES:
        raise too_large()
