"""Logging in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from bus.errors import Unauthenticated
from server.answers import as_json
from server.context import context
from server.operation import operation
from server.schemas.server import Login, Token
from server.services import users

blueprint = Blueprint("login", __name__, url_prefix="/api/auth")


@operation(
    blueprint,
    "POST",
    "/login",
    summary="A token for a user",
    tag="server",
    role=None,
    body=Login,
    answer=Token,
    enveloped=False,
)
def log_in(body: Login) -> Response:
    here = context()
    address = request.remote_addr or ""
    here.attempts.check(body.username, address)
    try:
        with here.pool.session() as connection:
            token, expires_at = users.log_in(connection, here.settings, body.username, body.password)
    except Unauthenticated:
        here.attempts.wrong(body.username, address)
        raise
    here.attempts.right(body.username, address)
    answer: Token = {"success": True, "token": token, "expires_at": expires_at.astimezone().isoformat()}
    return as_json(answer)
