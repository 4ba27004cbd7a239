"""The OpenAPI document, generated from the operations and the types of what they take and give."""

from __future__ import annotations

import re
from typing import Any, Literal

from flask import Flask
from pydantic import TypeAdapter

from server import VERSION
from server.operation import Operation

REFERENCE = "#/components/schemas/{model}"
Json = dict[str, Any]
ERROR: Json = {
    "type": "object",
    "required": ["success", "error", "code"],
    "properties": {
        "success": {"type": "boolean", "const": False},
        "error": {
            "type": "string",
            "description": "a sentence, Chinese or English by Accept-Language, else by language in the body",
        },
        "code": {"type": "string", "description": "stable, for programs"},
        "request_id": {"type": "string"},
        "details": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
    },
}
LOCKED = {401: "no token, or not a valid one", 403: "the role does not suffice"}
REASONS = {
    400: "the request cannot be read",
    404: "there is no such thing",
    409: "not in its present state",
    422: "a value cannot be used; details name the field",
    429: "too many wait or try; Retry-After says for how long",
    503: "the database of Trainyard does not answer",
}


def document(app: Flask) -> Json:
    """OpenAPI 3.1 for every operation that the application serves."""
    found = _operations(app)
    schemas = _Schemas([spec for _, _, spec, _ in found])
    paths: Json = {}
    for rule, method, spec, name in found:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
        paths.setdefault(path, {})[method.lower()] = _operation(path, spec, name, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trainyard", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": schemas.components | {"Error": ERROR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operations(app: Flask) -> list[tuple[str, str, Operation, str]]:
    """``(rule, method, operation, name)`` in the order of registration."""
    found = []
    for rule in app.url_map.iter_rules():
        spec = getattr(app.view_functions[rule.endpoint], "operation", None)
        if spec is not None:
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            found.append((rule.rule, method, spec, rule.endpoint.replace(".", "_")))
    return found


class _Schemas:
    """The schemas of all requests and answers, with what they share gathered under components."""

    def __init__(self, specs: list[Operation]) -> None:
        types: dict[tuple[str, Literal["validation", "serialization"]], Any] = {}
        for spec in specs:
            types |= {(_key(one), "validation"): one for one in (spec.body, spec.query, spec.answer) if one is not None}
        adapters = [(key, mode, TypeAdapter(one)) for (key, mode), one in types.items()]
        self._of, gathered = TypeAdapter.json_schemas(adapters, ref_template=REFERENCE)
        self.components: Json = gathered.get("$defs", {})

    def of(self, kind: Any) -> Json:
        return dict(self._of[_key(kind), "validation"])

    def whole(self, kind: Any) -> Json:
        """The schema itself, where ``of`` may be a reference to it."""
        schema = self.of(kind)
        return dict(self.components[schema["$ref"].rpartition("/")[2]]) if "$ref" in schema else schema


def _key(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))


def _operation(path: str, spec: Operation, name: str, schemas: _Schemas) -> Json:
    made: Json = {
        "operationId": name,
        "summary": spec.summary,
        "tags": [spec.tag],
        "parameters": _parameters(path, spec, schemas),
        "responses": _responses(path, spec, schemas),
    }
    if spec.role is not None:
        made["security"] = [{"token": []}, {}]  # none where the server has no JWT_SECRET
        made["description"] = f"Role: {spec.role.name}."
    if spec.body is not None:
        content = {spec.media: {"schema": schemas.of(spec.body)}}
        made["requestBody"] = {"required": not spec.body_optional, "content": content}
    return made


def _parameters(path: str, spec: Operation, schemas: _Schemas) -> list[Json]:
    given = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    given += [
        {"name": name, "in": "header", "schema": {"type": "string"}, "description": text} for name, text in spec.headers
    ]
    if spec.query is None:
        return given
    fields = schemas.whole(spec.query)["properties"]
    return given + [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]


def _responses(path: str, spec: Operation, schemas: _Schemas) -> Json:
    failures = REASONS | (LOCKED if spec.role is not None else {})
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(model="Error")}}}
    answers: Json = {
        str(status): {"description": text, "content": content} for status, text in sorted(failures.items())
    }
    good = {spec.answer_media: {"schema": _answer(spec, schemas)}} if spec.answer else {spec.answer_media: {}}
    return {str(spec.status): {"description": spec.summary, "content": good}} | answers


def _answer(spec: Operation, schemas: _Schemas) -> Json:
    if not spec.enveloped:
        return schemas.of(spec.answer)
    properties = {"success": {"const": True}, "message": {"type": "string"}, "data": schemas.of(spec.answer)}
    return {"type": "object", "required": ["success", "data"], "properties": properties}
