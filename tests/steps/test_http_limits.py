"""http steps in front of servers that mean no good: one deadline over all, and no more kept than is bounded."""

from __future__ import annotations

import gzip
import json
import socket
import time
import tracemalloc
import zlib
from ipaddress import ip_address
from typing import Any

import pytest
from scripted import Play, answer, sends, serving

from bus.addresses import Address
from executor.step_error import StepError
from executor.steps import http
from executor.steps.http_answer import DEEPEST_JSON, LONGEST_BODY
from executor.steps.http_request import asked

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def result_of(play: Play, **definition: Any) -> dict[str, Any]:
    with serving(play) as server:
        return http.exchange(asked({"url": server.url(), **definition}), allow_private=True)


@pytest.mark.parametrize(
    "play",
    [
        sends(HEAD[:20], b"x", pause=0.05, for_ever=True),
        sends(HEAD, b"X-A: b\r\n", pause=0.05, for_ever=True),
        sends(HEAD + b"\r\n", b"x", pause=0.05, for_ever=True),
        sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.05, for_ever=True),
        sends(b"", b"", pause=0.05, for_ever=True),
    ],
    ids=["status", "headers", "body", "chunks", "silence"],
)
@pytest.mark.parametrize(("method", "retryable"), [("GET", True), ("POST", False)])
def test_exchange__a_slow_drip_does_not_put_off_the_deadline(play: Play, method: str, retryable: bool) -> None:
    started_at = time.monotonic()
    with pytest.raises(StepError) as caught:
        result_of(play, method=method, timeout_seconds=0.5)
    assert 0.4 < time.monotonic() - started_at < 3
    assert (caught.value.code, caught.value.retryable) == ("http_timeout", retryable)
    assert "0.5 s" in caught.value.sentence


def test_exchange__a_silent_name_server_does_not_either() -> None:
    def silent(host: str, port: int) -> list[Address]:
        time.sleep(3)
        return []

    started_at = time.monotonic()
    with pytest.raises(StepError) as caught:
        wanted = asked({"method": "POST", "url": "http://slow.example/", "timeout_seconds": 0.3})
        http.exchange(wanted, allow_private=True, resolve=silent)
    assert time.monotonic() - started_at < 2
    assert (caught.value.code, caught.value.retryable) == ("http_timeout", True)  # nothing was sent


def test_exchange__a_server_that_takes_no_connection() -> None:
    with socket.socket() as full:  # it listens for one, and nobody accepts
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        with pytest.raises(StepError) as caught:
            wanted = asked({"method": "POST", "url": f"http://127.0.0.1:{port}/", "timeout_seconds": 0.5})
            http.exchange(wanted, allow_private=True)
        for one in waiting:
            one.close()
    assert (caught.value.code, caught.value.retryable) == ("http_timeout", True)


def test_exchange__half_of_the_time_for_each_of_two_addresses() -> None:
    """The first is a full server; there must be time left for the second."""
    with serving(answer("200 OK", b"second")) as server, socket.socket() as full:
        full.bind(("127.0.0.2", server.port))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", server.port))
        wanted = asked({"url": server.url(host="two.example"), "timeout_seconds": 2})
        addresses = [ip_address("127.0.0.2"), ip_address("127.0.0.1")]
        result = http.exchange(wanted, allow_private=True, resolve=lambda host, port: addresses)
        for one in waiting:
            one.close()
    assert result["body"] == "second"
    assert 0.8 < result["seconds"] < 2


def test_exchange__an_endless_body_is_cut() -> None:
    result = result_of(sends(HEAD + b"\r\n", b"[" * 100_000, for_ever=True), timeout_seconds=20)
    assert result["truncated"] is True
    assert len(result["body"]) == LONGEST_BODY
    assert "json" not in result


def test_exchange__a_body_of_just_the_size_is_whole() -> None:
    result = result_of(answer("200 OK", b"x" * LONGEST_BODY))
    assert "truncated" not in result
    assert len(result["body"]) == LONGEST_BODY


@pytest.mark.parametrize(("size", "cut"), [(10, False), (LONGEST_BODY, False), (LONGEST_BODY + 1, True)])
def test_exchange__packed_though_nobody_asked(size: int, cut: bool) -> None:
    result = result_of(answer("200 OK", gzip.compress(b"7" * size), "Content-Encoding: gzip"))
    assert len(result["body"]) == min(size, LONGEST_BODY)
    assert result.get("truncated", False) is cut


@pytest.mark.slow
def test_exchange__a_bomb_is_unpacked_no_further_than_it_is_kept() -> None:
    packing = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    bomb = b"".join([*(packing.compress(bytes(1_000_000)) for _ in range(100)), packing.flush()])
    tracemalloc.start()
    result = result_of(answer("200 OK", bomb, "Content-Encoding: gzip"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result["truncated"] is True
    assert most < 12 * LONGEST_BODY  # a network's chunk of it unpacks to sixty


def test_exchange__packed_wrongly() -> None:
    with pytest.raises(StepError) as caught:
        result_of(answer("200 OK", b"not packed", "Content-Encoding: gzip"))
    assert caught.value.code == "connection_lost"


@pytest.mark.parametrize(
    ("body", "parsed"),
    [
        (b'{"a": 1}', True),
        (b" [1]\n", True),
        (b"null", True),
        (b"", False),
        (b"{", False),
        (b"hello", False),
        (b"9" * 5000, False),
        (b"[" * DEEPEST_JSON + b"]" * DEEPEST_JSON, True),
        (b"[" * (DEEPEST_JSON + 1) + b"]" * (DEEPEST_JSON + 1), False),
        (b"[" * 400_000 + b"]" * 400_000, False),
    ],
)
def test_exchange__json_if_it_is(body: bytes, parsed: bool) -> None:
    result = result_of(answer("200 OK", body))
    assert ("json" in result) is parsed
    assert result["body"] == body.decode()
    if parsed:
        assert result["json"] == json.loads(body)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("中文".encode("gbk"), "text/plain; charset=gbk", "中文"),
        ("中文".encode(), "text/plain; charset=no-such", "中文"),
        ("中文".encode(), "text/plain; charset=base64", "中文"),
        (b"a\xff", "text/plain", "a�"),
    ],
)
def test_exchange__text_of_any_kind(body: bytes, kind: str, text: str) -> None:
    assert result_of(answer("200 OK", body, f"Content-Type: {kind}"))["body"] == text


def test_exchange__endless_headers_are_no_answer() -> None:
    with pytest.raises(StepError) as caught:
        result_of(sends(HEAD, b"X-A: " + b"b" * 50_000 + b"\r\n", for_ever=True), timeout_seconds=20)
    assert caught.value.code == "connection_lost"
