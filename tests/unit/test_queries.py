from __future__ import annotations

import pytest

from bus.queries import load, parse


def test_parse__names_and_statements() -> None:
    text = "-- what this file is\n-- name: one\n-- A sentence.\nSELECT 1;\n\n-- name: two\nSELECT ';', %(x)s;\n"
    assert parse(text) == {"one": "-- A sentence.\nSELECT 1", "two": "SELECT ';', %(x)s"}


def test_parse__a_name_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="one"):
        parse("-- name: one\nSELECT 1;\n-- name: one\nSELECT 2;\n")


def test_load__an_unknown_name_is_named() -> None:
    with pytest.raises(AttributeError, match="no_such_statement"):
        _ = load("tasks").no_such_statement


def test_load__reads_a_file_once() -> None:
    assert load("tasks") is load("tasks")
