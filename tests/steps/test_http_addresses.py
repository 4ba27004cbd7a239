"""What http steps may reach: only checked addresses, whatever the url, the name server or a redirect says."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import pytest
from certificates import certificate, server_context
from contexts import MakeContext
from scripted import answer, sends, serving, unused_port

from bus.addresses import Address
from executor.step_error import StepError
from executor.steps import http
from executor.steps.http_request import asked

LOOPBACK = ip_address("127.0.0.1")
PUBLIC = ip_address("8.8.8.8")


class Names:
    """A name server; each question gets the next of its answers."""

    def __init__(self, *answers: list[Address]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int) -> list[Address]:
        self.asked += 1
        if not self.answers:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return self.answers.pop(0)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "LOCALHOST", "2130706433", "0x7f.1", "0x7f000001", "017700000001"),
        *("127.1", "0", "0.0.0.0", "10.1.2.3", "100.64.0.1", "172.16.0.1", "192.168.0.1"),
        *("224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fd00::1]", "127。0。0。1"),
    ],
)
def test_run__private_addresses_are_refused_in_any_spelling(context: MakeContext, host: str) -> None:
    with serving(answer()) as server:
        with pytest.raises(StepError) as caught:
            http.run(context(url=f"http://{host}:{server.port}/", timeout_seconds=5))
        assert server.connections == 0
    assert (caught.value.code, caught.value.retryable) == ("private_address", False)
    assert "HTTP_ALLOW_PRIVATE=1" in caught.value.sentence
    assert "HTTP_ALLOW_PRIVATE=1" in caught.value.zh


@pytest.mark.parametrize("host", ["localhost.", "127.0.0.1."])
def test_run__a_trailing_dot_opens_nothing(context: MakeContext, host: str) -> None:
    """Not every resolver takes it."""
    with serving(answer()) as server:
        with pytest.raises(StepError) as caught:
            http.run(context(url=server.url(host=host)))
        assert server.connections == 0
    assert caught.value.code in ("private_address", "name_not_resolved")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_run__private_addresses_are_called_when_allowed(
    context: MakeContext, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")
    with serving(answer()) as server:
        assert http.run(context(url=server.url(host=host)))["status"] == 200
        assert b"\r\nHost: " + f"{host}:{server.port}".encode() in server.requests[0]


@pytest.mark.parametrize("allowed", ["", "1"])
@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "168.63.129.16", "[fe80::1]"]
)
def test_run__metadata_of_a_cloud_never(
    context: MakeContext, monkeypatch: pytest.MonkeyPatch, host: str, allowed: str
) -> None:
    """Nor is it said that a setting would allow it."""
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", allowed)
    with pytest.raises(StepError) as caught:
        http.run(context(url=f"http://{host}/latest/meta-data/", timeout_seconds=2))
    assert (caught.value.code, caught.value.retryable) == ("private_address", False)
    assert "HTTP_ALLOW_PRIVATE" not in caught.value.sentence + caught.value.zh


def test_exchange__one_private_address_among_several_refuses_the_name() -> None:
    with serving(answer()) as server:
        wanted = asked({"url": server.url(host="mixed.example")})
        with pytest.raises(StepError, match="private"):
            http.exchange(wanted, allow_private=False, resolve=Names([PUBLIC, LOOPBACK]))
        assert server.connections == 0


def test_exchange__a_name_is_asked_for_once_and_what_was_checked_is_connected_to() -> None:
    """Were the name resolved again for the connection, it would not be found."""
    names = Names([LOOPBACK])
    with serving(answer("200 OK", b"here")) as server:
        wanted = asked({"url": server.url(host="rebinding.invalid")})
        result = http.exchange(wanted, allow_private=True, resolve=names)
        assert (result["body"], result["url"]) == ("here", server.url(host="rebinding.invalid"))
        assert f"Host: rebinding.invalid:{server.port}".encode() in server.requests[0]
    assert names.asked == 1


@pytest.mark.parametrize(
    ("answers", "method", "retryable"),
    [([], "GET", True), ([], "POST", True), ([[LOOPBACK]], "GET", True), ([[LOOPBACK]], "POST", False)],
)
def test_exchange__a_name_server_at_fault(answers: list[list[Address]], method: str, retryable: bool) -> None:
    """At once, or for the second hop: then the first has had the POST."""
    with serving(answer("307 Temporary", b"", "Location: http://second.example/")) as server:
        wanted = asked({"method": method, "url": server.url(host="first.example"), "follow_redirects": True})
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True, resolve=Names(*answers))
    assert (caught.value.code, caught.value.retryable) == ("name_not_resolved", retryable)


def test_exchange__the_next_address_when_the_first_refuses() -> None:
    with serving(answer("200 OK", b"second")) as server:
        wanted = asked({"method": "POST", "body": "x", "url": server.url(host="two.example")})
        names = Names([ip_address("127.0.0.2"), LOOPBACK])
        assert http.exchange(wanted, allow_private=True, resolve=names)["body"] == "second"
        assert server.requests[0].endswith(b"\r\n\r\nx")


def test_exchange__a_redirect_to_a_private_address_is_refused() -> None:
    """The first hop is the only public one: it is let through by its name's answer, the second by nothing."""
    names = Names([LOOPBACK], [ip_address("169.254.169.254")])
    with serving(answer("302 Found", b"", "Location: http://inside.example/latest/")) as server:
        wanted = asked({"url": server.url(host="outside.example"), "follow_redirects": True})
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True, resolve=names)
    assert caught.value.code == "private_address"
    assert "inside.example" in caught.value.sentence
    assert names.asked == 2


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://h/", "http://user:word@127.0.0.1/"])
def test_exchange__a_redirect_to_an_unusable_url_is_refused(location: str) -> None:
    with serving(answer("302 Found", b"", f"Location: {location}")) as server:
        wanted = asked({"url": server.url(), "follow_redirects": True})
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True)
    assert caught.value.code == "invalid_url"


