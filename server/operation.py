"""An operation of the API: a view with what it takes, gives and demands, from which OpenAPI is generated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel

from bus.errors import TaskNotFound
from bus.retention import TASK_ID
from bus.users import Role
from server.auth import Caller, caller_of
from server.context import context
from server.requests import json_body, validated

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Operation:
    """``role`` None = open to everybody; ``answer`` is the type of ``data``."""

    summary: str
    tag: str
    role: Role | None = Role.viewer
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    headers: tuple[tuple[str, str], ...] = ()  # name and meaning of those that the view reads
    answer: Any = None
    status: int = 200
    body_optional: bool = False
    media: str = "application/json"  # of the body
    answer_media: str = "application/json"
    enveloped: bool = True
    reads_body: bool = False  # the view reads and checks it; ``body`` is for the document
    token_in_query: bool = False  # for what browsers cannot send headers with
    websocket: bool = False  # the rule is for requests to upgrade, and another may be for those that are none


def operation(blueprint: Blueprint, method: str, rule: str, **given: Any) -> Callable[[View], View]:
    """Register a view; ``given`` are the fields of its Operation.

    It is called with the parts of the path, and with ``body``, ``query`` and ``caller`` where it takes them.
    """
    spec = Operation(**given)

    def register(view: View) -> View:
        takes_caller = "caller" in view.__annotations__

        def answer(**parts: Any) -> Response:
            caller = admitted(spec)
            check_task_id(parts)
            if takes_caller:
                parts["caller"] = caller
            if spec.query is not None:
                parts["query"] = validated(spec.query, request.args.to_dict())
            if spec.body is not None and spec.media == "application/json" and not spec.reads_body:
                parts["body"] = validated(spec.body, json_body(optional=spec.body_optional))
            return view(**parts)

        answer.__doc__ = view.__doc__
        answer.operation = spec  # type: ignore[attr-defined]
        blueprint.add_url_rule(rule, view.__name__, answer, methods=[method], websocket=spec.websocket)
        return view

    return register


def admitted(spec: Operation) -> Caller | None:
    """The caller, who has the role that it takes; None where none is asked for."""
    if spec.role is None:
        return None
    authorization = request.headers.get("Authorization")
    if authorization is None and spec.token_in_query and "token" in request.args:
        authorization = f"Bearer {request.args['token']}"
    caller = caller_of(context().settings, authorization)
    caller.require(spec.role)
    return caller


def check_task_id(parts: dict[str, Any]) -> None:
    """TaskNotFound for what cannot be a task's id, before it comes near a statement or a path."""
    task_id = parts.get("task_id")
    if task_id is not None and not TASK_ID.fullmatch(task_id):
        raise TaskNotFound(task_id)
