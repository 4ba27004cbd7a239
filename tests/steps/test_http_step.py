"""http steps against real servers: what is sent, what is kept, what fails how."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace

import pytest
from contexts import MakeContext
from hypothesis import given
from hypothesis import strategies as st
from scripted import answer, sends, serving, unused_port

from executor.step_error import StepError
from executor.steps import http
from executor.steps.http_request import asked

CHINESE = range(0x4E00, 0xA000)


@pytest.fixture(autouse=True)
def _private_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_ALLOW_PRIVATE", "1")


def failure(context: MakeContext, **definition: object) -> StepError:
    """The error of a request that must fail; its sentences are held to the rules of all."""
    with pytest.raises(StepError) as caught:
        http.run(context(**definition))
    error = caught.value
    assert any(ord(one) in CHINESE for one in error.zh)
    assert error.sentence.endswith((".", "?"))
    return error


def test_run__get(context: MakeContext) -> None:
    with serving(answer("200 OK", b'{"n": [1, 2]}', "Content-Type: application/json", "Set-Cookie: a=b")) as server:
        result = http.run(context(url=server.url("/items?key=secret"), headers={"X-Run": "7"}))
    assert result["status"] == 200
    assert result["json"] == {"n": [1, 2]}
    assert result["body"] == '{"n": [1, 2]}'
    assert result["url"] == server.url("/items")
    assert result["headers"] == {"content-length": "13", "content-type": "application/json"}
    assert 0 <= result["seconds"] < 5
    (request,) = server.requests
    assert request.startswith(b"GET /items?key=secret HTTP/1.1\r\n")
    assert f"\r\nHost: 127.0.0.1:{server.port}\r\n".encode() in request
    assert b"\r\nX-Run: 7\r\n" in request


@pytest.mark.parametrize(("language", "said"), [("zh", r"200，用时 \d\.\d{3} 秒"), ("en", r"200 in \d\.\d{3} s")])
def test_run__log_is_in_the_language(
    context: MakeContext, caplog: pytest.LogCaptureFixture, language: str, said: str
) -> None:
    caplog.set_level(logging.INFO)
    with serving(answer()) as server:
        http.run(replace(context(url=server.url()), language=language))
    assert re.fullmatch(said, caplog.messages[-1])


@pytest.mark.parametrize(
    ("body", "sent", "kind"),
    [
        ("你好", "你好".encode(), b"text/plain; charset=utf-8"),
        ({"a": ["b", 1, None]}, b'{"a": ["b", 1, null]}', b"application/json"),
        ([], b"[]", b"application/json"),
        ("", b"", b"text/plain; charset=utf-8"),
    ],
)
def test_run__body(context: MakeContext, body: object, sent: bytes, kind: bytes) -> None:
    with serving(answer("201 Created")) as server:
        assert http.run(context(method="POST", url=server.url(), body=body))["status"] == 201
    head, _, received = server.requests[0].partition(b"\r\n\r\n")
    assert received == sent
    assert b"Content-Type: " + kind in head


def test_run__content_type_of_the_definition_wins_and_headers_may_be_chinese(context: MakeContext) -> None:
    with serving(answer()) as server:
        http.run(context(method="put", url=server.url(), body="a=b", headers={"content-type": "x/y", "X-Name": "名"}))
    (request,) = server.requests
    assert request.startswith(b"PUT ")
    assert b"content-type: x/y\r\n" in request
    assert b"text/plain" not in request
    assert "X-Name: 名\r\n".encode() in request


def test_run__head_has_no_body(context: MakeContext) -> None:
    with serving(answer("200 OK", b"never sent")) as server:
        assert http.run(context(method="HEAD", url=server.url()))["body"] == ""


def test_run__proxies_of_the_environment_are_not_used(context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    with serving(answer("200 OK", b"direct")) as server:
        assert http.run(context(url=server.url()))["body"] == "direct"


@pytest.mark.parametrize(
    ("status", "method", "retryable", "advice"),
    [
        ("404 Not Found", "GET", False, "path"),
        ("401 Unauthorized", "GET", False, "credentials"),
        ("302 Found", "GET", False, "follow_redirects"),
        ("418 Teapot", "GET", False, "expected_status"),
        ("408 Request Timeout", "GET", True, "later"),
        ("429 Too Many Requests", "DELETE", True, "less often"),
        ("503 Service Unavailable", "PUT", True, "later"),
        ("503 Service Unavailable", "POST", False, "later"),
        ("429 Too Many Requests", "PATCH", False, "less often"),
    ],
)
def test_run__unexpected_status(context: MakeContext, status: str, method: str, retryable: bool, advice: str) -> None:
    with serving(answer(status)) as server:
        error = failure(context, method=method, url=server.url("/p?token=secret"))
    assert (error.code, error.retryable) == ("http_status", retryable)
    assert advice in error.sentence
    assert status[:3] in error.sentence
    assert "secret" not in error.sentence + error.zh


@pytest.mark.parametrize(("expected", "fits"), [(404, True), ([200, 404], True), ([200], False), (200, False)])
def test_run__expected_status(context: MakeContext, expected: object, fits: bool) -> None:
    with serving(answer("404 Not Found")) as server:
        definition = {"url": server.url(), "expected_status": expected}
        if fits:
            assert http.run(context(**definition))["status"] == 404
        else:
            assert failure(context, **definition).code == "http_status"


def test_run__nobody_listens(context: MakeContext) -> None:
    error = failure(context, method="POST", url=f"http://127.0.0.1:{unused_port()}/")
    assert (error.code, error.retryable) == ("connection_refused", True)
    assert "is it running" in error.sentence


@pytest.mark.parametrize(("method", "retryable"), [("GET", True), ("PUT", True), ("POST", False), ("PATCH", False)])
@pytest.mark.parametrize(
    "parts",
    [(b"",), (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",), (b"HTTP/1.1 200",), (b"SSH-2.0-x\r\n",)],
    ids=["nothing", "half a body", "half a head", "no HTTP"],
)
def test_run__the_connection_is_lost(
    context: MakeContext, method: str, retryable: bool, parts: tuple[bytes, ...]
) -> None:
    with serving(sends(*parts)) as server:
        error = failure(context, method=method, url=server.url(), body="x")
    assert (error.code, error.retryable) == ("connection_lost", retryable)


def test_run__unknown_name(context: MakeContext) -> None:
    error = failure(context, url="http://no-such-host.invalid/")
    assert error.code == "name_not_resolved"
    assert "no-such-host.invalid" in error.sentence


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://h/", "file:///etc/passwd", "gopher://h/", "//h/", "h/x", "", "http://", "http:///x"),
        *("http://h:99999/", "http://h:0/", "http://u:sesame@h:port/", "http://u:sesame@h/", "http://u:sesame@[::1/"),
        *("http://good.example@127.0.0.1/", "http://127.0.0.1\\@good.example/"),
        *("http://h/a\r\nb", "http://h/\x00", "http://h/\ud800", "http://[::1/", "http://１２７.０.０.１/"),
    ],
)
def test_run__unusable_url(context: MakeContext, url: str) -> None:
    error = failure(context, url=url)
    assert (error.code, error.retryable) == ("invalid_url", False)
    assert "sesame" not in error.sentence + error.zh


@given(
    st.text(alphabet="htps:/@[]?#%\\.0x1a例\ud800\r \u202e", max_size=30), st.sampled_from(["", "http://", "https://["])
)
def test_asked__any_url_is_read_or_refused(text: str, before: str) -> None:
    try:
        url = asked({"url": before + text}).url
    except StepError as error:
        assert error.code == "invalid_url"
    else:
        assert url.scheme in ("http", "https")
        assert url.raw_host.isascii()
        assert not url.userinfo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("X-A", "a\r\nHost: other"), ("X-A", "a\nb"), ("X-A", "\x00"), ("X A", "b"), ("", "b"), ("X:", "b")),
        *(("Host", "other"), ("Content-Length", "5"), ("transfer-encoding", "chunked")),
    ],
)
def test_run__unusable_header(context: MakeContext, name: str, value: str) -> None:
    with serving(answer()) as server:
        assert failure(context, url=server.url(), headers={name: value}).code == "invalid_argument"
        assert server.connections == 0


def test_run__nothing_that_may_be_secret_is_logged(context: MakeContext, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(answer("200 OK", b"body-secret")) as server:
        url = server.url("/p%0Aforged?q=query-secret")
        http.run(context(url=url, headers={"Authorization": "Bearer header-secret"}))
    assert f"GET http://127.0.0.1:{server.port}/p%0Aforged" in caplog.text
    assert "secret" not in caplog.text
    assert json.dumps("secret") not in caplog.text