@pytest.mark.parametrize(("method", "retryable"), [("GET", True), ("POST", False)])
def test_exchange__a_redirect_to_nobody(method: str, retryable: bool) -> None:
    """The first server has had the POST, and may have done it."""
    with serving(answer("307 Temporary", b"", f"Location: http://127.0.0.1:{unused_port()}/")) as server:
        wanted = asked({"method": method, "url": server.url(), "follow_redirects": True})
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True)
    assert (caught.value.code, caught.value.retryable) == ("connection_refused", retryable)


@pytest.mark.parametrize(("redirects", "reached"), [(5, True), (6, False)])
def test_exchange__at_most_five_redirects(redirects: int, reached: bool) -> None:
    def play(connection: object, request: bytes) -> None:
        number = int(request.split(b" ")[1][1:])
        reply = answer("302 Found", b"", f"Location: /{number + 1}") if number < redirects else answer()
        reply(connection, request)  # type: ignore[arg-type]

    with serving(play) as server:
        wanted = asked({"url": server.url("/0"), "follow_redirects": True})
        if reached:
            assert http.exchange(wanted, allow_private=True)["url"] == server.url("/5")
            return
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True)
    assert caught.value.code == "too_many_redirects"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_exchange__keys_follow_no_redirect_to_another_server(elsewhere: bool) -> None:
    with serving(answer()) as target, serving(answer("307 Temporary", b"", f"Location: {target.url('/b')}")) as first:
        if not elsewhere:
            first.close()
        headers = {"Authorization": "Bearer key", "X-Api-Key": "key", "Accept": "text/plain", "Cookie": "session=key"}
        start = first.url("/a") if elsewhere else target.url("/a")
        http.exchange(asked({"url": start, "headers": headers, "follow_redirects": True}), allow_private=True)
    assert (b"key" in target.requests[0]) is not elsewhere
    assert b"Accept: text/plain" in target.requests[0]


def test_exchange__tls_shows_and_checks_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = certificate(tmp_path, "secure.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context, shown = server_context(path), []
    context.sni_callback = lambda _, name, __: shown.append(name)
    with serving(answer("200 OK", b"sealed"), context) as server:
        wanted = asked({"url": server.url(host="secure.example", scheme="https")})
        assert http.exchange(wanted, allow_private=True, resolve=Names([LOOPBACK]))["body"] == "sealed"
    assert shown == ["secure.example"]


@pytest.mark.parametrize("known", [False, True], ids=["unknown authority", "another name"])
def test_exchange__tls_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    path = certificate(tmp_path, "secure.example")
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with serving(answer(), server_context(path)) as server:
        host = "other.example" if known else "secure.example"
        wanted = asked({"method": "POST", "url": server.url(host=host, scheme="https")})
        with pytest.raises(StepError) as caught:
            http.exchange(wanted, allow_private=True, resolve=Names([LOOPBACK]))
        assert server.requests == []
    assert (caught.value.code, caught.value.retryable) == ("tls_failed", False)
    assert "certificate" in caught.value.sentence


def test_exchange__https_of_a_server_that_speaks_none() -> None:
    with serving(answer()) as server:
        with pytest.raises(StepError) as caught:
            http.exchange(asked({"url": server.url(scheme="https")}), allow_private=True)
    assert (caught.value.code, caught.value.retryable) == ("tls_failed", False)


def test_exchange__gone_during_the_tls_greeting() -> None:
    """Nothing was sent yet, so even a POST may be tried again."""
    with serving(sends(b"")) as server:
        with pytest.raises(StepError) as caught:
            http.exchange(asked({"method": "POST", "url": server.url(scheme="https")}), allow_private=True)
    assert (caught.value.code, caught.value.retryable) == ("connection_lost", True)
