"""Steps that do nothing but what is measured."""

from __future__ import annotations

from executor.python_step import Context

LINES = 200_000


def nothing(context: Context) -> None:
    """Ends at once."""


def talk(context: Context) -> None:
    """Logs LINES lines of about a hundred characters."""
    for number in range(LINES):
        context.logger.info("line %06d: a table was read, described, sampled and written to the directory", number)
