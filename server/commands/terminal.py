"""What commands say: in the language of the terminal, in columns, or as JSON for machines."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any, NoReturn

import click


class Failed(click.ClickException):
    """Ends the command: the sentence goes to stderr as it stands, the exit code is 1 unless said otherwise."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it so

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(self.message, file=file, err=True)


def language() -> str:
    """``zh`` in a Chinese locale, else ``en``."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def word(en: str, zh: str) -> str:
    """The one of the two that the terminal's language asks for."""
    return zh if language() == "zh" else en


def say(en: str, zh: str) -> None:
    """Print a sentence."""
    click.echo(word(en, zh))


def fail(en: str, zh: str, *, exit_code: int = 1) -> NoReturn:
    """End the command with a sentence on stderr."""
    raise Failed(word(en, zh), exit_code)


def print_json(value: object) -> None:
    """Print a value for machines: dates as text, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_columns(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns; a Chinese character is two places wide. Without rows nothing is printed."""
    from rich.cells import cell_len

    lines = [[*headers], *([("-" if value is None else str(value)) for value in row] for row in rows)]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(headers))]
    for line in lines if rows else []:
        padded = [text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())
