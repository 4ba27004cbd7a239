"""Passwords in logs and results: never shown where they stand, and nothing else is made unreadable by a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from bus import hidden as of_bus
from data_pipeline import hidden as of_pipeline

Hider = Callable[[Iterable[str]], Callable[[str], str]]


@pytest.fixture(params=[of_bus.hider, of_pipeline.hider], ids=["bus", "pipeline"])
def hider(request: pytest.FixtureRequest) -> Hider:
    hider: Hider = request.param
    return hider


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("1", "qs_shop_20261106_113020_952_pair.json"),
        ("1", "1.5 % of 2026-1-06, v1, -0.1"),
        ("127", "on 127.0.0.1:5432"),
        ("sale", "sales, sale_item, wholesale, sale.ddl, public.sale, sale-2.csv"),
        ("销售", "销售额"),
        ("", "nothing to hide"),
    ],
)
def test_hider__a_short_word_is_no_part_of_others(hider: Hider, secret: str, text: str) -> None:
    assert hider([secret])(text) == text


@pytest.mark.parametrize(
    "secret", ["1", "sale", "销售", "pass_12", "a1b2c3d4", "p@s", "-", "a.b*c", "hunter22-Hunter22"]
)
@pytest.mark.parametrize(
    "text",
    [
        "password={}",
        "password='{}' user=a",
        "PASSWORD {}",
        "password: {}.",
        "postgresql://u:{}@h/d",
        "postgresql://u:{}@127.0.0.1/d?x=y",
        '{{"password": "{}"}}',
        "({})",
        r'"it said:\n{}"',  # a line's end as JSON writes it
        "{}",
    ],
)
def test_hider__where_it_stands_as_such(hider: Hider, secret: str, text: str) -> None:
    assert hider([secret])(text.format(secret)) == text.format("***")


def test_hider__a_long_one_is_hidden_wherever_it_is(hider: Hider) -> None:
    assert hider(["Hunter22"])("xHunter22y Hunter22.ddl") == "x***y ***.ddl"


def test_hider__one_that_begins_another_leaves_nothing_of_it(hider: Hider) -> None:
    assert hider(["p-1", "p-1-and-more", "p-1"])("p-1-and-more, p-1") == "***, ***"


def test_hider__none(hider: Hider) -> None:
    assert hider([])("as it is") == "as it is"
