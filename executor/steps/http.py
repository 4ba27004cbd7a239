"""A step of kind ``http``: one request within one deadline, and what was answered."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import httpx

from bus.settings import read_settings
from executor.messages import say
from executor.steps.deadline import within
from executor.steps.http_answer import kept
from executor.steps.http_failures import MOST_REDIRECTS, of_error, timed_out, unexpected_status, without_query
from executor.steps.http_request import Asked, asked
from executor.steps.http_transport import CheckedTransport, Resolve, resolve

if TYPE_CHECKING:
    from executor.python_step import Context


def run(context: Context) -> dict[str, Any]:
    """Send the request of the step's definition; see ``http_answer.kept`` for the result. StepError when it fails."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they log every address with its query
    wanted = asked(context.definition)
    context.logger.info("%s %s", wanted.method, without_query(wanted.url))
    result = exchange(wanted, allow_private=read_settings().http_allow_private)
    context.logger.info(say("answered", context.language, status=result["status"], seconds=result["seconds"]))
    return result


def exchange(wanted: Asked, *, allow_private: bool, resolve: Resolve = resolve) -> dict[str, Any]:
    """Request, redirects and answer, all before the deadline; ``resolve`` finds the addresses of a host."""
    started_at = time.monotonic()
    deadline = started_at + wanted.timeout_seconds
    transport = CheckedTransport(wanted, deadline, allow_private=allow_private, resolve=resolve)
    try:
        return within(wanted.timeout_seconds, lambda: _answer(wanted, transport, started_at))
    except TimeoutError:
        raise timed_out(wanted, transport.sent) from None
    except httpx.HTTPError as error:
        raise of_error(error, wanted, transport.sent) from None


def _answer(wanted: Asked, transport: CheckedTransport, started_at: float) -> dict[str, Any]:
    with httpx.Client(
        transport=transport,
        trust_env=False,
        follow_redirects=wanted.follow_redirects,
        max_redirects=MOST_REDIRECTS,
        headers={"Accept-Encoding": "identity", "User-Agent": "trainyard"},
    ) as client:
        request = client.build_request(wanted.method, wanted.url, headers=wanted.headers, content=wanted.body)
        response = client.send(request, stream=True)
        try:
            if response.status_code not in wanted.expected:
                raise unexpected_status(wanted, response.url, response.status_code)
            return kept(response, time.monotonic() - started_at)
        finally:
            response.close()
