"""Webhooks over real connections: what is sent, what counts as arrived, what is refused."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from certificate import Certificate
from receiver import Receiver
from told import notification

from bus.settings import ROOT, Settings
from server.notifications import webhook
from server.notifications.fault import NotDelivered


@pytest.fixture(scope="module")
def is_genuine() -> Callable[[str, dict[str, str], bytes], bool]:
    """The example of docs/notifications.md, as it stands there."""
    found = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "notifications.md").read_text("utf-8"), re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    function: Callable[[str, dict[str, str], bytes], bool] = names["is_genuine"]
    return function


def fault(settings: Settings, target: str, **more: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        webhook.send(settings, notification(target, **more))
    assert caught.value.zh != caught.value.en
    return caught.value


def test_send__body_and_headers(settings: Settings, receiver: Receiver) -> None:
    webhook.send(settings, notification(receiver.url + "?token=t"))
    (got,) = receiver.got
    assert got.path == "/in?token=t"
    assert json.loads(got.body) == {
        "event": "failed", "event_id": 7, "delivery_id": "6c1b6c2e-0000-4000-8000-000000000001",
        "task_id": "task_20260102_030405", "workflow": "nightly", "workflow_version": "1.0.0", "status": "failed",
        "progress": 40, "error_code": "step_failed", "error_message": "表不存在",
        "timestamp": "2026-01-02T03:04:05.000006Z",
    }  # fmt: skip
    headers = got.headers
    assert (headers["X-Trainyard-Event"], headers["X-Trainyard-Delivery"]) == (
        "failed",
        json.loads(got.body)["delivery_id"],
    )
    assert (headers["Content-Type"], headers["Host"]) == ("application/json", f"127.0.0.1:{receiver.port}")
    assert "X-Trainyard-Signature" not in headers  # nobody has set a secret


def test_signature__the_example_of_the_documentation_verifies_it(
    settings: Settings, receiver: Receiver, is_genuine: Callable[..., bool]
) -> None:
    webhook.send(replace(settings, webhook_secret="hush"), notification(receiver.url))
    (got,) = receiver.got
    assert is_genuine("hush", got.headers, got.body)
    assert not is_genuine("hush", got.headers, got.body + b" ")
    assert not is_genuine("other", got.headers, got.body)
    old = got.headers | webhook.signature("hush", int(time.time()) - 600, got.body)
    assert not is_genuine("hush", old, got.body)


def test_secret_env__beats_the_default(
    settings: Settings, receiver: Receiver, is_genuine: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET_OPS", "ops")
    webhook.send(replace(settings, webhook_secret="hush"), notification(receiver.url, secret_env="WEBHOOK_SECRET_OPS"))
    assert is_genuine("ops", receiver.got[0].headers, receiver.got[0].body)


@pytest.mark.parametrize("name", ["WEBHOOK_SECRET_UNSET", "JWT_SECRET", "PATH", ""])
def test_secret_env__that_may_not_be_used__sends_nothing(settings: Settings, receiver: Receiver, name: str) -> None:
    found = fault(replace(settings, webhook_secret="hush"), receiver.url, secret_env=name)
    assert not found.again and repr(name) in found.en
    assert receiver.got == []


@pytest.mark.parametrize(("status", "again"), [(500, True), (404, True), (429, True), (302, True), (410, False)])
def test_send__any_status_but_2xx_is_a_fault(settings: Settings, status: int, again: bool) -> None:
    with Receiver(status) as receiver:
        found = fault(settings, receiver.url)
    assert (found.again, str(status) in found.en) == (again, True)


def test_send__a_redirect_is_not_followed(settings: Settings) -> None:
    with Receiver("redirect", 200) as receiver:
        assert "redirects are not followed" in fault(settings, receiver.url).en
        assert len(receiver.got) == 1


@pytest.mark.parametrize("answer", ["hang", "trickle"])
def test_send__no_answer_in_time(settings: Settings, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(webhook, "SECONDS", 0.4)
    began = time.monotonic()
    with Receiver(answer) as receiver:
        found = fault(settings, receiver.url)
    assert found.again and "did not answer within 0.4 s" in found.en
    assert time.monotonic() - began < 2


def test_send__the_receiver_vanishes(settings: Settings) -> None:
    with Receiver("vanish") as receiver:
        assert "gave no answer" in fault(settings, receiver.url).en


def test_send__nobody_there(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = fault(settings, f"http://127.0.0.1:{probe.getsockname()[1]}/key-in-path?key=secret")
    assert found.again and "Connection refused" in found.en
    assert "key" not in found.en and "key" not in found.zh


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::1]:{}/", "http://0x7f000001:{}/", "http://127.1:{}/",
     "http://[::ffff:127.0.0.1]:{}/"],
)  # fmt: skip
def test_send__private_addresses_are_refused(settings: Settings, receiver: Receiver, url: str) -> None:
    found = fault(replace(settings, http_allow_private_text=""), url.format(receiver.port))
    assert not found.again and "HTTP_ALLOW_PRIVATE" in found.en
    assert receiver.got == []


def test_send__a_name_with_one_private_address_is_refused(
    settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    found = fault(replace(settings, http_allow_private_text=""), f"http://rebinds.example:{receiver.port}/")
    assert not found.again and receiver.got == []


def test_send__the_next_address_where_the_first_does_not_answer(settings: Settings, receiver: Receiver) -> None:
    webhook.send(settings, notification(f"http://localhost:{receiver.port}/"))  # ::1 and 127.0.0.1; one is listened on
    assert receiver.got[0].headers["Host"] == f"localhost:{receiver.port}"


def test_send__metadata_of_a_cloud_is_refused_even_so(settings: Settings) -> None:
    found = fault(settings, "http://169.254.169.254/latest/meta-data/")
    assert not found.again and "HTTP_ALLOW_PRIVATE" not in found.en + found.zh


@pytest.mark.parametrize(
    "url",
    ["ftp://x.example/", "file:///etc/passwd", "x", "", "http://", "http://user:pw@x.example/", "http://x.example:99999/",
     "http://[::1", "https://x.example/${unknown}"],
)  # fmt: skip
def test_send__an_url_that_is_none__is_given_up(settings: Settings, url: str) -> None:
    found = fault(settings, url)
    assert not found.again and "pw" not in found.en


def test_send__a_parameter_that_the_task_does_not_have(settings: Settings) -> None:
    assert "no parameter 'unknown'" in fault(settings, "https://x.example/${unknown}").en


def test_send__a_name_without_address(settings: Settings) -> None:
    assert "no address for the host name" in fault(settings, "http://no-such-host.invalid/").en


def test_send__no_header_can_be_smuggled_in(settings: Settings, receiver: Receiver) -> None:
    assert not fault(settings, receiver.url + "/${x}", parameters={"x": "a\r\nX-Evil: 1\r\n\r\n"}).again
    webhook.send(settings, notification(receiver.url + "/${x}", parameters={"x": "a b 中 HTTP/1.1"}))
    (got,) = receiver.got
    assert got.path == "/in/a%20b%20%E4%B8%AD%20HTTP/1.1"


def test_send__tls_is_checked(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = Certificate(tmp_path)
    with Receiver(200, tls=certificate.server_side()) as receiver:
        assert "No secure connection" in fault(settings, receiver.url).en
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        webhook.send(settings, notification(receiver.url))
        assert len(receiver.got) == 1
