"""Parameters of a task on the command line: ``-p NAME=VALUE``, several times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from server.commands.terminal import fail

Command = Callable[..., Any]


def parameters_option(help: str) -> Callable[[Command], Command]:
    """The option, which arrives as ``given``."""
    return click.option("-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help=help)


def named_values(given: Sequence[str]) -> dict[str, str]:
    """By name; values are texts, which the workflow's declaration reads as numbers or truth values."""
    return dict(_pair(text) for text in given)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        fail(f"Write a parameter as NAME=VALUE, not {text!r}.", f"参数应写作 NAME=VALUE，而不是 {text!r}", exit_code=2)
    return name, value
