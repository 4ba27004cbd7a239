"""Requests as the specifications write them, to a server under test; answers held against the shapes they show."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from typing import Any

from httpx import Client, Response

SAID = "http://localhost:8000"  # where the examples find the server
ENDED = ("success", "failed", "cancelled", "paused")


def curl(http: Client, text: str, workflow_id: int = 1) -> Response:
    """What that command line would send, to this server and with that workflow's id in place of 1."""
    _, *words = shlex.split(text.replace("\\\n", " "))
    method, body, headers, url = "GET", None, {}, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            body = words.pop(0).encode()
        else:
            url = word
    assert url.startswith(SAID)
    path = url.removeprefix(SAID).replace("/workflows/1", f"/workflows/{workflow_id}")
    return http.request(method, path, content=body, headers=headers)


def assert_shape(shown: Any, given: Any) -> None:
    """Whatever the example shows is there, of the same type; lists that are empty there may hold anything."""
    assert type(shown) is type(given), (shown, given)
    if isinstance(shown, dict):
        assert shown.keys() <= given.keys()
        for key, value in shown.items():
            assert_shape(value, given[key])


def until(look: Callable[[], Any], seconds: float = 60) -> Any:
    """Look until there is something to see; it."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
    return seen


def ended(http: Client, key: object) -> dict[str, Any]:
    """The state of the execution when it has ended."""

    def state() -> dict[str, Any] | None:
        answer = http.get(f"/api/v1/workflows/{key}/status")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body if body["status"] in ENDED else None

    found: dict[str, Any] = until(state)
    return found
