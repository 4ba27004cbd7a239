"""Tags of answers to polls."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from server.etag import etagged


def answer(body: str, headers: dict[str, str]) -> Response:
    with Flask("test").test_request_context(headers=headers):
        return etagged(Response(body, content_type="application/json"))


def test_etagged__differs_with_the_body() -> None:
    first, same, other = (answer(body, {}) for body in ("a", "a", "b"))
    assert first.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
    assert (first.status_code, first.get_data()) == (200, b"a")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_etagged__304_without_a_body_where_the_client_has_it(form: str) -> None:
    tag = answer("a", {}).headers["ETag"]
    again = answer("a", {"If-None-Match": form.format(tag.removeprefix("W/"))})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("given", ['"other"', "", "garbage", '"', "W/"])
def test_etagged__whole_answer_where_it_has_not(given: str) -> None:
    again = answer("a", {"If-None-Match": given})
    assert (again.status_code, again.get_data()) == (200, b"a")


def test_etagged__what_makes_no_difference() -> None:
    with Flask("test").test_request_context():
        first, second, other = (etagged(Response(body), ["now", None]) for body in ("a now", "a ", "b now"))
    assert first.headers["ETag"] == second.headers["ETag"] != other.headers["ETag"]
