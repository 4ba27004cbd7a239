"""E-mails by a real server on loopback."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from certificate import Certificate
from smtp_stub import SmtpStub
from told import notification

from bus.settings import Settings
from server.notifications import mail
from server.notifications.fault import NotDelivered


@pytest.fixture
def by_stub(settings: Settings, smtp: SmtpStub) -> Settings:
    return replace(settings, smtp_host="127.0.0.1", smtp_port_text=str(smtp.port), smtp_from="trainyard@example.com")


def fault(settings: Settings, target: str = "ann@example.com", **more: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        mail.send(settings, notification(target, channel="email", **more))
    assert caught.value.zh != caught.value.en
    return caught.value


def test_send__chinese(by_stub: Settings, smtp: SmtpStub) -> None:
    mail.send(by_stub, notification("ann@example.com", channel="email"))
    (got,) = smtp.got
    assert (got.sender, got.recipients) == ("trainyard@example.com", ["ann@example.com"])
    message = got.message
    assert message["Subject"] == "[Trainyard] 任务 task_20260102_030405 失败（nightly）"
    assert "错误: 表不存在（step_failed）" in message.get_content() and "进度: 40%" in message.get_content()
    assert message["Message-ID"] == "<6c1b6c2e-0000-4000-8000-000000000001@trainyard>"
    assert (message["X-Trainyard-Event"], message["Auto-Submitted"]) == ("failed", "auto-generated")


def test_send__english_by_the_language_of_the_task(by_stub: Settings, smtp: SmtpStub) -> None:
    mail.send(by_stub, notification("ann@example.com", channel="email", event="paused", parameters={"language": "en"}))
    message = smtp.got[0].message
    assert message["Subject"] == "[Trainyard] Task task_20260102_030405 is paused (nightly)"
    assert "Progress: 40 %" in message.get_content()


def test_send__without_smtp_host__is_given_up_at_once(settings: Settings) -> None:
    found = fault(settings)
    assert not found.again and "set SMTP_HOST" in found.en


@pytest.mark.parametrize(
    "address",
    ["a@x.org\r\nBcc: b@x.org", "a@x.org, b@x.org", "a@x.org\nRCPT TO:<b@x.org>", "Ann <a@x.org>", "a", "@x.org", "a@",
     "", "a b@x.org", "a@x.org\x00", "名@x.org"],
)  # fmt: skip
def test_send__what_is_no_address(by_stub: Settings, smtp: SmtpStub, address: str) -> None:
    assert not fault(by_stub, address).again
    assert smtp.got == []


def test_send__no_header_can_be_smuggled_in(by_stub: Settings, smtp: SmtpStub) -> None:
    evil = "x\r\nBcc: eve@x.org\r\n\r\n.\r\nMAIL FROM:<eve@x.org>"
    one = notification("ann@example.com", channel="email")
    one.content.update(workflow=evil, error_message=evil)
    mail.send(by_stub, one)
    (got,) = smtp.got
    assert got.recipients == ["ann@example.com"] and got.message["Bcc"] is None
    assert "Bcc: eve" in got.message["Subject"]  # as text


@pytest.mark.parametrize(
    ("command", "answer", "again"),
    [("RCPT", "550 no such mailbox", False), ("RCPT", "451 greylisted", True), ("MAIL", "550 not from you", False),
     ("DATA", "452 disk full", True), ("EHLO", "421 busy", True)],
)  # fmt: skip
def test_send__refusals(by_stub: Settings, smtp: SmtpStub, command: str, answer: str, again: bool) -> None:
    smtp.refusals = {command: answer, "HELO": answer}
    found = fault(by_stub)
    assert (found.again, answer.split(" ", 1)[1] in found.en) == (again, True)


def test_send__a_refused_goodbye_is_no_fault(by_stub: Settings, smtp: SmtpStub) -> None:
    smtp.refusals = {"QUIT": "500 never"}
    mail.send(by_stub, notification("ann@example.com", channel="email"))
    assert len(smtp.got) == 1


def test_send__a_silent_server(by_stub: Settings, smtp: SmtpStub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    smtp.silent, began = True, time.monotonic()
    assert fault(by_stub).again
    assert time.monotonic() - began < 2


def test_send__nobody_there(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        given = replace(settings, smtp_host="127.0.0.1", smtp_port_text=str(probe.getsockname()[1]))
        assert "Connection refused" in fault(given).en


def test_send__encrypted_and_logged_in(
    by_stub: Settings, smtp: SmtpStub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = Certificate(tmp_path)
    smtp.tls = certificate.server_side()
    given = replace(by_stub, smtp_user="ann", smtp_password="hush")
    assert "cannot be talked to" in fault(given).en  # nobody vouches for the certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    mail.send(given, notification("ann@example.com", channel="email"))
    assert [(got.encrypted, got.login) for got in smtp.got] == [(True, "\0ann\0hush")]


def test_send__no_password_over_a_plain_line(by_stub: Settings, smtp: SmtpStub) -> None:
    given = replace(by_stub, smtp_user="ann", smtp_password="hush")
    assert "STARTTLS" in fault(given).en
    mail.send(replace(given, smtp_starttls_text="0"), notification("ann@example.com", channel="email"))
    assert [(got.encrypted, got.login) for got in smtp.got] == [(False, "\0ann\0hush")]


def test_send__a_wrong_password__may_be_put_right(by_stub: Settings, smtp: SmtpStub) -> None:
    smtp.refusals = {"AUTH": "535 no"}
    given = replace(by_stub, smtp_user="ann", smtp_password="hush", smtp_starttls_text="0")
    found = fault(given)
    assert found.again and "SMTP_PASSWORD" in found.en and "hush" not in found.en
