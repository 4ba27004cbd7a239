"""E-mails: one message to one address, by the server that SMTP_HOST names."""

from __future__ import annotations

import re
import smtplib
import socket
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from bus.notifications import Notification
from bus.settings import Settings
from server.notifications.connecting import addresses, connected, tls_context
from server.notifications.fault import NotDelivered
from server.notifications.texts import subject, text

SECONDS = 20.0  # for connecting, and again for the whole conversation
TLS_PORT = 465  # where TLS begins with the connection
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def send(settings: Settings, one: Notification) -> None:
    """Deliver it; NotDelivered unless the server has taken it."""
    message = message_of(settings, one)
    if not settings.smtp_host:
        raise NotDelivered(
            "No e-mail can be sent: set SMTP_HOST where the server runs.",
            "无法发送邮件，请在服务器的环境中设置 SMTP_HOST",
            again=False,
        )
    port = settings.smtp_port
    try:
        with connected(addresses(settings.smtp_host, port), port, SECONDS) as plain:
            _converse(settings, plain, message)
    except smtplib.SMTPException as error:
        raise _refused(settings.smtp_host, error) from None
    except OSError as error:  # TimeoutError and TLS among them
        reason = str(error) or f"no end within {SECONDS:g} s"
        raise NotDelivered(
            f"The mail server {settings.smtp_host}:{port} cannot be talked to ({reason[:200]}): check SMTP_HOST and"
            " SMTP_PORT, its certificate, and whether it is running.",
            f"无法与邮件服务器 {settings.smtp_host}:{port} 通信（{reason[:200]}），"
            "请检查 SMTP_HOST、SMTP_PORT 和证书，并确认其正在运行",
            again=True,
        ) from None


def message_of(settings: Settings, one: Notification) -> EmailMessage:
    """The message, in the language of the task; NotDelivered when the target is no address."""
    sender = settings.smtp_from or (settings.smtp_user if "@" in settings.smtp_user else f"trainyard@{_host()}")
    for address in (one.target, sender):
        if not _ADDRESS.fullmatch(address):
            raise NotDelivered(
                f"{address[:100]!r} is no e-mail address.", f"{address[:100]!r} 不是有效的邮件地址", again=False
            )
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, one.target, subject(one)
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = f"<{one.delivery_id}@trainyard>"  # the same at every attempt, so that repeats are seen
    message["Auto-Submitted"] = "auto-generated"
    message["X-Trainyard-Event"], message["X-Trainyard-Delivery"] = one.event, one.delivery_id
    message.set_content(text(one), cte="base64")
    return message


def _host() -> str:
    name = socket.gethostname()
    return name if _ADDRESS.fullmatch(f"trainyard@{name}") else "localhost"


class _Smtp(smtplib.SMTP):
    """Over a connection that exists, which somebody else cuts off in time."""

    def __init__(self, opened: socket.socket) -> None:
        super().__init__(local_hostname=_host(), timeout=SECONDS)
        self._opened = opened

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._opened


def _converse(settings: Settings, plain: socket.socket, message: EmailMessage) -> None:
    context, port = tls_context(), settings.smtp_port
    at_once = port == TLS_PORT
    smtp = _Smtp(context.wrap_socket(plain, server_hostname=settings.smtp_host) if at_once else plain)
    smtp._host = settings.smtp_host  # type: ignore[attr-defined]  # what starttls checks the certificate against
    try:
        smtp.connect(settings.smtp_host, port)
        smtp.ehlo_or_helo_if_needed()
        wanted = settings.smtp_starttls
        if not at_once and (wanted or (wanted is None and (settings.smtp_user or smtp.has_extn("starttls")))):
            smtp.starttls(context=context)
        if settings.smtp_user:
            smtp.login(settings.smtp_user, settings.smtp_password)
        smtp.send_message(message)
        with suppress(smtplib.SMTPException, OSError):  # it has been taken
            smtp.quit()
    finally:
        smtp.close()


def _refused(host: str, error: smtplib.SMTPException) -> NotDelivered:
    """A refusal for good (5xx) is final, but for a login, which may be put right."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(
            f"The mail server {host} does not accept the login: check SMTP_USER and SMTP_PASSWORD.",
            f"邮件服务器 {host} 拒绝登录，请检查 SMTP_USER 和 SMTP_PASSWORD",
            again=True,
        )
    code, said = _answer(error)
    reason = re.sub(r"[^\x20-\x7e]+", " ", f"{code or ''} {said}").strip()[:200]
    return NotDelivered(
        f"The mail server {host} did not take the message ({reason}).",
        f"邮件服务器 {host} 没有接受该邮件（{reason}）",
        again=not 500 <= code < 600,
    )


def _answer(error: smtplib.SMTPException) -> tuple[int, str]:
    """What the server said; code 0 where it said nothing."""
    said: str | bytes
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        code, said = 0, str(error)
    return code, said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
