"""Figures for Prometheus."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from bus.settings import Settings
from bus.users import Role
from server.auth import caller_of
from server.context import context
from server.operation import operation
from server.services.metrics import Figures

blueprint = Blueprint("metrics", __name__)


@operation(
    blueprint,
    "GET",
    "/metrics",
    summary="Figures in the text format of Prometheus, for viewers and for METRICS_TOKEN",
    tag="server",
    role=None,  # looked at here, for there is a token that opens this and nothing else
    answer_media="text/plain",
    enveloped=False,
)
def metrics() -> Response:
    here = context()
    _require_reader(here.settings, request.headers.get("Authorization", ""))
    return Response(generate_latest(Figures(here.settings, here.pool)), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _require_reader(settings: Settings, authorization: str) -> None:
    """Unauthenticated or Forbidden, unless it is METRICS_TOKEN or a viewer's token."""
    token = authorization.removeprefix("Bearer ").strip()
    if settings.metrics_token and hmac.compare_digest(token.encode(), settings.metrics_token.encode()):
        return
    caller_of(settings, authorization).require(Role.viewer)
