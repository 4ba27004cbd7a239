"""A small mail server on loopback: takes messages, or refuses them as a test tells it to."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


@dataclass
class Mail:
    sender: str
    recipients: list[str]
    message: EmailMessage
    login: str | None
    encrypted: bool


@dataclass
class SmtpStub:
    """``refusals`` maps a command to the line it is answered with."""

    tls: ssl.SSLContext | None = None
    refusals: dict[str, str] = field(default_factory=dict)
    silent: bool = False  # no greeting
    got: list[Mail] = field(default_factory=list)

    def __post_init__(self) -> None:
        stub = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _Talk(stub, self).run()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.released = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


class _Talk:
    def __init__(self, stub: SmtpStub, connection: socketserver.StreamRequestHandler) -> None:
        self.stub, self.reading = stub, connection.rfile
        self.socket = connection.connection
        self.encrypted, self.login = False, None
        self.sender, self.recipients = "", []

    def say(self, text: str) -> None:
        self.socket.sendall(text.encode() + b"\r\n")

    def run(self) -> None:
        if self.stub.silent:
            self.stub.released.wait(30)
            return
        self.say("220 stub")
        while line := self.reading.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word in self.stub.refusals:
                self.say(self.stub.refusals[word])
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                getattr(self, f"on_{word.lower()}")(line)

    def on_ehlo(self, line: str) -> None:
        self.say("250-stub")
        if self.stub.tls and not self.encrypted:
            self.say("250-STARTTLS")
        self.say("250 AUTH PLAIN")

    def on_starttls(self, line: str) -> None:
        assert self.stub.tls
        self.say("220 go")
        self.socket = self.stub.tls.wrap_socket(self.socket, server_side=True)
        self.reading, self.encrypted = self.socket.makefile("rb"), True

    def on_auth(self, line: str) -> None:
        self.login = base64.b64decode(line.split()[-1]).decode()
        self.say("235 welcome")

    def on_mail(self, line: str) -> None:
        self.sender = line.split(":", 1)[1].split(">")[0].strip("< ")
        self.say("250 ok")

    def on_rcpt(self, line: str) -> None:
        self.recipients.append(line.split(":", 1)[1].strip("<> "))
        self.say("250 ok")

    def on_rset(self, line: str) -> None:
        self.say("250 ok")

    def on_data(self, line: str) -> None:
        self.say("354 go on")
        lines = []
        while (raw := self.reading.readline()) != b".\r\n":
            lines.append(raw.removeprefix(b"."))
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.stub.got.append(Mail(self.sender, self.recipients, message, self.login, self.encrypted))
        self.say("250 taken")
